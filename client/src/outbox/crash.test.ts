import { describe, expect, test } from 'vitest'
import { fakeServer } from '../../test/fake-server.ts'
import { fakeClock, fakeDice, fakeTransport, settle } from '../../test/fakes.ts'
import { createApi } from '../kernel/api.ts'
import { memoryStorage, type Storage } from '../kernel/storage.ts'
import type { Transport } from '../kernel/transport.ts'
import type { NewEntry } from './entry.ts'
import { createOutbox } from './outbox.ts'

/** Three writes on two records, one of them with photos: what a repairer does in a lift shaft. */
const day: readonly NewEntry[] = [
  entry('order-1', 'accept'),
  entry('order-2', 'accept'),
  {
    ...entry('order-1', 'finish'),
    attachments: [
      { file: 'a', field: 'photos' },
      { file: 'b', field: 'photos' },
    ],
  },
]

function entry(record: string, step: string): NewEntry {
  return {
    userId: 'u1',
    record,
    endpointId: `repair.${step}`,
    method: 'POST',
    path: `/api/${record}/${step}`,
    body: { note: step },
    carry: { field: 'version', from: 'version' },
    label: { zh: step, en: step },
  }
}

/** Dies at the n-th touch of the world: every storage write, request and upload counts, and both before and after it happened. */
function mortal(dieAt: number) {
  let steps = 0
  let dead = false
  const never = new Promise<never>(() => undefined)
  async function step<T>(work: () => Promise<T>): Promise<T> {
    if (dead) return never
    if (++steps === dieAt) {
      dead = true
      return never
    }
    const result = await work()
    if (++steps === dieAt) {
      dead = true
      return never
    }
    return result
  }
  return {
    step,
    get died() {
      return dead
    },
  }
}

interface World {
  readonly kept: Map<string, string>
  readonly server: ReturnType<typeof fakeServer>
  /** How many writes the person was told are kept. */
  acknowledged: number
}

/** One life of the app: adds what the person had not yet been told is kept, then sends. */
async function live(world: World, dieAt: number, seed: number, forgetKeys: boolean) {
  const life = mortal(dieAt)
  const inner = memoryStorage(world.kept)
  const storage: Storage = {
    ...inner,
    set: (key, value) => life.step(() => inner.set(key, value)),
    remove: (key) => life.step(() => inner.remove(key)),
  }
  const wire = fakeTransport(world.server.handler)
  const transport: Transport = (request) =>
    life.step(() => wire(forgetKeys ? { ...request, headers: { 'idempotency-key': `${seed}-${Math.random()}` } } : request))
  const clock = fakeClock()
  const api = createApi({ base: '', transport, credentials: { token: () => 't', refused: async () => false }, clock, dice: fakeDice(seed) })
  const outbox = createOutbox({
    storage,
    api,
    upload: (file, key) => life.step(() => world.server.upload(file, key)),
    clock,
    dice: fakeDice(seed),
    userId: () => 'u1',
  })
  const work = (async () => {
    await outbox.start()
    for (const one of day.slice(world.acknowledged)) {
      // the person's own draft makes the key, so a form submitted again after a death is the same submission
      await outbox.add({ ...one, key: `draft-${one.record}-${one.path}` })
      world.acknowledged++
    }
    await outbox.flush()
  })()
  await Promise.race([work, settle().then(() => settle())])
  await settle()
  return life.died
}

async function untilDone(dieAt: number, forgetKeys = false): Promise<World & { deaths: number }> {
  const world: World = { kept: new Map(), server: fakeServer(), acknowledged: 0 }
  let deaths = 0
  // the first life ends at step n, the second at step n of what is left, the third lives
  for (const limit of [dieAt, dieAt, Number.POSITIVE_INFINITY]) if (await live(world, limit, 100 + deaths, forgetKeys)) deaths++
  return { ...world, deaths }
}

describe('dying at every step', () => {
  test('every write arrives exactly once, in order, with its photos, wherever the app was killed', async () => {
    let killed = 0
    for (let dieAt = 1; ; dieAt++) {
      const { server, deaths } = await untilDone(dieAt)
      if (deaths === 0) break
      killed += deaths
      const paths = server.effects.map((effect) => effect.path)
      expect([...paths].sort(), `killed at step ${dieAt}`).toEqual(['/api/order-1/accept', '/api/order-1/finish', '/api/order-2/accept'])
      expect(paths.indexOf('/api/order-1/accept')).toBeLessThan(paths.indexOf('/api/order-1/finish'))
      const finish = server.effects.find((effect) => effect.path.endsWith('finish'))
      expect(finish?.body.photos).toEqual(['u-a', 'u-b'])
    }
    expect(killed).toBeGreaterThan(30)
  })

  test('control: with a new key on every try, some kill doubles a write', async () => {
    let doubled = 0
    for (let dieAt = 1; dieAt < 40; dieAt++) {
      const { server, deaths } = await untilDone(dieAt, true)
      if (deaths > 0 && server.effects.length > 3) doubled++
    }
    expect(doubled).toBeGreaterThan(0)
  })
})
