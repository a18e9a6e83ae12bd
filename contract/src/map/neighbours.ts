import { type Overlap, overlapOf } from './overlap.ts'
import { type Line, metresApart, type Position } from './position.ts'
import { areaOf } from './ring.ts'
import { snapTo } from './snap.ts'

export interface Neighbour {
  readonly id: string
  readonly name: string
  readonly ring: Line
}

export interface NeighbourCheck {
  readonly overlaps: readonly (Overlap & { readonly id: string; readonly name: string })[]
  /** Corners that all but meet a neighbour: a sliver lies between them. */
  readonly slivers: readonly Position[]
}

/** Borders that were drawn together differ by the rounding of coordinates; that is no overlap. */
export const overlapTolerance = (ring: Line): number => Math.max(1, areaOf(ring) * 0.0002)
const touchMetres = 0.05
const sliverMetres = 3

/** Grids neither overlap nor leave slivers between them. */
export function checkNeighbours(ring: Line, neighbours: readonly Neighbour[]): NeighbourCheck {
  const overlaps = neighbours
    .map(({ id, name, ring: other }) => ({ id, name, ...overlapOf(ring, other) }))
    .filter(({ area }) => area > overlapTolerance(ring))
  const rings = neighbours.map((neighbour) => neighbour.ring)
  const slivers = ring.slice(1).filter((corner) => {
    const near = snapTo(corner, rings, sliverMetres)
    return near !== undefined && metresApart(corner, near.point) > touchMetres
  })
  return { overlaps, slivers }
}

/** How much of a boundary its parts do not cover, in square metres. */
export function uncovered(boundary: Line, parts: readonly Line[]): number {
  const covered = parts.reduce((sum, part) => sum + overlapOf(boundary, part).area, 0)
  const twice = parts.reduce((sum, part, i) => sum + parts.slice(i + 1).reduce((more, other) => more + overlapOf(part, other).area, 0), 0)
  return Math.max(0, areaOf(boundary) - covered + twice)
}
