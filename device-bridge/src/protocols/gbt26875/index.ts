import { z } from '@liren/contract'
import { protocol } from '../protocol.ts'
import { openCentre } from './centre.ts'
import { decodePacket } from './codec.ts'
import { simulation } from './simulate.ts'

const addressSchema = z.object({
  /** The device's own address, twelve hex digits, highest byte first. */
  address: z.string().check(z.regex(/^[0-9a-f]{12}$/)),
  /** Where its packets must come from: the protocol itself knows no secret. */
  from: z.optional(z.string().check(z.regex(/^[0-9a-f.:]{2,45}$/))),
})
export type FireAddress = z.infer<typeof addressSchema>

/** Transmission devices of fire alarm systems. */
export const gbt26875 = protocol<FireAddress>({
  name: 'gbt26875',
  text: 'GB/T 26875.3 fire transmission devices; they dial in over TCP',
  address: addressSchema,
  decode: decodePacket,
  open: openCentre,
  simulate: simulation,
})
