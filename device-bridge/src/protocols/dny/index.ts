import { z } from '@liren/contract'
import { protocol } from '../protocol.ts'
import { openBoxes } from './boxes.ts'
import { decodePiece } from './codec.ts'
import { simulation } from './simulate.ts'

const addressSchema = z.object({
  /** As printed on the box: eight hex digits. */
  box: z.string().check(z.regex(/^[0-9a-f]{8}$/)),
  /** Where it must come from: the protocol itself knows no secret. */
  from: z.optional(z.string().check(z.regex(/^[0-9a-f.:]{2,45}$/))),
  /** The number of its card, which it must tell when it connects. */
  iccid: z.optional(z.string().check(z.regex(/^89[0-9A-F]{18}$/))),
  /** How many watt-hours one unit of a settlement is; without it only the box's own number is told. */
  energyUnitWh: z.optional(z.number().check(z.minimum(0.001), z.maximum(1000))),
  /** How much a charging may cost where the order does not say. */
  balanceFen: z._default(z.number().check(z.int(), z.minimum(0), z.maximum(100_000)), 500),
})
export type BoxAddress = z.infer<typeof addressSchema>

/** Sockets for two-wheelers, one family of them. */
export const dny = protocol<BoxAddress>({
  name: 'dny',
  text: 'two-wheeler sockets with DNY frames (AP3000 family); they dial in over TCP',
  address: addressSchema,
  decode: decodePiece,
  open: openBoxes,
  simulate: simulation,
})
