import { idSchema } from '../kernel/id.ts'
import { z } from '../kernel/zod.ts'
import type { Line, Position } from './position.ts'

const number = '-?\\d{1,3}(?:\\.\\d{1,9})?'
const mostCorners = 100

/** `121.01,31.02;121.02,31.02;…` */
export const writeRing = (ring: Line): string => ring.map(([x, y]) => `${x.toFixed(6)},${y.toFixed(6)}`).join(';')

/** A drawn area in an address, closed when it is read. */
export function readRing(text: string): Line {
  const open = text.split(';').map((pair) => pair.split(',').map(Number) as unknown as Position)
  const [first, last] = [open[0] as Position, open[open.length - 1] as Position]
  return first[0] === last[0] && first[1] === last[1] ? open : [...open, first]
}

/** Inside the drawing of a place, or everything under a place that is not drawn, or inside an area drawn by hand. */
export const withinQuery = {
  placeId: z.optional(idSchema()),
  ring: z.optional(
    z.string().check(z.maxLength(3000), z.regex(new RegExp(`^${number},${number}(?:;${number},${number}){2,${mostCorners - 1}}$`))),
  ),
}
