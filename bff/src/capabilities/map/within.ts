import { type Bounds, boundsOf, type Line, type Position } from '@liren/contract/map/position'
import { isInside } from '@liren/contract/map/ring'
import { pointsOf, shapeFaults } from '@liren/contract/map/shape'
import { readRing } from '@liren/contract/map/within'
import { refuse } from '../../kernel/errors.ts'
import type { Scope } from '../../kernel/http/route.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import type { Condition } from '../../kernel/store/condition.ts'
import { underPlaces } from '../../kernel/store/scope.ts'
import { type Anchor, type Anchors, anchorsOf } from './anchors.ts'
import { pathWithin } from './features.ts'
import { featuresWhere, geometryOf } from './row.ts'

/** What a question is about: all within reach, everything at or under a place, or what stands within a line on the ground. */
export interface Within {
  readonly anchors: Anchors
  readonly ring: Line | undefined
  readonly bounds: Bounds | undefined
  /** Rows whose place is at or under one of these, or that are sorted out afterwards by `holds`. */
  readonly under: (column: string) => Condition
  /** Whether what stands at this place lies within. */
  readonly holds: (path: string) => boolean
  readonly holdsPoint: (point: Position) => boolean
}

/** Longer lists of conditions cost more than they spare. */
const mostPaths = 300

export async function resolveWithin(
  kernel: Kernel,
  scope: Scope,
  query: { placeId?: string | undefined; ring?: string | undefined },
): Promise<Within> {
  const anchors = await anchorsOf(kernel, scope)
  if (query.ring !== undefined) return withinRing(anchors, checked(readRing(query.ring)), scope)
  if (query.placeId === undefined)
    return {
      anchors,
      ring: undefined,
      bounds: undefined,
      under: (column) => underPlaces(column, scope.places),
      holds: () => true,
      holdsPoint: () => true,
    }
  const path = await pathWithin(kernel, scope, query.placeId)
  const drawing = { sql: "f.place_id = ? AND f.kind IN ('grid', 'boundary')", params: [query.placeId] }
  const [row] = await featuresWhere(kernel, scope, drawing, 1)
  if (row) return withinRing(anchors, pointsOf(geometryOf(row)), scope)
  const inPlace = (other: string) => other.startsWith(path)
  const boxes = anchors.all.filter((anchor) => inPlace(anchor.path)).map(({ at }) => at)
  return {
    anchors,
    ring: undefined,
    bounds: boxes.length === 0 ? undefined : boundsOf(boxes),
    under: (column) => underPlaces(column, [path]),
    holds: inPlace,
    holdsPoint: () => true,
  }
}

function withinRing(anchors: Anchors, ring: Line, scope: Scope): Within {
  const inside = new Set<Anchor>(anchors.all.filter(({ at }) => isInside(at, ring)))
  const paths = [...inside].map(({ path }) => path)
  return {
    anchors,
    ring,
    bounds: boundsOf(ring),
    under: (column) => underPlaces(column, paths.length > mostPaths ? scope.places : paths),
    holds: (path) => {
      const anchor = anchors.locate(path)
      return anchor !== undefined && inside.has(anchor)
    },
    holdsPoint: (point) => isInside(point, ring),
  }
}

function checked(ring: Line): Line {
  const faults = shapeFaults({ type: 'Polygon', coordinates: [ring] }, 'query.ring')
  if (faults.length > 0) throw refuse('request.invalid', { faults })
  return ring
}
