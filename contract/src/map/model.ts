import { z } from '../kernel/zod.ts'
import { type Line, type Position, planeAt, rounded } from './position.ts'
import { centreOf } from './ring.ts'

/** Floors of the model are of one height, where no file says how high a building is. */
export const storeyMetres = 3

/** Places and devices are what the model is made of; the key of an element is the key of its base record. */
export const elementSubjects = ['place', 'device'] as const
export type ElementSubject = (typeof elementSubjects)[number]

const pattern = /^(place|device)-([0-9a-hjkmnp-tv-z]{26})$/
export const elementIdSchema = () => z.string().check(z.regex(pattern))
export const elementIdOf = (subject: ElementSubject, recordId: string): string => `${subject}-${recordId}`

export function readElementId(id: string): { readonly subject: ElementSubject; readonly recordId: string } | undefined {
  const [, subject, recordId = ''] = pattern.exec(id) ?? []
  return subject === 'place' || subject === 'device' ? { subject, recordId } : undefined
}

/** Metres above the ground between which a floor lies: 1 stands on it, -1 is the first cellar. */
export const storeyOf = (floor: number): { readonly base: number; readonly top: number } => {
  const base = (floor > 0 ? floor - 1 : floor) * storeyMetres
  return { base, top: base + storeyMetres }
}

/** The same outline some metres farther out, so that a band around a building lies before its walls. */
export function widened(ring: Line, metres: number): Line {
  const plane = planeAt(centreOf(ring))
  return ring.map((corner) => {
    const [x, y] = plane.to(corner)
    const length = Math.hypot(x, y)
    const scale = length === 0 ? 1 : (length + metres) / length
    return rounded(plane.from([x * scale, y * scale]))
  })
}

/** A square around a point, for what has no outline of its own. */
export function squareAt(at: Position, metres: number): Line {
  const plane = planeAt(at)
  const half = metres / 2
  const corners: readonly Position[] = [
    [-half, -half],
    [half, -half],
    [half, half],
    [-half, half],
    [-half, -half],
  ]
  return corners.map((corner) => rounded(plane.from(corner)))
}

/** The houses of one floor side by side: the outline cut across its longest wall into equal parts, from west to east. */
export function cellsOf(ring: Line, count: number): Line[] {
  const origin = ring[0]
  if (!origin || count < 1) return []
  const plane = planeAt(origin)
  const points = ring.slice(0, -1).map(plane.to)
  const along = longestWall(points)
  const reach = points.map((point) => dot(point, along))
  const [from, to] = [Math.min(...reach), Math.max(...reach)]
  const step = (to - from) / count
  return Array.from({ length: count }, (_, i) => {
    const beyond = clipped(points, along, from + i * step)
    const within = clipped(beyond, [-along[0], -along[1]], -(from + (i + 1) * step))
    return [...within, ...within.slice(0, 1)].map((point) => rounded(plane.from(point)))
  })
}

/** Who lives on a floor side by side: by unit as the building has them, and in each as they are listed. */
export function housesBeside<H extends { readonly unitId: string | null; readonly floor: number }>(
  houses: readonly H[],
  units: readonly { readonly id: string | null }[],
  floor: number,
): H[] {
  const place = new Map(units.map(({ id }, i) => [id, i]))
  const of = ({ unitId }: H) => place.get(unitId) ?? units.length
  return houses.filter((house) => house.floor === floor).sort((one, other) => of(one) - of(other))
}

const dot = (a: Position, b: Position): number => a[0] * b[0] + a[1] * b[1]

function longestWall(points: readonly Position[]): Position {
  let best: Position = [1, 0]
  let longest = 0
  points.forEach((a, i) => {
    const b = points[(i + 1) % points.length] as Position
    const length = Math.hypot(b[0] - a[0], b[1] - a[1])
    if (length <= longest) return
    longest = length
    best = [(b[0] - a[0]) / length, (b[1] - a[1]) / length]
  })
  return best[0] < 0 ? [-best[0], -best[1]] : best
}

/** What of an outline lies at or beyond a line across a direction. */
function clipped(points: readonly Position[], along: Position, from: number): Position[] {
  return points.flatMap((b, i) => {
    const a = points[(i || points.length) - 1] as Position
    const [before, here] = [dot(a, along) - from, dot(b, along) - from]
    const crossing: Position[] =
      before * here < 0 ? [[a[0] + ((b[0] - a[0]) * before) / (before - here), a[1] + ((b[1] - a[1]) * before) / (before - here)]] : []
    return here >= 0 ? [...crossing, b] : crossing
  })
}
