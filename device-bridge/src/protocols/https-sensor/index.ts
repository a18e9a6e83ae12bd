import { z } from '@liren/contract'
import { protocol } from '../protocol.ts'
import { decode } from './codec.ts'
import { openHttps } from './devices.ts'
import { simulation } from './simulate.ts'

const addressSchema = z.object({})
export type HttpsAddress = z.infer<typeof addressSchema>

/** Devices that post JSON over HTTPS, signed, and poll for their commands. */
export const httpsSensor = protocol<HttpsAddress>({
  name: 'https-sensor',
  text: 'Sensors over HTTPS: signed JSON to /v1/devices/<code>/messages, commands polled',
  address: addressSchema,
  isText: true,
  variants: ['message', 'reply'],
  decode,
  open: openHttps,
  simulate: simulation,
})
