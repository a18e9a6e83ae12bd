import type { MapFeature } from '@liren/contract/capabilities/map'
import { mergeRings, splitRing } from '@liren/contract/map/cut'
import type { FeatureKind } from '@liren/contract/map/kinds'
import { checkNeighbours, type NeighbourCheck } from '@liren/contract/map/neighbours'
import { type Line, type Position, same } from '@liren/contract/map/position'
import { type Geometry, pointsOf, shapeFaults } from '@liren/contract/map/shape'

/** One drawing on the table. Without a version it is new. */
export interface Sheet {
  readonly id: string
  readonly kind: FeatureKind
  readonly version: number | undefined
  readonly name: string
  readonly placeId: string
  readonly type: Geometry['type']
  readonly points: Line
}

export interface Table {
  readonly sheets: readonly Sheet[]
  readonly retired: readonly Sheet[]
}

export interface Editing extends Table {
  /** As the server has it; saving tells the difference. */
  readonly start: Table
  readonly past: readonly Table[]
}

export type Step =
  | { readonly do: 'load'; readonly features: readonly MapFeature[] }
  | {
      readonly do: 'move'
      readonly from: Position
      readonly to: Position /** One pull of the hand is one step to undo. */
      readonly goesOn: boolean
    }
  | { readonly do: 'insert'; readonly id: string; readonly after: number; readonly at: Position }
  | { readonly do: 'remove'; readonly at: Position }
  | { readonly do: 'add'; readonly sheet: Sheet }
  | { readonly do: 'retire'; readonly id: string }
  | {
      readonly do: 'split'
      readonly id: string
      readonly line: Line
      readonly placeId: string
      readonly newId: string
      readonly name: string
    }
  | { readonly do: 'merge'; readonly id: string; readonly other: string }
  | { readonly do: 'undo' }

export const nothing: Editing = { sheets: [], retired: [], start: { sheets: [], retired: [] }, past: [] }
const remembered = 100

const sheetOf = (feature: MapFeature): Sheet => ({
  ...{ id: feature.id, kind: feature.kind, version: feature.version, name: feature.name, placeId: feature.placeId },
  ...{ type: feature.geometry.type, points: pointsOf(feature.geometry as Geometry) },
})

/** Every change is a new table; what was before stays to be returned to. A step that cannot be done changes nothing. */
export function edited(editing: Editing, step: Step): Editing {
  if (step.do === 'load') {
    const start = { sheets: step.features.map(sheetOf), retired: [] }
    return { ...start, start, past: [] }
  }
  if (step.do === 'undo') {
    const before = editing.past.at(-1)
    return before ? { ...editing, ...before, past: editing.past.slice(0, -1) } : editing
  }
  const next = changed(editing, step)
  if (!next) return editing
  const isOneStep = step.do === 'move' && step.goesOn
  const { sheets, retired } = editing
  return { ...editing, ...next, past: isOneStep ? editing.past : [...editing.past, { sheets, retired }].slice(-remembered) }
}

function changed({ sheets, retired }: Table, step: Exclude<Step, { do: 'load' | 'undo' }>): Table | undefined {
  const map = (change: (sheet: Sheet) => Line) => ({ retired, sheets: sheets.map((sheet) => ({ ...sheet, points: change(sheet) })) })
  switch (step.do) {
    case 'move':
      // a corner that neighbours share, and the end of a ring that is its beginning, move as one
      return map(({ points }) => points.map((point) => (same(point, step.from) ? step.to : point)))
    case 'insert': {
      const own = sheets.find(({ id }) => id === step.id)?.points ?? []
      const [a, b] = [own[step.after], own[step.after + 1]]
      if (!a || !b) return undefined
      return map(({ points }) =>
        points.flatMap((point, i) => {
          const next = points[i + 1]
          const isEdge = next && ((same(point, a) && same(next, b)) || (same(point, b) && same(next, a)))
          return isEdge ? [point, step.at] : [point]
        }),
      )
    }
    case 'remove': {
      const least = { Point: 1, LineString: 2, Polygon: 4 } as const
      const touched = sheets.filter(({ points }) => points.some((point) => same(point, step.at)))
      if (touched.length === 0 || touched.some(({ type, points }) => points.length <= least[type])) return undefined
      return map(({ type, points }) => {
        const left = points.filter((point) => !same(point, step.at))
        const isOpen = type === 'Polygon' && left.length > 0 && !same(left[0] as Position, left.at(-1) as Position)
        return isOpen ? [...left, left[0] as Position] : left
      })
    }
    case 'add':
      return { retired, sheets: [...sheets, step.sheet] }
    case 'retire': {
      const gone = sheets.find(({ id }) => id === step.id)
      return (
        gone && { sheets: sheets.filter((sheet) => sheet !== gone), retired: gone.version === undefined ? retired : [...retired, gone] }
      )
    }
    case 'split': {
      const whole = sheets.find(({ id }) => id === step.id)
      const halves = whole?.type === 'Polygon' ? splitRing(whole.points, step.line) : undefined
      if (!whole || !halves) return undefined
      const part: Sheet = { ...whole, id: step.newId, version: undefined, placeId: step.placeId, name: step.name, points: halves[1] }
      return { retired, sheets: [...sheets.map((sheet) => (sheet === whole ? { ...sheet, points: halves[0] } : sheet)), part] }
    }
    case 'merge': {
      const [one, other] = [sheets.find(({ id }) => id === step.id), sheets.find(({ id }) => id === step.other)]
      const ring = one && other ? mergeRings(one.points, other.points) : undefined
      if (!one || !other || !ring) return undefined
      const rest = sheets.filter((sheet) => sheet !== other).map((sheet) => (sheet === one ? { ...sheet, points: ring } : sheet))
      return { sheets: rest, retired: other.version === undefined ? retired : [...retired, other] }
    }
  }
}

export function geometryOf({ type, points }: Pick<Sheet, 'type' | 'points'>): Geometry {
  if (type === 'Point') return { type, coordinates: points[0] ?? [0, 0] }
  return type === 'LineString' ? { type, coordinates: points } : { type, coordinates: [points] }
}

const isMoved = (sheet: Sheet, start: Table): boolean => {
  const before = start.sheets.find(({ id }) => id === sheet.id)
  return before !== undefined && JSON.stringify(before.points) !== JSON.stringify(sheet.points)
}

/** What is to be saved, in one go. */
export function differenceOf({ sheets, retired, start }: Editing) {
  return {
    creates: sheets.filter(({ version }) => version === undefined),
    changes: sheets.filter((sheet) => isMoved(sheet, start)),
    retires: retired,
  }
}

/** What is wrong with the table as it lies: shapes that are none, and grids that overlap or leave slivers. */
export function troubles(
  sheets: readonly Sheet[],
): readonly (NeighbourCheck & { readonly sheet: Sheet; readonly faults: readonly { zh: string; en: string }[] })[] {
  const grids = sheets.filter(({ kind }) => kind === 'grid')
  return sheets.map((sheet) => {
    const faults = shapeFaults(geometryOf(sheet))
    const others = grids.filter(({ id }) => id !== sheet.id).map(({ id, name, points }) => ({ id, name, ring: points }))
    const check = sheet.kind === 'grid' && faults.length === 0 ? checkNeighbours(sheet.points, others) : { overlaps: [], slivers: [] }
    return { sheet, faults, ...check }
  })
}
