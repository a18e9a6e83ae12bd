import { z } from '@liren/contract'
import { protocol } from '../protocol.ts'
import { decodeFrame } from './decode.ts'
import { modbusModels } from './devices.ts'
import { openModbus } from './poll.ts'
import { simulation } from './simulate.ts'

export const addressSchema = z.object({
  host: z.string().check(z.minLength(1)),
  port: z.number().check(z.int(), z.minimum(1), z.maximum(65_535)),
  unit: z.number().check(z.int(), z.minimum(0), z.maximum(255)),
  /** Cheap gateways pass RTU frames with their checksum through TCP. */
  framing: z._default(z.enum(['tcp', 'rtu-over-tcp']), 'tcp'),
  timeoutMs: z._default(z.number().check(z.int(), z.minimum(50), z.maximum(30_000)), 2000),
})
export type ModbusAddress = z.infer<typeof addressSchema>

/** Meters, pumps and sensors that answer questions about their registers. */
export const modbus = protocol<ModbusAddress>({
  name: 'modbus',
  text: 'Modbus TCP and RTU-over-TCP; the bridge is the master',
  address: addressSchema,
  products: Object.keys(modbusModels),
  variants: ['rtu', 'tcp'],
  decode: decodeFrame,
  open: openModbus,
  simulate: simulation,
})
