import type { Stream, StreamResult, StreamTake } from '@liren/contract/capabilities/stream'
import { streamTakes } from '@liren/contract/capabilities/stream'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { startTestApp, type TestApp } from '../../../test/app.ts'
import { describeStores } from '../../../test/stores.ts'
import { makeVillage, type Village } from '../../../test/village.ts'
import { body, playBridge } from '../device/testing.ts'
import { minute, openStreams } from './testing.ts'

const board = vi.hoisted(() => ({ isShared: false, furthest: 0 }))
// The guard that is taken away for the negative control: every device goes by the furthest of all instead of by its own word.
vi.mock('../../engines/stream/mark.ts', async (load) => {
  const real = await load<typeof import('../../engines/stream/mark.ts')>()
  const shared = (_reached: number | undefined, at: number) => {
    board.furthest = Math.max(board.furthest, at)
    return board.furthest
  }
  return { ...real, markOfDevice: (...given: Parameters<typeof shared>) => (board.isShared ? shared : real.markOfDevice)(...given) }
})

const length = 15 * minute
const step = 5 * minute
const lateness = 10 * minute
const ahead = 5 * minute

interface Said {
  readonly device: string
  readonly at: number
  readonly value: number
}
interface Plain {
  value: number | null
  points: number
  revision: number
  late: number
  dropped: number
}

/** Chance with a seed: the same every time. */
function dice(seed: number) {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 4_294_967_296
  }
}

/** What messages of one window come to, straight from all of them. */
function plainly(take: StreamTake, messages: readonly Said[]): number {
  const values = messages.map((one) => one.value)
  const sum = values.reduce((total, one) => total + one, 0)
  if (take === 'count') return values.length
  if (take === 'sum') return sum
  if (take === 'average') return sum / values.length
  if (take === 'least') return Math.min(...values)
  if (take === 'most') return Math.max(...values)
  return [...new Set(messages.map((one) => one.device))].reduce((total, device) => {
    const own = messages.filter((one) => one.device === device).sort((a, b) => a.at - b.at)
    return total + (own.at(-1) as Said).value - (own[0] as Said).value
  }, 0)
}

/**
 * All windows by the book and without steps: each batch is held against how far its device (or its place) had come
 * before it, windows keep all their messages and are reckoned from them at the end.
 */
function recompute(batches: readonly { now: number; said: readonly Said[] }[], take: StreamTake, per: 'device' | 'place') {
  const reached = new Map<string, number>()
  const marks = new Map<string, number>()
  const kept = new Map<string, Said[]>()
  const windows = new Map<string, Plain>()
  const window = (key: string) =>
    windows.get(key) ?? windows.set(key, { value: null, points: 0, revision: 0, late: 0, dropped: 0 }).get(key)
  for (const { now, said } of batches) {
    const before = new Map(marks)
    const corrected = new Set<string>()
    for (const one of said.filter(({ at }) => at <= now + ahead)) {
      const group = per === 'device' ? one.device : '-'
      reached.set(one.device, Math.max(reached.get(one.device) ?? 0, one.at))
      const mark = before.get(group)
      for (let end = one.at - (one.at % step) + step; end - length <= one.at; end += step) {
        const key = `${group} ${end}`
        if (mark !== undefined && end + lateness <= mark) (window(key) as Plain).dropped += 1
        else kept.set(key, [...(kept.get(key) ?? []), one])
        if (mark !== undefined && end <= mark && end + lateness > mark) {
          ;(window(key) as Plain).late += 1
          corrected.add(key)
        }
      }
    }
    if (per === 'device') for (const [device, at] of reached) marks.set(device, at)
    else {
      const fastest = Math.max(...reached.values())
      const live = [...reached.values()].filter((at) => at >= fastest - length - lateness)
      marks.set('-', Math.max(marks.get('-') ?? 0, Math.min(...live)))
    }
    for (const key of kept.keys()) {
      const [group, end] = key.split(' ')
      if (Number(end) > (marks.get(group as string) ?? 0)) continue
      const known = window(key) as Plain
      if (known.revision === 0 || corrected.has(key)) known.revision += 1
    }
  }
  for (const [key, messages] of kept) {
    const [group, end] = key.split(' ')
    if (Number(end) > (marks.get(group as string) as number)) continue
    Object.assign(window(key) as Plain, { value: plainly(take, messages), points: messages.length })
  }
  return windows
}

