import { z } from '@liren/contract'
import { protocol } from '../protocol.ts'
import { decodeFrame } from './codec.ts'
import { openControllers } from './control.ts'
import { simulation } from './simulate.ts'

const addressSchema = z.object({
  /** A number, not a name: answers are believed only from here. */
  host: z.string().check(z.regex(/^\d{1,3}(\.\d{1,3}){3}$/)),
  port: z._default(z.number().check(z.int(), z.minimum(1), z.maximum(65_535)), 60_000),
  /** As printed on the board. */
  serial: z.number().check(z.int(), z.minimum(1), z.maximum(0xffffffff)),
  everySeconds: z._default(z.number().check(z.int(), z.minimum(1), z.maximum(3600)), 10),
  /** Where the controller is to send its events, `192.168.1.5:60001`; left out, it is not changed. */
  listener: z.optional(z.string().check(z.regex(/^\d{1,3}(\.\d{1,3}){3}:\d{1,5}$/))),
})
export type ControllerAddress = z.infer<typeof addressSchema>

/** Door controllers of the UHPPOTE family, sold under many names. */
export const uhppote = protocol<ControllerAddress>({
  name: 'uhppote',
  text: 'UHPPOTE door controllers over UDP',
  address: addressSchema,
  decode: decodeFrame,
  open: openControllers,
  simulate: simulation,
})
