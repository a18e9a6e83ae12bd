import { z } from '@liren/contract'
import { fieldsSchema } from '../../families/sensors/mapping.ts'
import { protocol } from '../protocol.ts'
import { decode, eventKinds, uuidPattern } from './codec.ts'
import { openLorawan } from './devices.ts'
import { simulation } from './simulate.ts'

const addressSchema = z.object({
  /** Sixteen hex digits, small. Left out by the network server itself. */
  devEui: z.optional(z.string().check(z.regex(/^[0-9a-f]{16}$/))),
  /** The application of the network server; of a sensor it is learned from its first message. */
  application: z.optional(z.string().check(z.regex(uuidPattern))),
  /** Where its values lie; left out when the server's codec already names them as we do. */
  fields: z.optional(fieldsSchema),
  fPort: z._default(z.number().check(z.int(), z.minimum(1), z.maximum(223)), 10),
  /** That it acknowledged an order proves that it did it. */
  isAckProof: z._default(z.boolean(), false),
})
export type LoraAddress = z.infer<typeof addressSchema>

/** LoRaWAN sensors behind a ChirpStack v4 network server. */
export const lorawan = protocol<LoraAddress>({
  name: 'lorawan',
  text: 'LoRaWAN sensors through the MQTT of ChirpStack v4',
  address: addressSchema,
  isText: true,
  variants: eventKinds,
  decode,
  open: openLorawan,
  simulate: simulation,
})
