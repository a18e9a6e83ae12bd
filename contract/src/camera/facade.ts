import { idSchema } from '../kernel/id.ts'
import { z } from '../kernel/zod.ts'
import { facadeSideNames } from './kinds.ts'

const thousandth = () => z.number().check(z.minimum(0), z.maximum(1000))

/**
 * How a facade lies in the picture: its four corners in thousandths of width and height from the top left, and which
 * floors and columns of homes it shows. From this a path through the picture becomes a floor and a home.
 */
export const facadeSchema = z.object({
  side: z.enum(facadeSideNames),
  /** Bottom left, bottom right, top right, top left, as seen. */
  corners: z.array(z.tuple([thousandth(), thousandth()])).check(z.length(4)),
  bottomFloor: z.number().check(z.int(), z.minimum(1), z.maximum(200)),
  topFloor: z.number().check(z.int(), z.minimum(1), z.maximum(200)),
  floorMeters: z.number().check(z.minimum(2), z.maximum(10)),
  /** From left to right as seen: the unit, and how the numbers of its homes end there (`01`). */
  columns: z
    .array(z.object({ unitId: z.nullable(idSchema()), ending: z.string().check(z.regex(/^[0-9A-Za-z]{1,4}$/)) }))
    .check(z.maxLength(40)),
})
export type Facade = z.infer<typeof facadeSchema>
