import type { Device } from '@liren/contract/capabilities/device'
import { askPaths } from '@liren/contract/device-asks'
import { type DeviceBatch, firstDigest } from '@liren/contract/device-events'
import { expect } from 'vitest'
import type { Answer, TestApp } from '../../../test/app.ts'
import { makePerson, type Village } from '../../../test/village.ts'

type Event = DeviceBatch['events'][number]

/** A bridge with a key of its own that a test plays, and what most tests do with devices. */
export async function openScene(app: TestApp, village: Village) {
  const adminId = await makePerson(app.kernel, '顾系安', { roles: [['system-administrator', village.city]] })
  const admin = await app.tokenOf(adminId, 'admin')
  const { items } = (await app.call<{ items: { id: string; code: string }[] }>('GET', '/api/products?limit=100', { token: admin })).body
  const product = (code: string) => items.find((one) => one.code === code)?.id as string
  let codes = 0

  const create = (more: object = {}, token = admin) =>
    app.call<Device>('POST', '/api/devices', {
      token,
      body: {
        ...{ code: `device-${++codes}`, name: '东门路灯', productId: product('street-lamp'), placeId: village.garden.id },
        ...{ installedOn: '2025-06-01', ...more },
      },
    })
  const made = async (more: object = {}): Promise<Device> => body(await create(more), 201)
  const post = <T = Device>(device: { id: string; version: number }, what: string, more: object = {}, token = admin) =>
    app.call<T>('POST', `/api/devices/${device.id}/${what}`, { token, body: { version: device.version, ...more } })
  /** A charger runs only once somebody said what it is rated for. */
  const rate = async ({ id }: { id: string }, more: object = {}) =>
    app.call('PUT', `/api/charging/stations/${id}`, {
      token: village.tokens.manager,
      body: { use: 'ebike', ports: 2, ratedVolts: 220, ratedHertz: 50, version: 0, ...more },
    })
  /** Registered with a secret of its own, and running. */
  const running = async (more: object = {}): Promise<Device> => {
    const device = await made(more)
    const { version } = body(await post<{ version: number }>(device, 'secret'), 201)
    if (device.kind === 'pile') await rate(device)
    return body(await post({ ...device, version }, 'activate'))
  }
  /** Runs a repeating job now, as an administrator may. */
  const runJob = async (kind: string): Promise<void> => {
    body(await app.call('POST', `/api/jobs/${kind}/run`, { token: await app.tokenOf(adminId, 'admin') }), 202)
    await app.work()
  }
  return { admin, product, create, made, post, rate, running, runJob }
}

export function body<T>(answer: Answer<T>, status = 200): T {
  expect(answer.status, answer.text).toBe(status)
  return answer.body
}

/** Registers a bridge and plays it: signed batches with numbers of their own, signed questions. */
type Played = Pick<TestApp, 'call'> & { readonly clock: Pick<TestApp['clock'], 'now'>; readonly kernel: Pick<TestApp['kernel'], 'crypto'> }
export async function playBridge(app: Played, admin: string, code: string) {
  const keys = app.kernel.crypto.generateKeyPair()
  await app.call('PUT', `/api/bridge/bridges/${code}`, { token: admin, body: { name: code, publicKey: keys.publicKey, isEnabled: true } })
  let number = 0
  let previous = firstDigest
  let nonces = 0
  const sequences = new Map<string, number>()
  let statements = 0
  const sign = (payload: string) => ({
    payload,
    signature: app.kernel.crypto.sign(keys.privateKey, Buffer.from(payload)).toString('base64'),
  })
  return {
    code,
    keys,
    sign,
    /** What a device says, with the next number of its own. */
    event(device: string, type: string, values: object = {}, at = app.clock.now()): Event {
      const sequence = (sequences.get(device) ?? 0) + 1
      sequences.set(device, sequence)
      return { device, sequence, at, heardAt: at, type, values } as Event
    },
    async tell(...events: Event[]) {
      const payload = JSON.stringify({ bridge: code, number: number + 1, previous, events })
      const answer = await app.call<{ digest: string; applied: number; repeated: number; refused: number }>('POST', '/api/bridge/batches', {
        body: sign(payload),
      })
      expect(answer.status, answer.text).toBe(200)
      statements = Number(answer.headers.get('x-liren-statements'))
      number++
      previous = answer.body.digest
      return answer.body
    },
    /** What the last batch cost the database. */
    statements: () => statements,
    ask<T>(what: keyof typeof askPaths, more: object) {
      const ask = { ask: what, bridge: code, at: app.clock.now(), nonce: `nonce-of-${code}-${String(++nonces).padStart(8, '0')}`, ...more }
      return app.call<T>('POST', askPaths[what], { body: sign(JSON.stringify(ask)) })
    },
  }
}
export type PlayedBridge = Awaited<ReturnType<typeof playBridge>>
