import type { Extra } from './scene.ts'
import { facadeCorners } from './scene.ts'

export interface Fall {
  /** Floor it comes from, of how many, and how far along the facade, from 0 on the left to 1. */
  readonly floor: number
  readonly floors: number
  readonly along: number
  readonly at: number
}

const gravity = 9.81
const floorMeters = 3

/** Seconds until it lies on the ground. */
const fallSeconds = ({ floor }: Fall): number => Math.sqrt((2 * (floor - 0.5) * floorMeters) / gravity)

/** Where it is in the picture, by the law of falling; nothing before and after. Depth is as the four corners lie. */
export function fallingAt(fall: Fall, now: number): Extra | undefined {
  const t = (now - fall.at) / 1000
  if (t < 0 || t > fallSeconds(fall)) return undefined
  const height = (fall.floor - 0.5) * floorMeters - (gravity * t * t) / 2
  const up = height / (fall.floors * floorMeters)
  const [x, y] = onPicture(fall.along, up)
  return { kind: 'fall', x, y }
}

/** From the plane of the facade to the picture: the projection that takes its four corners to where they are seen. */
function onPicture(u: number, v: number): readonly [x: number, y: number] {
  const [[left, bottom], [right], [topRight, top], [topLeft]] = facadeCorners
  const narrow = (topRight - topLeft) / (right - left)
  // The trapezoid stands upright: what is further up is further away by the same measure in which it is narrower.
  const depth = 1 / narrow - 1
  const w = 1 + depth * v
  const y = bottom + (top - bottom) * ((v * (1 + depth)) / w)
  const middle = (left + right) / 2
  return [middle + ((u - 0.5) * (right - left)) / w, y]
}

/** What the camera tells of it: some points of its way, as they were seen. */
export function trajectoryOf(fall: Fall, stepMs = 80): readonly (readonly [x: number, y: number, ms: number])[] {
  const points: [number, number, number][] = []
  // It is recognised only when it has moved for some frames.
  const first = 160
  for (let ms = first; ms <= fallSeconds(fall) * 1000; ms += stepMs) {
    const seen = fallingAt(fall, fall.at + ms)
    if (seen) points.push([Math.round(seen.x * 10) / 10, Math.round(seen.y * 10) / 10, ms - first])
  }
  return points
}