describeStores('windows over messages that come late', (open) => {
  let app: TestApp
  let village: Village
  let set: Awaited<ReturnType<typeof openStreams>>
  let start: number
  const names = new Map<string, string>()
  beforeAll(async () => {
    app = await startTestApp(open, { start: Date.parse('2026-03-02T10:00+08:00') })
    village = await makeVillage(app)
    set = await openStreams(app, village)
    start = app.clock.now() + step - (app.clock.now() % step)
  })
  afterAll(() => app.close())

  const meters = async (prefix: string, many: number) => {
    const codes = Array.from({ length: many }, (_, index) => `${prefix}-${index}`)
    for (const code of codes) names.set((await set.device(code, 'meter-1p')).id, code)
    return codes
  }
  const found = async (stream: Stream) =>
    new Map(
      (await set.results(stream)).map((one): [string, StreamResult] => [
        `${one.device === null ? '-' : names.get(one.device.id)} ${Date.parse(one.until)}`,
        one,
      ]),
    )
  const figures = (windows: ReadonlyMap<string, Plain>) =>
    [...windows]
      .map(([key, one]) => [key, one.value === null ? null : Math.round(one.value * 1e6), one.points, one.revision, one.late, one.dropped])
      .sort()
  const event = (one: Said, bridge: Pick<typeof set.bridge, 'event'> = set.bridge) =>
    bridge.event(one.device, 'meter.read', { energyWh: 1, powerW: one.value }, one.at)

  /** Hours of messages of meters, each up to 25 minutes late in random order; one clock runs ahead a little, one by far. */
  function hours(codes: readonly string[], seed: number) {
    const roll = dice(seed)
    const arriving = codes.flatMap((device, index) =>
      Array.from({ length: 50 }, (_, tick) => {
        const at = start + tick * 2 * minute + Math.floor(roll() * 100_000)
        const wait = roll() < 0.6 ? roll() * minute : roll() < 0.85 ? roll() * 9 * minute : roll() * 25 * minute
        // the clock of the first runs four minutes ahead, which is borne; that of the last by two hours
        const off = index === 0 ? 4 * minute : index === codes.length - 1 ? 120 * minute : 0
        return { arrives: at + wait, said: { device, at: at + off, value: Math.floor(roll() * 3000) } }
      }),
    )
    arriving.sort((a, b) => a.arrives - b.arrives)
    const batches: { now: number; said: Said[] }[] = []
    for (let from = 0; from < arriving.length; from += 12) {
      const part = arriving.slice(from, from + 12)
      batches.push({ now: Math.floor(part.at(-1)?.arrives ?? 0), said: part.map((one) => one.said) })
    }
    return batches
  }
  const play = async (batches: readonly { now: number; said: readonly Said[] }[]) => {
    for (const { now, said } of batches) {
      if (now > app.clock.now()) await app.clock.advance(now - app.clock.now())
      await set.bridge.tell(...said.map((one) => event(one)))
    }
  }

  it('[GB42455-7.1.4-d.2] come to what a plain reckoning from all messages comes to, with corrections and losses counted', async () => {
    const codes = await meters('plain', 5)
    const streams: { take: StreamTake; per: 'device' | 'place'; stream: Stream }[] = []
    for (const take of streamTakes)
      for (const per of ['device', 'place'] as const)
        streams.push({ take, per, stream: await set.makeStream({ take, per, name: `${take} ${per}` }) })
    const batches = hours(codes, 7)
    await play(batches.map(({ now, said }) => ({ now, said })))
    const told = batches.map(({ now, said }) => ({ now, said }))
    for (const { take, per, stream } of streams) {
      const expected = recompute(told, take, per)
      const got = await found(stream)
      expect(figures(got as unknown as Map<string, Plain>), `${take} ${per}`).toEqual(figures(expected))
      const all = [...got.values()]
      expect(all.length).toBeGreaterThan(15)
      expect(all.some((one) => one.dropped > 0)).toBe(true)
      const corrected = all.filter((one) => one.late > 0)
      expect(corrected.length).toBeGreaterThan(3)
      for (const one of all) expect(one.correctedAt === null, JSON.stringify(one)).toBe(one.revision < 2)
      for (const one of all.filter(({ late, value }) => late === 0 && value !== null)) expect(one.revision).toBe(1)
    }
    const [first] = streams
    const heard = await set.sources(first?.stream as Stream)
    const far = heard.find(({ device }) => names.get(device.id) === codes.at(-1))
    expect(far).toMatchObject({ taken: 0, ahead: 50, reachedAt: null })
    for (const { stream } of streams) body(await set.call('POST', `/${stream.id}/turn`, { isEnabled: false, version: stream.version }))
  })

  it('come to something else once all devices share one watermark: the reckoning above would tell', async () => {
    start = app.clock.now() + step - (app.clock.now() % step)
    const codes = await meters('shared', 4)
    const stream = await set.makeStream({ name: 'shared' })
    const batches = hours(codes, 11)
    board.isShared = true
    try {
      await play(batches)
    } finally {
      board.isShared = false
    }
    expect(figures((await found(stream)) as unknown as Map<string, Plain>)).not.toEqual(figures(recompute(batches, 'average', 'device')))
    body(await set.call('POST', `/${stream.id}/turn`, { isEnabled: false, version: stream.version }))
  })

  it('lose and double nothing when a batch breaks off at its last statement, and when its answer is lost', async () => {
    start = app.clock.now() - (app.clock.now() % step) - 60 * minute
    const [code = ''] = await meters('broken', 1)
    const stream = await set.makeStream({ name: 'broken', take: 'sum' })
    const said = (at: number, value: number) => event({ device: code, at: start + at * minute, value })
    await set.bridge.tell(said(1, 10), said(6, 20))
    const { store } = app.kernel
    const run = store.run.bind(store)
    const next = [said(12, 30), said(16, 40)]
    let broke = 0
    Object.assign(store, {
      run: (...given: Parameters<typeof run>) => {
        if (given[0].startsWith('INSERT INTO stream_heads')) {
          broke += 1
          throw new Error('the power went')
        }
        return run(...given)
      },
    })
    try {
      await expect(set.bridge.tell(...next)).rejects.toThrow()
    } finally {
      Object.assign(store, { run })
    }
    expect(broke).toBe(1)
    expect((await set.results(stream)).map((one) => one.value)).toEqual([10])
    expect(await set.bridge.tell(...next)).toMatchObject({ applied: 2 })
    const whole = await set.results(stream)
    expect(whole.map((one) => [one.value, one.points, one.revision])).toEqual([
      [60, 3, 1],
      [30, 2, 1],
      [10, 1, 1],
    ])
    // the same numbers once more, in a batch of its own: a bridge that never heard the answer
    expect(await set.bridge.tell(...next)).toMatchObject({ applied: 0, repeated: 2 })
    expect(await set.results(stream)).toEqual(whole)
    body(await set.call('POST', `/${stream.id}/turn`, { isEnabled: false, version: stream.version }))
  })

  it('come to the same when several bridges tell of one place at once', async () => {
    start = app.clock.now() - (app.clock.now() % step) - 120 * minute
    const stream = await set.makeStream({ name: 'at once', take: 'sum', per: 'place', latenessSeconds: 3600 })
    const bridges = await Promise.all(['left', 'right', 'third'].map((code) => playBridge(app, set.scene.admin, `stream-${code}`)))
    const devices: string[] = []
    for (const bridge of bridges) {
      const code = `${bridge.code}-meter`
      const made = await set.scene.running({ code, productId: set.scene.product('meter-1p'), bridge: bridge.code })
      names.set(made.id, code)
      devices.push(code)
    }
    for (let round = 0; round < 8; round++)
      await Promise.all(
        bridges.map((bridge, index) =>
          bridge.tell(
            ...[0, 1, 2].map((part) =>
              event({ device: devices[index] as string, at: start + (round * 5 + part) * minute, value: 10 ** index }, bridge),
            ),
          ),
        ),
      )
    const got = (await set.results(stream)).filter((one) => one.value !== null)
    // eight rounds of three messages of 1 + 10 + 100; the last window that all have passed ends with the seventh
    expect(
      got.map((one) => [(Date.parse(one.until) - start) / step, one.value, one.devices]).sort((a, b) => Number(a[0]) - Number(b[0])),
    ).toEqual([
      [1, 333, 3],
      [2, 666, 3],
      [3, 999, 3],
      [4, 999, 3],
      [5, 999, 3],
      [6, 999, 3],
      [7, 999, 3],
    ])
    body(await set.call('POST', `/${stream.id}/turn`, { isEnabled: false, version: stream.version }))
  })

  it('cost a batch of a hundred messages hardly more than one of two, with several windows', async () => {
    start = app.clock.now() - (app.clock.now() % step) - 120 * minute
    const codes = await meters('cost', 20)
    const tell = async (from: number, devices: number, messages: number) => {
      const said = Array.from({ length: messages }, (_, index) => ({
        ...{ device: codes[index % devices] as string, at: start + from * minute + Math.floor(index / devices) * minute, value: index },
      }))
      await set.bridge.tell(...said.map((one) => event(one)))
      return set.bridge.statements()
    }
    await tell(0, 20, 100)
    const without = [await tell(20, 1, 2), await tell(22, 20, 100)] as const
    for (const take of ['average', 'most', 'rise']) await set.makeStream({ name: `cost ${take}`, take })
    await set.makeStream({ name: 'cost place', take: 'sum', per: 'place' })
    await tell(40, 20, 100)
    const small = (await tell(60, 1, 2)) - without[0]
    const large = (await tell(62, 20, 100)) - without[1]
    expect(small).toBeLessThanOrEqual(8)
    expect(large).toBeLessThanOrEqual(8)
  })
})
