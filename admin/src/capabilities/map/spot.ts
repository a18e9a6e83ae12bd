import { type MapLayer, mapLayerNames } from '@liren/contract/map/kinds'
import type { Position } from '@liren/contract/map/position'
import type { Picked } from '../../parts/map/map-view.tsx'

/** What was chosen: a mark, a drawing, or a bare point of the ground. */
export interface Spot {
  readonly id: string
  /** Absent for a bare point. */
  readonly layer?: MapLayer | undefined
  /** Of a drawing, or of the place at which a number of records are. */
  readonly placeId?: string | undefined
  readonly label: string
  readonly state: string | null
  readonly count: number
  readonly at: Position
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '')

/** Marks before drawings, drawings before the ground they stand on. */
export function spotOf({ at, hits }: Picked): Spot {
  const mark = hits.find(({ layer }) => layer.startsWith('marks-'))
  if (mark) {
    const { id, label, state, count, at: of } = mark.properties
    const layer = mapLayerNames.find((name) => `marks-${name}` === mark.layer)
    return {
      id: text(id),
      layer,
      label: text(label),
      state: text(state) || null,
      count: Number(count ?? 1),
      at,
      placeId: of === 'place' ? text(id) : undefined,
    }
  }
  const kinds = hits.flatMap(({ layer, properties }) => {
    const kind = mapLayerNames.find((name) => layer.startsWith(`${name}-`))
    return kind && typeof properties.id === 'string' ? [{ kind, properties }] : []
  })
  const drawn = kinds.find(({ kind }) => kind !== 'grid') ?? kinds[0]
  if (!drawn) return { id: '', label: '', state: null, count: 0, at }
  const { id, name, placeId } = drawn.properties
  return { id: text(id), layer: drawn.kind, label: text(name), state: null, count: 1, at, placeId: text(placeId) }
}
