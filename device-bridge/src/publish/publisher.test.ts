import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type DeviceBatch, firstDigest } from '@liren/contract/device-events'
import { sm2 } from 'sm-crypto-v2'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createSigner, sm3 } from '../crypto.ts'
import type { Fetch } from '../ports/ports.ts'
import { openSpool, type Spool } from '../spool/spool.ts'
import { createPublisher } from './publisher.ts'

const signer = createSigner(sm2.generateKeyPairHex().privateKey)

/** A platform that keeps the chain and every event once, and that can be told to fail. */
function platform() {
  let chain = { number: 0, digest: firstDigest }
  const events = new Map<string, number>()
  const sizes: number[] = []
  const troubles: ('down' | 'lost-answer' | 'busy')[] = []
  const fetch: Fetch = async (_, init) => {
    const trouble = troubles.shift()
    if (trouble === 'down') throw new Error('connection refused')
    if (trouble === 'busy') return { status: 503, json: async () => ({ error: { code: 'unavailable' } }) }
    const { payload } = JSON.parse(init.body) as { payload: string }
    const batch = JSON.parse(payload) as DeviceBatch
    if (batch.number !== chain.number + 1 || batch.previous !== chain.digest) {
      return { status: 409, json: async () => ({ error: { code: 'bridge.out-of-step', details: chain } }) }
    }
    chain = { number: batch.number, digest: sm3(payload) }
    sizes.push(batch.events.length)
    for (const event of batch.events) {
      const key = `${event.device}#${event.sequence}`
      events.set(key, (events.get(key) ?? 0) + 1)
    }
    if (trouble === 'lost-answer') throw new Error('connection reset')
    return { status: 200, json: async () => ({ digest: chain.digest }) }
  }
  return {
    fetch,
    events,
    sizes,
    troubles,
    get chain() {
      return chain
    },
  }
}

describe('the publisher', () => {
  let folder: string
  let spool: Spool
  const clock = { now: () => 1, elapsed: () => 1, sleep: async () => {} }
  const warnings: object[] = []
  const log = { info: () => {}, warn: (detail: object) => void warnings.push(detail) }
  const publisher = (fetch: Fetch) => createPublisher({ bridge: 'b-1', houseUrl: 'http://house', spool, signer, clock, fetch, log })
  const fill = async (count: number) => {
    for (let i = 0; i < count; i++) await spool.append([{ device: 'door-1', at: i, heardAt: i, type: 'door.opened', values: {} }])
  }

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'liren-publish-'))
    spool = await openSpool({ folder, now: () => 0 })
  })
  afterEach(async () => {
    await spool.close()
    await rm(folder, { recursive: true })
  })

  test('events stay in the spool until the platform has them', async () => {
    const house = platform()
    house.troubles.push('down', 'busy')
    await fill(3)
    const sender = publisher(house.fetch)
    await expect(sender.flush()).rejects.toThrow('connection refused')
    await expect(sender.flush()).rejects.toThrow('503')
    expect(spool.waiting).toBe(3)
    await sender.flush()
    expect(spool.waiting).toBe(0)
    expect(house.events.size).toBe(3)
  })

  test('one event that the platform does not understand is put aside, and all others arrive once and in their order', async () => {
    const house = platform()
    const picky: Fetch = async (url, init) => {
      const { events } = JSON.parse((JSON.parse(init.body) as { payload: string }).payload) as DeviceBatch
      if (events.some((event) => event.at === 13)) return { status: 400, json: async () => ({ error: { code: 'request.invalid' } }) }
      return house.fetch(url, init)
    }
    await fill(30)
    const aside: number[] = []
    const putAside = async (event: { at: number }) => void aside.push(event.at)
    const sender = createPublisher({ bridge: 'b-1', houseUrl: 'http://house', spool, signer, clock, fetch: picky, log, putAside })
    await sender.flush()
    expect(aside).toEqual([13])
    expect([...house.events.values()]).toEqual(Array.from({ length: 29 }, () => 1))
    expect(spool.waiting).toBe(0)
  })

  test('a platform that refuses everything for another reason loses nothing', async () => {
    await fill(3)
    const closed: Fetch = async () => ({ status: 403, json: async () => ({ error: { code: 'bridge.disabled' } }) })
    await expect(publisher(closed).flush()).rejects.toThrow('403 bridge.disabled')
    expect(spool.waiting).toBe(3)
  })

  test('an answer that got lost makes the events come again, never go missing', async () => {
    const house = platform()
    house.troubles.push('lost-answer')
    await fill(3)
    const sender = publisher(house.fetch)
    await expect(sender.flush()).rejects.toThrow('connection reset')
    await sender.flush()
    // Told twice, under the same numbers: the platform keeps each once.
    expect([...house.events.values()]).toEqual([2, 2, 2])
    expect(house.chain.number).toBe(2)
  })

  test('a bridge that starts anew goes on where the chain stands', async () => {
    const house = platform()
    await fill(1)
    await publisher(house.fetch).flush()
    await fill(1)
    await publisher(house.fetch).flush()
    expect(house.chain.number).toBe(2)
    expect(house.events.size).toBe(2)
  })

  test('a platform that keeps saying "out of step" without moving is an error, not a loop', async () => {
    await fill(1)
    const details = { number: 0, digest: firstDigest }
    const stubborn: Fetch = async () => ({ status: 409, json: async () => ({ error: { code: 'bridge.out-of-step', details } }) })
    await expect(publisher(stubborn).flush()).rejects.toThrow('409')
    expect(spool.waiting).toBe(1)
  })

  test('an answer for other content than ours does not confirm it', async () => {
    await fill(1)
    const confused: Fetch = async () => ({ status: 200, json: async () => ({ digest: 'f'.repeat(64) }) })
    await expect(publisher(confused).flush()).rejects.toThrow('200')
    expect(spool.waiting).toBe(1)
  })

  test('a long queue goes in batches that the platform can take', async () => {
    const house = platform()
    await Promise.all(
      Array.from({ length: 450 }, (_, i) =>
        spool.append([
          {
            device: 'x',
            at: i,
            heardAt: i,
            type: 'frame.unknown',
            values: { protocol: 'p', reason: 'r', hex: '00'.repeat(500) },
          },
        ]),
      ),
    )
    await publisher(house.fetch).flush()
    expect(house.sizes.reduce((sum, size) => sum + size, 0)).toBe(450)
    expect(Math.max(...house.sizes)).toBeLessThan(200)
  })

  test('the loop warns once, waits longer each time, and ends with its signal', async () => {
    await fill(1)
    const stop = new AbortController()
    const pauses: number[] = []
    const waiting = { now: () => 1, elapsed: () => 1, sleep: async (ms: number) => void (pauses.push(ms) === 7 && stop.abort()) }
    const down: Fetch = async () => {
      throw new Error('down')
    }
    warnings.length = 0
    await createPublisher({ bridge: 'b-1', houseUrl: 'http://house', spool, signer, clock: waiting, fetch: down, log }).run(stop.signal)
    expect(pauses).toEqual([1000, 2000, 4000, 5000, 5000, 5000, 5000])
    expect(warnings).toHaveLength(1)
  })
})
