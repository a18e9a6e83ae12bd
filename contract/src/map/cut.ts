import { type Line, type Position, planeAt, rounded, same } from './position.ts'
import { isClosed, isInside, selfCrossing, wound } from './ring.ts'

interface Hit {
  readonly point: Position
  /** On this segment of the ring, this far along it. */
  readonly segment: number
  readonly along: number
}

function meeting(a: Position, b: Position, c: Position, d: Position): { t: number; u: number } | undefined {
  const across = (b[0] - a[0]) * (d[1] - c[1]) - (b[1] - a[1]) * (d[0] - c[0])
  if (across === 0) return undefined
  const t = ((c[0] - a[0]) * (d[1] - c[1]) - (c[1] - a[1]) * (d[0] - c[0])) / across
  const u = ((c[0] - a[0]) * (b[1] - a[1]) - (c[1] - a[1]) * (b[0] - a[0])) / across
  return t >= 0 && t <= 1 && u >= 0 && u < 1 ? { t, u } : undefined
}

/** Cuts an area in two along a line that enters it once and leaves it once; undefined where it does not. */
export function splitRing(ring: Line, line: Line): readonly [Line, Line] | undefined {
  const hits: (Hit & { readonly step: number })[] = []
  for (let i = 1; i < line.length; i++) {
    const [a, b] = [line[i - 1] as Position, line[i] as Position]
    const here: (Hit & { readonly step: number })[] = []
    for (let k = 1; k < ring.length; k++) {
      const met = meeting(a, b, ring[k - 1] as Position, ring[k] as Position)
      if (met)
        here.push({
          point: [a[0] + met.t * (b[0] - a[0]), a[1] + met.t * (b[1] - a[1])],
          segment: k - 1,
          along: met.u,
          step: i - 1 + met.t,
        })
    }
    hits.push(...here.sort((one, other) => one.step - other.step))
  }
  const [into, out] = hits
  if (hits.length !== 2 || !into || !out) return undefined
  const inner = line.filter((_, i) => i > into.step && i < out.step)
  const path = [into.point, ...inner, out.point]
  const middle = inner[0] ?? ([(into.point[0] + out.point[0]) / 2, (into.point[1] + out.point[1]) / 2] as Position)
  if (!isInside(middle, ring)) return undefined
  const open = ring.slice(0, -1)
  /** Corners of the ring from behind one hit to before the other. */
  const between = (from: Hit, to: Hit): Position[] => {
    const corners: Position[] = []
    let k = from.segment
    if (from.segment === to.segment && from.along < to.along) return corners
    do {
      k = (k + 1) % open.length
      corners.push(open[k] as Position)
    } while (k !== to.segment)
    return corners
  }
  const ringOf = (points: readonly Position[]): Line => {
    const neat = points.map(rounded)
    const once = neat.filter((point, i) => !same(point, neat.at(i - 1) as Position))
    return wound([...once, once[0] as Position])
  }
  const halves = [ringOf([...path, ...between(out, into)]), ringOf([...[...path].reverse(), ...between(into, out)])] as const
  return halves.every((half) => isClosed(half) && !selfCrossing(half)) ? halves : undefined
}

/** Two areas with a common border become one; undefined where they do not touch along a line, or would enclose a hole. */
export function mergeRings(one: Line, other: Line): Line | undefined {
  const edges = [...edgesOf(withCornersOf(wound(one), other)), ...edgesOf(withCornersOf(wound(other), one))]
  const key = (a: Position, b: Position) => `${rounded(a)}|${rounded(b)}`
  const there = new Set(edges.map(([a, b]) => key(a, b)))
  const left = edges.filter(([a, b]) => !there.has(key(b, a)))
  if (left.length === edges.length) return undefined
  const next = new Map(left.map(([a, b]) => [String(rounded(a)), b] as const))
  if (next.size !== left.length) return undefined
  const start = left[0]?.[0]
  if (!start) return undefined
  const ring: Position[] = [start]
  for (let at = next.get(String(rounded(start))); at && !same(rounded(at), rounded(start)); at = next.get(String(rounded(at)))) {
    ring.push(at)
    if (ring.length > left.length) return undefined
  }
  if (ring.length !== left.length) return undefined
  const straight = withoutFlat(ring)
  const closed = wound([...straight, straight[0] as Position].map(rounded))
  return isClosed(closed) && !selfCrossing(closed) ? closed : undefined
}

const edgesOf = (ring: Line): (readonly [Position, Position])[] =>
  ring.slice(1).flatMap((b, i) => (same(rounded(ring[i] as Position), rounded(b)) ? [] : [[ring[i] as Position, b] as const]))

const touchMetres = 0.05

/** The ring with the corners of its neighbour that lie on its edges, so that common borders are the same edges. */
function withCornersOf(ring: Line, neighbour: Line): Line {
  const out: Position[] = []
  for (let i = 1; i < ring.length; i++) {
    const [a, b] = [ring[i - 1] as Position, ring[i] as Position]
    const plane = planeAt(a)
    const end = plane.to(b)
    const length = Math.hypot(...end)
    const on = neighbour
      .slice(1)
      .map((corner) => {
        const [x, y] = plane.to(corner)
        return { corner, along: (x * end[0] + y * end[1]) / length, aside: Math.abs(x * end[1] - y * end[0]) / length }
      })
      .filter(({ along, aside }) => aside <= touchMetres && along > touchMetres && along < length - touchMetres)
      .sort((one, other) => one.along - other.along)
    out.push(nearest(a, neighbour), ...on.map(({ corner }) => corner))
  }
  return [...out, out[0] as Position]
}

/** A corner that all but coincides with one of the neighbour is that one. */
function nearest(corner: Position, neighbour: Line): Position {
  const plane = planeAt(corner)
  return neighbour.find((other) => Math.hypot(...plane.to(other)) <= touchMetres) ?? corner
}

/** Where a border ended on a straight line no corner is left. */
function withoutFlat(open: readonly Position[]): Position[] {
  return open.filter((b, i) => {
    const plane = planeAt(open.at(i - 1) as Position)
    const [m, c] = [plane.to(b), plane.to(open[(i + 1) % open.length] as Position)]
    const length = Math.hypot(...c)
    return length === 0 || Math.abs(m[0] * c[1] - m[1] * c[0]) / length > 0.005
  })
}
