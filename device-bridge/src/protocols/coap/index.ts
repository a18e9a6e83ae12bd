import { z } from '@liren/contract'
import { protocol } from '../protocol.ts'
import { decode } from './codec.ts'
import { openCoap } from './devices.ts'
import { simulation } from './simulate.ts'

const addressSchema = z.object({})
export type CoapAddress = z.infer<typeof addressSchema>

/** Sensors that sleep and speak CoAP over DTLS. */
export const coap = protocol<CoapAddress>({
  name: 'coap',
  text: 'Sensors over CoAP with DTLS: POST messages, GET or observe commands',
  address: addressSchema,
  decode,
  open: openCoap,
  simulate: simulation,
})
