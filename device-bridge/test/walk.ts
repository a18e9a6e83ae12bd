import mqtt, { type IClientOptions } from 'mqtt'
import type { ChannelName } from '../src/channels/table.ts'
import { secretDigest } from '../src/registry.ts'
import type { makeCertificates } from './certificates.ts'
import { openStand } from './stand.ts'

/** One channel of the bridge with a device at its other end and a relay between. */
export interface Walk {
  /** How often the platform was told what the device says. */
  heard(): number
  /** Says it in the clear, by the right device with its right secret. */
  plain(): Promise<unknown>
  /** Says it as it should. */
  genuine(): Promise<unknown>
  /** The same with one byte changed on the way. */
  changed(): Promise<unknown>
  /** How often the bridge wrote down that something came in the clear, or changed. */
  noted(what: 'plaintext' | 'broken'): Promise<number>
  /** Bytes that the relay changed. */
  changes(): number
}

export const secret = 'the-secret-of-it-all'
export const key = (code: string): Buffer => Buffer.from(secretDigest(code, secret), 'hex')
export const quiet = (work: Promise<unknown>): Promise<unknown> => work.catch(() => undefined)
export const bin = (code: string, protocol: string, more: object = {}) => ({
  code,
  protocol,
  model: 'waste-bin',
  kind: 'bin',
  secret,
  ...more,
})
export const level = (n: number): string => JSON.stringify({ id: `m-${n}`, ts: Date.now(), values: { percent: 20 + n } })

export type Tools = {
  readonly certificates: ReturnType<typeof makeCertificates>
  readonly ends: (() => unknown)[]
}

/** A stand on which protection is required, with its listeners over TLS. */
export async function stand({ certificates: { file }, ends }: Tools, devices: readonly object[], env: Record<string, string> = {}) {
  const opened = await openStand(devices, {
    env: {
      ...{ LIREN_BRIDGE_PLAINTEXT: 'off', LIREN_BRIDGE_PROTECTION: 'required' },
      ...{ LIREN_BRIDGE_TLS_CERT: file('localhost.pem'), LIREN_BRIDGE_TLS_KEY: file('localhost.key') },
      LIREN_BRIDGE_TLS_CA: file('authority.pem'),
      ...env,
    },
  })
  ends.push(opened.close)
  const told = (code: string, type: string) => () => opened.platform.told(code, type).length
  const unknown = (code: string, reason: RegExp): number =>
    opened.platform.told(code, 'frame.unknown').filter(({ values }) => reason.test(String((values as { reason?: string }).reason))).length
  const channel = async (name: ChannelName, what: 'plaintext' | 'broken'): Promise<number> => {
    const answer = await fetch(`http://127.0.0.1:${opened.bridge.healthPort}/channels`)
    const { channels } = (await answer.json()) as { channels: { name: string; refused: Record<string, number> }[] }
    return channels.find((one) => one.name === name)?.refused[what] ?? 0
  }
  return { ...opened, told, unknown, channel }
}

export async function relayed<T extends { close(): unknown }>({ ends }: Tools, opening: Promise<T>): Promise<T> {
  const relay = await opening
  ends.push(() => relay.close())
  return relay
}

export async function dialMqtt({ ends }: Tools, url: string, code: string, more: IClientOptions = {}) {
  const client = mqtt.connect(url, { clientId: code, username: code, password: secret, reconnectPeriod: 0, connectTimeout: 5000, ...more })
  ends.push(() => client.endAsync(true))
  client.on('error', () => undefined)
  await new Promise<void>((resolve, reject) => {
    client.once('connect', () => resolve())
    client.once('close', () => reject(new Error('closed')))
  })
  return client
}
