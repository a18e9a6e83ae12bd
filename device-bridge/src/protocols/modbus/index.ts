import { protocol } from '../protocol.ts'
import { decodeFrame } from './decode.ts'
import { addressSchema, type ModbusAddress, products } from './map.ts'
import { openModbus } from './poll.ts'
import { simulation } from './simulate.ts'

/** Meters, pumps and sensors that answer questions about their registers. */
export const modbus = protocol<ModbusAddress>({
  name: 'modbus',
  text: 'Modbus TCP and RTU-over-TCP; the bridge is the master',
  address: addressSchema,
  products,
  variants: ['rtu', 'tcp'],
  decode: decodeFrame,
  open: openModbus,
  simulate: simulation,
})
