import type { Point3 } from './glb.ts'
import { type Bounds, boundsOf, type Line, type Position, planeAt, rounded } from './position.ts'

/** Where the origin of a model stands on the ground, which way it looks, and how many metres its unit is. */
export interface MeshAnchor {
  readonly longitude: number
  readonly latitude: number
  /** Metres of its origin above the ground. */
  readonly elevation: number
  /** Degrees clockwise from north in which the back (-z) of the model points. */
  readonly heading: number
  readonly scale: number
}

/** A point of the model in metres east, north and up of its anchor. */
export function metresOf({ elevation, heading, scale }: MeshAnchor, [x, y, z]: Point3): Point3 {
  const turn = (heading * Math.PI) / 180
  const [east, north] = [x * scale, -z * scale]
  return [east * Math.cos(turn) + north * Math.sin(turn), north * Math.cos(turn) - east * Math.sin(turn), y * scale + elevation]
}

/** Where a point of the model is: on the ground, and how high above it. */
export function groundOf(anchor: MeshAnchor, point: Point3): { readonly at: Position; readonly height: number } {
  const [east, north, height] = metresOf(anchor, point)
  return { at: rounded(planeAt([anchor.longitude, anchor.latitude]).from([east, north])), height }
}

/** The eight corners of a body. */
const cornersOf = (low: Point3, high: Point3): Point3[] =>
  [low[0], high[0]].flatMap((x) => [low[1], high[1]].flatMap((y) => [low[2], high[2]].map((z): Point3 => [x, y, z])))

/** What a body covers on the ground, its middle, and between which heights it stands. */
export function standingOf(anchor: MeshAnchor, low: Point3, high: Point3): { bounds: Bounds; at: Position; base: number; top: number } {
  const corners = cornersOf(low, high).map((corner) => groundOf(anchor, corner))
  const line: Line = corners.map(({ at }) => at)
  const heights = corners.map(({ height }) => Math.round(height * 100) / 100)
  const middle: Point3 = [(low[0] + high[0]) / 2, 0, (low[2] + high[2]) / 2]
  return { bounds: boundsOf(line), at: groundOf(anchor, middle).at, base: Math.min(...heights), top: Math.max(...heights) }
}

/** The smallest body around all points. */
export function widen(pieces: readonly Float32Array[]): [low: Point3, high: Point3] {
  const low = [Infinity, Infinity, Infinity]
  const high = [-Infinity, -Infinity, -Infinity]
  for (const piece of pieces)
    for (let i = 0; i < piece.length; i++) {
      const value = piece[i] as number
      const axis = i % 3
      if (value < (low[axis] as number)) low[axis] = value
      if (value > (high[axis] as number)) high[axis] = value
    }
  return [low as unknown as Point3, high as unknown as Point3]
}
