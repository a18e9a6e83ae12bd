import { z } from '@liren/contract'
import { sensorKinds } from '../../families/sensors/kinds.ts'
import { reported } from '../../traits/reported.ts'
import { type Point, pointTypes, widthOf } from './codec.ts'
import { type ModbusModel, modbusModels } from './devices.ts'

const register = z.number().check(z.int(), z.minimum(0), z.maximum(65_535))
const point = z.object({
  name: z.string().check(z.regex(/^[a-zA-Z][a-zA-Z0-9._-]{0,39}$/)),
  at: z.number().check(z.int(), z.minimum(0), z.maximum(1999)),
  type: z.enum(pointTypes),
  order: z.optional(z.enum(['abcd', 'cdab', 'badc', 'dcba'])),
  scale: z.optional(z.number().check(z.positive())),
  bit: z.optional(z.number().check(z.int(), z.minimum(0), z.maximum(15))),
})

const fits = (request: { function: number; count: number }, { at, type, bit }: Point): boolean =>
  (bit === undefined || type === 'u16') && (type === 'bit') === request.function <= 2 && at + widthOf(type) <= request.count

/** A register map in the register itself, for a device whose product nobody has written down yet: product `custom`. */
const mapSchema = z
  .object({
    function: z.union([z.literal(1), z.literal(2), z.literal(3), z.literal(4)]),
    start: register,
    count: z.number().check(z.int(), z.minimum(1), z.maximum(2000)),
    everyMs: z._default(z.number().check(z.int(), z.minimum(500), z.maximum(86_400_000)), 30_000),
    /** What its points mean together: the names of this kind of sensor. Left out, they are told as they are. */
    kind: z.optional(z.enum(Object.keys(sensorKinds) as [string, ...string[]])),
    points: z.array(point).check(z.minLength(1), z.maxLength(100)),
    writes: z.optional(
      z.array(z.extend(point, { function: z.union([z.literal(5), z.literal(6), z.literal(16)]), at: register })).check(z.maxLength(50)),
    ),
  })
  .check(
    z.refine((map) => map.count <= (map.function <= 2 ? 2000 : 125), { path: ['count'], error: 'more than one question may ask for' }),
    z.refine((map) => map.points.every((one) => fits(map, one)), {
      path: ['points'],
      error: 'a point lies outside of what is read, or is of another kind',
    }),
  )

export const addressSchema = z.object({
  host: z.string().check(z.minLength(1)),
  port: z.number().check(z.int(), z.minimum(1), z.maximum(65_535)),
  unit: z.number().check(z.int(), z.minimum(0), z.maximum(255)),
  /** Cheap gateways pass RTU frames with their checksum through TCP. */
  framing: z._default(z.enum(['tcp', 'rtu-over-tcp']), 'tcp'),
  timeoutMs: z._default(z.number().check(z.int(), z.minimum(50), z.maximum(30_000)), 2000),
  gapMs: z._default(z.number().check(z.int(), z.minimum(0), z.maximum(5000)), 0),
  map: z.optional(mapSchema),
})
export type ModbusAddress = z.infer<typeof addressSchema>

export const products = [...Object.keys(modbusModels), 'custom']

/** Undefined for `custom` without a map. */
export function modelOf(product: string, { map }: ModbusAddress): ModbusModel | undefined {
  if (product !== 'custom') return modbusModels[product]
  if (!map) return undefined
  const { function: fn, start, count, points, writes, everyMs, kind } = map
  return {
    text: 'a map of the register',
    read: { function: fn, start, count },
    points,
    ...(writes ? { writes } : {}),
    traits: (kind === undefined ? undefined : sensorKinds[kind]?.traits) ?? [reported],
    everyMs,
  }
}
