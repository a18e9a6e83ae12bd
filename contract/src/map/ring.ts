import { type Line, type Position, planeAt, same } from './position.ts'

export const isClosed = (ring: Line): boolean => ring.length >= 4 && same(ring[0] as Position, ring[ring.length - 1] as Position)

const cross = (o: Position, a: Position, b: Position): number => (a[0] - o[0]) * (b[1] - o[1]) - (a[1] - o[1]) * (b[0] - o[0])

/** Square metres; positive where the ring runs counter-clockwise. */
export function signedArea(ring: Line): number {
  const first = ring[0]
  if (!first) return 0
  const plane = planeAt(first)
  const points = ring.map(plane.to)
  let twice = 0
  for (let i = 1; i < points.length; i++) {
    const [a, b] = [points[i - 1] as Position, points[i] as Position]
    twice += a[0] * b[1] - b[0] * a[1]
  }
  return twice / 2
}

export const areaOf = (ring: Line): number => Math.abs(signedArea(ring))

/** Outer rings run counter-clockwise, as GeoJSON asks. */
export const wound = (ring: Line): Line => (signedArea(ring) < 0 ? [...ring].reverse() : ring)

/** Whether two segments touch in more than a common end. */
export function segmentsCross(a: Position, b: Position, c: Position, d: Position): boolean {
  const [d1, d2, d3, d4] = [cross(c, d, a), cross(c, d, b), cross(a, b, c), cross(a, b, d)]
  if (((d1 > 0 && d2 < 0) || (d1 < 0 && d2 > 0)) && ((d3 > 0 && d4 < 0) || (d3 < 0 && d4 > 0))) return true
  const on = (p: Position, q: Position, r: Position, turn: number) =>
    turn === 0 &&
    !same(r, p) &&
    !same(r, q) &&
    Math.min(p[0], q[0]) <= r[0] &&
    r[0] <= Math.max(p[0], q[0]) &&
    Math.min(p[1], q[1]) <= r[1] &&
    r[1] <= Math.max(p[1], q[1])
  return on(c, d, a, d1) || on(c, d, b, d2) || on(a, b, c, d3) || on(a, b, d, d4)
}

/** Numbers of two segments of the ring that cross or touch; undefined when it is simple. */
export function selfCrossing(ring: Line): readonly [number, number] | undefined {
  const count = ring.length - 1
  for (let i = 0; i < count; i++) {
    const [a, b] = [ring[i] as Position, ring[i + 1] as Position]
    for (let j = i + 1; j < count; j++) {
      const [c, d] = [ring[j] as Position, ring[j + 1] as Position]
      const isNext = j === i + 1 || (i === 0 && j === count - 1)
      // neighbours share one point; lying back on each other is a crossing all the same
      if (isNext ? segmentsCross(a, b, c, d) : segmentsCross(a, b, c, d) || same(a, c) || same(a, d) || same(b, c) || same(b, d))
        return [i, j]
    }
  }
  return undefined
}

/** Inside or on the edge. */
export function isInside(point: Position, ring: Line): boolean {
  let inside = false
  for (let i = 1; i < ring.length; i++) {
    const [a, b] = [ring[i - 1] as Position, ring[i] as Position]
    if (
      cross(a, b, point) === 0 &&
      Math.min(a[0], b[0]) <= point[0] &&
      point[0] <= Math.max(a[0], b[0]) &&
      Math.min(a[1], b[1]) <= point[1] &&
      point[1] <= Math.max(a[1], b[1])
    )
      return true
    if (a[1] > point[1] !== b[1] > point[1] && point[0] < ((b[0] - a[0]) * (point[1] - a[1])) / (b[1] - a[1]) + a[0]) inside = !inside
  }
  return inside
}

/** The centre of mass, or where that falls outside a bent shape, the middle of its longest cut at that height. */
export function centreOf(ring: Line): Position {
  const first = ring[0]
  if (!first) return [0, 0]
  const plane = planeAt(first)
  const points = ring.map(plane.to)
  let [x, y, twice] = [0, 0, 0]
  for (let i = 1; i < points.length; i++) {
    const [a, b] = [points[i - 1] as Position, points[i] as Position]
    const turn = a[0] * b[1] - b[0] * a[1]
    x += (a[0] + b[0]) * turn
    y += (a[1] + b[1]) * turn
    twice += turn
  }
  if (twice === 0) return first
  const centre = plane.from([x / (3 * twice), y / (3 * twice)])
  return isInside(centre, ring) ? centre : midOfCut(ring, centre[1])
}

function midOfCut(ring: Line, latitude: number): Position {
  const hits: number[] = []
  for (let i = 1; i < ring.length; i++) {
    const [a, b] = [ring[i - 1] as Position, ring[i] as Position]
    if (a[1] > latitude !== b[1] > latitude) hits.push(((b[0] - a[0]) * (latitude - a[1])) / (b[1] - a[1]) + a[0])
  }
  hits.sort((one, other) => one - other)
  let best: readonly [number, number] = [hits[0] ?? 0, hits[0] ?? 0]
  for (let i = 1; i < hits.length; i += 2) {
    const cut = [hits[i - 1] as number, hits[i] as number] as const
    if (cut[1] - cut[0] > best[1] - best[0]) best = cut
  }
  return [(best[0] + best[1]) / 2, latitude]
}
