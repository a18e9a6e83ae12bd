import { describe, expect, test } from 'vitest'
import { fakeServer } from '../../test/fake-server.ts'
import { fakeClock, fakeDice, fakeTransport, refusal, settle } from '../../test/fakes.ts'
import { createApi } from '../kernel/api.ts'
import { memoryStorage, type Storage } from '../kernel/storage.ts'
import type { Entry, NewEntry } from './entry.ts'
import { createOutbox } from './outbox.ts'

const repair = (extra: Partial<NewEntry> = {}): NewEntry => ({
  userId: 'u1',
  record: 'draft-1',
  endpointId: 'repair.create',
  method: 'POST',
  path: '/api/repairs',
  body: { what: '漏水' },
  label: { zh: '报修', en: 'Repair' },
  ...extra,
})

function device(kept: Map<string, string>, server: ReturnType<typeof fakeServer>, options: { storage?: Storage; seed?: number } = {}) {
  const clock = fakeClock()
  const settled: Entry[] = []
  const faults: unknown[] = []
  let user: string | null = 'u1'
  const transport = fakeTransport(server.handler)
  const api = createApi({
    base: '',
    transport,
    credentials: { token: () => 't', refused: async () => false },
    clock,
    dice: fakeDice(options.seed),
  })
  const outbox = createOutbox({
    storage: options.storage ?? memoryStorage(kept),
    api,
    upload: server.upload,
    clock,
    dice: fakeDice(options.seed ?? 7),
    userId: () => user,
    onSettled: (entry) => settled.push(entry),
    onFault: (error) => faults.push(error),
  })
  return {
    outbox,
    clock,
    settled,
    faults,
    transport,
    become(next: string | null) {
      user = next
    },
  }
}

const states = (one: ReturnType<typeof device>) => one.outbox.get().entries.map((entry) => entry.state)

describe('what the outbox refuses to do', () => {
  test('a refused write stops with its fault kept, and those behind it on the same record wait', async () => {
    const server = fakeServer()
    const one = device(new Map(), server)
    server.refuseWith((request) =>
      request.url.endsWith('/accept') ? { status: 409, body: refusal('stale', { occurrence: 'o77' }) } : undefined,
    )
    await one.outbox.add(repair({ record: 'order-1', path: '/api/repairs/1/accept' }))
    await one.outbox.add(repair({ record: 'order-1', path: '/api/repairs/1/arrive' }))
    await one.outbox.add(repair({ record: 'order-2', path: '/api/repairs/2/arrive' }))
    await one.clock.pass(1_000)
    expect(states(one)).toEqual(['stopped', 'waiting', 'done'])
    expect(one.outbox.get().entries[0]?.stoppedBy).toMatchObject({ code: 'stale', occurrence: 'o77' })
    expect(server.effects.map((effect) => effect.path)).toEqual(['/api/repairs/2/arrive'])
  })

  test('writes of somebody else who used this phone stay where they are', async () => {
    const server = fakeServer()
    const one = device(new Map(), server)
    one.become('u2')
    await one.outbox.add(repair())
    await one.clock.pass(600_000)
    expect(server.effects).toHaveLength(0)
    one.become('u1')
    await one.outbox.flush()
    expect(server.effects).toHaveLength(1)
  })

  test('a write tried long ago is not repeated, since nobody could tell it from a second wish', async () => {
    const server = fakeServer()
    const one = device(new Map(), server)
    server.refuseWith(() => 'no-network')
    await one.outbox.add(repair())
    await one.clock.pass(1_000)
    server.refuseWith(undefined)
    await one.clock.pass(7 * 24 * 3_600_000)
    // the pauses in between delivered it; now the same with the server away for the whole week
    expect(states(one)).toEqual(['done'])
    const late = device(new Map(), server)
    server.refuseWith(() => 'no-network')
    await late.outbox.add(repair({ record: 'late' }))
    await late.clock.pass(7 * 24 * 3_600_000)
    expect(late.outbox.get().entries[0]?.stoppedBy?.code).toBe('outbox.too-old')
  })

  test('a server that is busy is asked again, but "done a moment ago" is an answer and stops the write', async () => {
    const server = fakeServer()
    const one = device(new Map(), server)
    server.refuseWith(({ url }) => ({ status: 429, body: refusal(url.endsWith('/urge') ? 'repair.urged-already' : 'rate.limited') }))
    await one.outbox.add(repair({ record: 'order-1', path: '/api/repairs/1/urge' }))
    await one.outbox.add(repair({ record: 'order-2', path: '/api/repairs/2/arrive' }))
    await one.clock.pass(10_000)
    expect(states(one)).toEqual(['stopped', 'waiting'])
    server.refuseWith(undefined)
    await one.outbox.flush()
    expect(states(one)).toEqual(['stopped', 'done'])
  })

  test('an ended sign-in stops nothing: the write waits and goes out later', async () => {
    const server = fakeServer()
    const one = device(new Map(), server)
    server.refuseWith(() => ({ status: 401, body: refusal('identity.expired') }))
    await one.outbox.add(repair())
    await one.clock.pass(1_000)
    expect(states(one)).toEqual(['waiting'])
    server.refuseWith(undefined)
    await one.outbox.flush()
    expect(states(one)).toEqual(['done'])
  })
})

