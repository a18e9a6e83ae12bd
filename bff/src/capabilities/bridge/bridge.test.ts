import type { Device } from '@liren/contract/capabilities/device'
import { type DeviceBatch, firstDigest } from '@liren/contract/device-events'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { startTestApp, type TestApp } from '../../../test/app.ts'
import { describeStores } from '../../../test/stores.ts'
import { makePerson, makeVillage, type Village } from '../../../test/village.ts'
import type { Sm2KeyPair } from '../../kernel/crypto/provider.ts'

interface Taken {
  number: number
  digest: string
  applied: number
  repeated: number
  quarantined: number
}
type Event = DeviceBatch['events'][number]

describeStores('the device bridge', (open) => {
  let app: TestApp
  let village: Village
  let admin: string
  let keys: Sm2KeyPair
  let names = 0
  let code: string

  beforeAll(async () => {
    app = await startTestApp(open)
    village = await makeVillage(app)
    admin = await app.tokenOf(await makePerson(app.kernel, '顾系安', { roles: [['system-administrator', village.city]] }), 'admin')
    keys = app.kernel.crypto.generateKeyPair()
  })
  afterAll(() => app.close())
  // Every test has a bridge of its own, at the beginning of its chain.
  beforeEach(async () => {
    code = `bridge-${++names}`
    expect((await save({ publicKey: keys.publicKey })).status).toBe(200)
  })

  const save = (body: object, as = admin) =>
    app.call('PUT', `/api/bridge/bridges/${code}`, { token: as, body: { name: '本机网桥', isEnabled: true, ...body } })
  const opened = (device: string, sequence: number, more: Partial<Event> = {}): Event =>
    ({ device, sequence, at: 1000 + sequence, heardAt: 2000 + sequence, type: 'door.opened', values: {}, ...more }) as Event
  const payloadOf = (batch: Partial<DeviceBatch>): string =>
    JSON.stringify({ bridge: code, number: 1, previous: firstDigest, events: [opened(`${code}-door`, 1)], ...batch })
  const signed = (payload: string, privateKey = keys.privateKey) => ({
    payload,
    signature: app.kernel.crypto.sign(privateKey, Buffer.from(payload)).toString('base64'),
  })
  const send = (body: object) => app.call<Taken>('POST', '/api/bridge/batches', { body })
  const bring = (batch: Partial<DeviceBatch>) => send(signed(payloadOf(batch)))
  const kept = async (): Promise<{ code: string; sequence: number }[]> => {
    const quarantined = await app.call<{ items: Device[] }>('GET', '/api/device-quarantine?limit=100', { token: admin })
    const mine = quarantined.body.items.filter((device) => device.code.startsWith(`${code}-`))
    const rows = []
    for (const device of mine) {
      const sql = 'SELECT sequence FROM device_events WHERE device_id = ? ORDER BY sequence'
      for (const row of await app.kernel.store.rows<{ sequence: number }>(sql, [device.id]))
        rows.push({ code: device.code, sequence: Number(row.sequence) })
    }
    return rows
  }

  it('refuses a batch of a bridge that nobody registered, whatever its signature', async () => {
    expect((await bring({ bridge: 'nobody' })).error?.code).toBe('bridge.unknown')
  })

  it('refuses a batch that was signed with another key, changed after signing, or not signed at all', async () => {
    const other = app.kernel.crypto.generateKeyPair()
    const good = signed(payloadOf({}))
    for (const body of [
      signed(payloadOf({}), other.privateKey),
      { ...good, payload: good.payload.replace('"door.opened"', '"door.closed"') },
      { ...good, payload: `${good.payload} ` },
    ]) {
      expect((await send(body)).error?.code).toBe('bridge.signature')
    }
    expect((await send({ payload: good.payload })).status).toBe(400)
    expect(await kept()).toEqual([])
  })

  it('refuses a bridge that was switched off', async () => {
    await save({ publicKey: keys.publicKey, isEnabled: false, version: 1 })
    expect((await bring({})).error?.code).toBe('bridge.disabled')
  })

  it('refuses contents that are not device events, naming every fault', async () => {
    const answer = await bring({ events: [opened('Door 1', 0, { type: 'door.exploded' as never }), opened('d', 1, { at: -1 })] })
    expect(answer.status).toBe(400)
    expect(answer.error?.faults.length).toBeGreaterThanOrEqual(2)
    expect((await send(signed('not json'))).error?.faults[0]?.path).toBe('body.payload')
  })

  it('refuses a batch that does not follow the last one, and says where the chain stands', async () => {
    const first = await bring({})
    expect(first.body).toMatchObject({ number: 1, applied: 1, repeated: 0 })
    for (const batch of [
      { number: 3, previous: first.body.digest },
      { number: 2, previous: firstDigest },
      { number: 1, previous: firstDigest, events: [opened(`${code}-door`, 9)] },
    ]) {
      const answer = await bring(batch)
      expect(answer.error).toMatchObject({ code: 'bridge.out-of-step', details: { number: 1, digest: first.body.digest } })
    }
    expect(await kept()).toEqual([{ code: `${code}-door`, sequence: 1 }])
  })

  it('confirms the very same batch again without doing it again', async () => {
    const first = await bring({})
    expect((await bring({})).body).toEqual({ ...first.body, applied: 0, repeated: 1, quarantined: 0 })
    expect(await kept()).toHaveLength(1)
  })

  it('takes what a newer bridge tells beyond the contract and leaves that out, so that its chain goes on', async () => {
    const newer = opened(`${code}-newer`, 1, { values: { colour: 'red' }, mood: 'calm' } as never)
    expect((await bring({ events: [newer], weather: 'fine' } as never)).body).toMatchObject({ applied: 1 })
    const rows = await app.kernel.store.rows<{ content: string }>('SELECT content FROM device_events WHERE content LIKE ?', ['%colour%'])
    expect([await kept(), rows]).toEqual([[{ code: `${code}-newer`, sequence: 1 }], []])
  })

  it('keeps each event once by device and number, in whatever batch it comes', async () => {
    const first = await bring({ events: [opened(`${code}-a`, 1), opened(`${code}-a`, 1), opened(`${code}-b`, 5)] })
    expect(first.body).toMatchObject({ applied: 2, repeated: 1 })
    const second = await bring({
      number: 2,
      previous: first.body.digest,
      events: [opened(`${code}-b`, 5), opened(`${code}-b`, 4), opened(`${code}-b`, 6)],
    })
    expect(second.body).toMatchObject({ applied: 1, repeated: 2 })
    expect(await kept()).toEqual([
      { code: `${code}-a`, sequence: 1 },
      { code: `${code}-b`, sequence: 5 },
      { code: `${code}-b`, sequence: 6 },
    ])
  })

  it('takes one of many that arrive at once, and each of its events once', async () => {
    const same = await Promise.all(Array.from({ length: 6 }, () => bring({ events: [opened(`${code}-x`, 1), opened(`${code}-x`, 2)] })))
    expect(same.map((answer) => answer.status)).toEqual(Array.from({ length: 6 }, () => 200))
    expect(same.reduce((sum, answer) => sum + answer.body.applied, 0)).toBe(2)
    const previous = same[0]?.body.digest as string
    const rivals = await Promise.all([3, 4, 5].map((n) => bring({ number: 2, previous, events: [opened(`${code}-x`, n)] })))
    expect(rivals.map((answer) => answer.status).sort()).toEqual([200, 409, 409])
    expect(await kept()).toHaveLength(3)
  })

  it('remembers the last word of each kind, who is there, and that numbers were missed', async () => {
    const door = `${code}-door`
    await bring({
      events: [
        opened(door, 1, { type: 'device.online' }),
        opened(door, 2),
        opened(door, 5, { type: 'device.battery', values: { percent: 40 } } as never),
        opened(door, 6, { type: 'frame.unknown', values: { protocol: 'p', reason: 'r', hex: '00' } } as never),
        opened(door, 7, { type: 'device.offline', values: { silentMs: 9 } } as never),
      ],
    })
    const { body } = await app.call<{ items: Device[] }>('GET', '/api/device-quarantine?limit=100', { token: admin })
    expect(body.items.find((device) => device.code === door)).toMatchObject({
      presence: 'offline',
      gaps: 1,
      isQuarantined: true,
      state: { 'door.opened': { at: 1002 }, 'device.battery': { percent: 40 } },
    })
  })

  it('shows a device only after somebody placed it, and only where it was placed', async () => {
    const door = `${code}-door`
    const first = await bring({ events: [opened(door, 1)] })
    const seen = async (who: 'manager' | 'farManager') => {
      const { body } = await app.call<{ items: Device[] }>('GET', '/api/devices?limit=100', { token: village.tokens[who] })
      return body.items.find((device) => device.code === door)
    }
    expect(await seen('manager')).toBeUndefined()
    const waiting = await app.call<{ items: Device[] }>('GET', '/api/device-quarantine?limit=100', { token: admin })
    const device = waiting.body.items.find((item) => item.code === door) as Device
    const place = (body: object, token = admin) => app.call<Device>('POST', `/api/device-quarantine/${device.id}/adopt`, { token, body })
    const products = await app.call<{ items: { id: string; code: string }[] }>('GET', '/api/products?limit=100', { token: admin })
    const productId = products.body.items.find((product) => product.code === 'door-contact')?.id
    const where = { name: '3 幢单元门', productId, placeId: village.unit.id, version: device.version }
    expect((await place(where, village.tokens.manager)).status).toBe(403)
    expect((await place({ ...where, placeId: '01jq0000000000000000000000' })).error?.code).toBe('device.place-unknown')
    expect((await place({ ...where, version: device.version + 1 })).error?.code).toBe('stale')
    expect((await place(where)).body).toMatchObject({ name: '3 幢单元门', isQuarantined: false })

    expect(await seen('manager')).toMatchObject({ kind: 'door', placeId: village.unit.id })
    expect(await seen('farManager')).toBeUndefined()
    const events = (who: 'manager' | 'farManager') =>
      app.call<{ items: Event[] }>('GET', `/api/devices/${device.id}/events`, { token: village.tokens[who] })
    expect((await events('farManager')).status).toBe(404)
    await bring({ number: 2, previous: first.body.digest, events: [opened(door, 2, { type: 'door.closed' })] })
    expect((await events('manager')).body.items).toMatchObject([
      { sequence: 2, type: 'door.closed' },
      { sequence: 1, type: 'door.opened' },
    ])
    const told = await app.kernel.store.rows<{ subject_id: string; payload: string }>(
      "SELECT subject_id, payload FROM outbox WHERE name = 'device.changed' ORDER BY id",
    )
    const mine = told.filter((row) => row.subject_id === device.id).map((row) => (JSON.parse(row.payload) as { type: string }).type)
    expect(mine).toEqual(['record', 'door.closed'])
  })

  it('registers a bridge for administrators only, with a key on the right curve, and never over an unseen change', async () => {
    expect((await save({ publicKey: keys.publicKey, version: 1 }, village.tokens.manager)).status).toBe(403)
    expect((await save({ publicKey: keys.publicKey })).status).toBe(409)
    expect((await save({ publicKey: keys.publicKey, version: 7 })).error?.code).toBe('stale')
    for (const publicKey of ['x'.repeat(80), keys.publicKey.replace('EwYHKoZIzj0C', 'EwYHKoZIzj0D')]) {
      expect((await save({ publicKey, version: 1 })).error?.code).toBe('bridge.key')
    }
    expect((await save({ publicKey: keys.publicKey, name: '东门网桥', version: 1 })).body).toMatchObject({ name: '东门网桥', version: 2 })
  })
})
