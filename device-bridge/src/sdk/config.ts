import { readFile } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'

/** What a device knows of itself and of where it belongs: `device.json`, as the guide describes it. */
export interface DeviceConfig {
  /** Its code in the register. */
  readonly code: string
  /** The code of its product. */
  readonly product: string
  /** Issued with it in the back office, shown there once. */
  readonly secret: string
  readonly tenant: string
  /** Addresses of the bridge; a device needs the one that it speaks by. */
  readonly mqtt?: string
  readonly coap?: string
  readonly https?: string
  /** PEM of the authority that signed the bridge's certificate. */
  readonly ca?: string
  /** PEM of its own certificate and key, where its product asks for them. */
  readonly cert?: string
  readonly key?: string
  /** PEM (PKCS #8) of the SM2 key that it signs its messages by, and of the bridge's, to encrypt them to. */
  readonly signingKey?: string
  readonly bridgeKey?: string
  /** `sm`: everything goes under keys of this device and this connection, as chargers have to speak; MQTT only. */
  readonly channel?: string
}

const texts = ['code', 'product', 'secret', 'tenant', 'mqtt', 'coap', 'https', 'channel'] as const
const files = ['ca', 'cert', 'key', 'signingKey', 'bridgeKey'] as const

/** Reads `device.json`; files that it names lie beside it. */
export async function readConfig(path: string): Promise<DeviceConfig> {
  const found = JSON.parse(await readFile(path, 'utf8')) as Record<string, unknown>
  const config: Record<string, string> = { secret: '', tenant: 'demo' }
  for (const [name, value] of Object.entries(found)) {
    if (typeof value !== 'string') throw new Error(`${path}: ${name} is not a text`)
    if (files.some((one) => one === name)) config[name] = await readFile(resolve(dirname(path), value), 'utf8')
    else if (texts.some((one) => one === name)) config[name] = value
    else throw new Error(`${path}: ${name} is not known`)
  }
  for (const name of ['code', 'product']) if (!config[name]) throw new Error(`${path}: ${name} is missing`)
  return config as unknown as DeviceConfig
}
