import { cameraHttp } from './camera-http/index.ts'
import { cjt188 } from './cjt188/index.ts'
import { coap } from './coap/index.ts'
import { dlt645 } from './dlt645/index.ts'
import { dny } from './dny/index.ts'
import { gb24476 } from './gb24476/index.ts'
import { gbt26875 } from './gbt26875/index.ts'
import { hj212 } from './hj212/index.ts'
import { httpsSensor } from './https-sensor/index.ts'
import { isapi } from './isapi/index.ts'
import { lorawan } from './lorawan/index.ts'
import { modbus } from './modbus/index.ts'
import { mqttSensor } from './mqtt-sensor/index.ts'
import { nbiot } from './nbiot/index.ts'
import { ocpp16 } from './ocpp16/index.ts'
import { ocpp201 } from './ocpp201/index.ts'
import { osdp } from './osdp/index.ts'
import type { Protocol } from './protocol.ts'
import { qrReader } from './qr-reader/index.ts'
import { uhppote } from './uhppote/index.ts'
import { vzenith } from './vzenith/index.ts'
import { ykc } from './ykc/index.ts'

/** Every language the bridge speaks. */
// biome-ignore format: one a line, so that two who add one do not meet
export const protocols: readonly Protocol[] = [
  cameraHttp,
  cjt188,
  coap,
  dlt645,
  dny,
  gb24476,
  gbt26875,
  hj212,
  httpsSensor,
  isapi,
  lorawan,
  modbus,
  mqttSensor,
  nbiot,
  ocpp16,
  ocpp201,
  osdp,
  qrReader,
  uhppote,
  vzenith,
  ykc,
]

/** Names under which products know a protocol beside its own. */
const alsoCalled: Readonly<Record<string, string>> = {
  gb26875: 'gbt26875',
  https: 'https-sensor',
  mqtt: 'mqtt-sensor',
  ocpp: 'ocpp16',
  'two-wheeler': 'dny',
}

export const findProtocol = (name: string): Protocol | undefined => {
  const own = Object.hasOwn(alsoCalled, name) ? alsoCalled[name] : name
  return protocols.find((one) => one.name === own)
}
