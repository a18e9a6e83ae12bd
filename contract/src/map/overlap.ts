import { boundsMeet, boundsOf, type Line, type Position, planeAt } from './position.ts'
import { signedArea, wound } from './ring.ts'

type Triangle = readonly [Position, Position, Position]

const cross = (o: Position, a: Position, b: Position): number => (a[0] - o[0]) * (b[1] - o[1]) - (a[1] - o[1]) * (b[0] - o[0])

const holds = ([a, b, c]: Triangle, p: Position): boolean => cross(a, b, p) >= 0 && cross(b, c, p) >= 0 && cross(c, a, p) >= 0

/** Cuts ears off a simple ring, given counter-clockwise and open. */
function triangles(ring: Line): Triangle[] {
  const left = [...ring]
  const out: Triangle[] = []
  while (left.length > 3) {
    const at = left.findIndex((b, i) => {
      const [a, c] = [left.at(i - 1) as Position, left[(i + 1) % left.length] as Position]
      if (cross(a, b, c) <= 0) return false
      return !left.some((p) => p !== a && p !== b && p !== c && holds([a, b, c], p))
    })
    // points in one line leave no ear: drop the flattest
    const i = at >= 0 ? at : left.findIndex((b, k) => cross(left.at(k - 1) as Position, b, left[(k + 1) % left.length] as Position) >= 0)
    const k = i >= 0 ? i : 0
    if (at >= 0) out.push([left.at(k - 1) as Position, left[k] as Position, left[(k + 1) % left.length] as Position])
    left.splice(k, 1)
  }
  if (left.length === 3) out.push(left as unknown as Triangle)
  return out
}

/** What of a convex piece lies within a triangle (Sutherland and Hodgman). */
function clipped(piece: Line, [a, b, c]: Triangle): Line {
  let kept: Line = piece
  for (const [from, to] of [
    [a, b],
    [b, c],
    [c, a],
  ] as const) {
    const next: Position[] = []
    for (const [i, point] of kept.entries()) {
      const before = kept.at(i - 1) as Position
      const [was, is] = [cross(from, to, before), cross(from, to, point)]
      if (is >= 0 !== was >= 0) {
        const t = was / (was - is)
        next.push([before[0] + t * (point[0] - before[0]), before[1] + t * (point[1] - before[1])])
      }
      if (is >= 0) next.push(point)
    }
    kept = next
  }
  return kept
}

const flatArea = (piece: Line): number => Math.abs(piece.reduce((sum, b, i) => sum + cross([0, 0], piece.at(i - 1) as Position, b), 0)) / 2

export interface Overlap {
  /** Square metres. */
  readonly area: number
  /** The common ground in convex pieces, closed, to be shown. */
  readonly pieces: readonly Line[]
}

/** The common ground of two simple rings, whatever their form. */
export function overlapOf(one: Line, other: Line): Overlap {
  const first = one[0]
  if (!first || signedArea(one) === 0 || signedArea(other) === 0 || !boundsMeet(boundsOf(one), boundsOf(other)))
    return { area: 0, pieces: [] }
  const plane = planeAt(first)
  const [mine, theirs] = [one, other].map((ring) => triangles(wound(ring).slice(0, -1).map(plane.to))) as [Triangle[], Triangle[]]
  const pieces = mine.flatMap((a) => theirs.map((b) => clipped(a, b))).filter((piece) => piece.length >= 3 && flatArea(piece) > 1e-6)
  return {
    area: pieces.reduce((sum, piece) => sum + flatArea(piece), 0),
    pieces: pieces.map((piece) => [...piece, piece[0] as Position].map(plane.from)),
  }
}
