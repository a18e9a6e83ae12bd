import { hj212 } from './hj212/index.ts'
import { modbus } from './modbus/index.ts'
import { mqttSensor } from './mqtt-sensor/index.ts'
import type { Protocol } from './protocol.ts'

/** Every language the bridge speaks. */
// biome-ignore format: one a line, so that two who add one do not meet
export const protocols: readonly Protocol[] = [
  hj212,
  modbus,
  mqttSensor,
]

export const findProtocol = (name: string): Protocol | undefined => protocols.find((one) => one.name === name)