describe('order and content', () => {
  test('writes of one record arrive in the order they were made, also when made in the same millisecond', async () => {
    const server = fakeServer()
    const one = device(new Map(), server)
    server.refuseWith(() => 'no-network')
    for (const step of ['accept', 'arrive', 'finish']) await one.outbox.add(repair({ record: 'order-1', path: `/api/repairs/1/${step}` }))
    await settle()
    server.refuseWith(undefined)
    await one.outbox.flush()
    expect(server.effects.map((effect) => effect.path.split('/').pop())).toEqual(['accept', 'arrive', 'finish'])
  })

  test('the version that one write led to is carried into the next', async () => {
    const server = fakeServer()
    const one = device(new Map(), server)
    const carry = { field: 'version', from: 'version' }
    await one.outbox.add(repair({ record: 'o', path: '/a', body: { version: 0 } }))
    await one.outbox.add(repair({ record: 'o', path: '/b', body: { version: 0 }, carry }))
    await one.outbox.add(repair({ record: 'o', path: '/c', body: { version: 0 }, carry }))
    await one.clock.pass(1_000)
    expect(server.effects.map((effect) => effect.body.version)).toEqual([0, 1, 2])
  })

  test('a later version that the person has seen meanwhile outranks the one that an old write led to', async () => {
    const server = fakeServer()
    const one = device(new Map(), server)
    const carry = { field: 'version', from: 'version' }
    await one.outbox.add(repair({ record: 'o', path: '/finish', body: { version: 0 } }))
    await one.clock.pass(60_000)
    // reopened by somebody else, and seen here: version 7
    await one.outbox.add(repair({ record: 'o', path: '/grab', body: { version: 7 }, carry }))
    await one.clock.pass(1_000)
    expect(server.effects.map((effect) => effect.body.version)).toEqual([0, 7])
  })

  test('photos are on the server before the write names them', async () => {
    const server = fakeServer()
    const one = device(new Map(), server)
    await one.outbox.add(
      repair({
        attachments: [
          { file: 'p1', field: 'photos' },
          { file: 'p2', field: 'photos' },
        ],
      }),
    )
    await one.clock.pass(1_000)
    expect(server.effects[0]?.body.photos).toEqual(['u-p1', 'u-p2'])
  })

  test('network loss pauses ever longer, and the network coming back sends at once', async () => {
    const server = fakeServer()
    const one = device(new Map(), server)
    server.refuseWith(() => 'no-network')
    await one.outbox.add(repair())
    await one.clock.pass(300_000)
    expect(one.transport.asked.length).toBeLessThan(12)
    server.refuseWith(undefined)
    await one.outbox.flush()
    expect(states(one)).toEqual(['done'])
    expect(one.settled).toHaveLength(1)
  })
})

describe('a person decides about a stopped write', () => {
  async function stopped() {
    const server = fakeServer()
    const one = device(new Map(), server)
    server.refuseWith((request) => (request.body?.includes('"what":""') ? { status: 400, body: refusal('request.invalid') } : undefined))
    await one.outbox.add(repair({ record: 'r', body: { what: '' } }))
    await one.outbox.add(repair({ record: 'r', path: '/next' }))
    await one.clock.pass(1_000)
    return { server, one, entry: one.outbox.get().entries[0] as Entry }
  }

  test('corrected content goes out under a new key, and the rest follows', async () => {
    const { server, one, entry } = await stopped()
    await one.outbox.retry(entry.id, { what: '漏水' })
    expect(server.effects.map((effect) => effect.path)).toEqual(['/api/repairs', '/next'])
    expect(one.outbox.get().entries[0]?.key).not.toBe(entry.key)
  })

  test('thrown away, it lets the rest go on', async () => {
    const { server, one, entry } = await stopped()
    await one.outbox.discard(entry.id)
    expect(server.effects.map((effect) => effect.path)).toEqual(['/next'])
  })
})

test('what has arrived is shown for a day and then forgotten', async () => {
  const kept = new Map<string, string>()
  const server = fakeServer()
  const one = device(kept, server)
  await one.outbox.add(repair())
  await one.clock.pass(1_000)
  expect(kept.size).toBe(1)
  await one.clock.pass(25 * 3_600_000)
  await one.outbox.flush()
  expect(kept.size).toBe(0)
})

test('a full device is told and tried again, not crashed on', async () => {
  const server = fakeServer()
  const inner = memoryStorage()
  let full = false
  const storage: Storage = { ...inner, set: async (key, value) => (full ? Promise.reject(new Error('full')) : inner.set(key, value)) }
  const one = device(new Map(), server, { storage })
  server.refuseWith(() => {
    full = true
    return 'no-network'
  })
  await one.outbox.add(repair())
  await one.clock.pass(1_000)
  server.refuseWith(undefined)
  await one.outbox.flush()
  expect(one.faults).toHaveLength(1)
  full = false
  await one.clock.pass(60_000)
  expect(states(one)).toEqual(['done'])
  expect(server.effects).toHaveLength(1)
})
