import type { RuleContent } from '@liren/contract/capabilities/rule'
import type { Stream, StreamResult } from '@liren/contract/capabilities/stream'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startTestApp, type TestApp } from '../../../test/app.ts'
import { describeStores } from '../../../test/stores.ts'
import { makePlace, makeVillage, type Village } from '../../../test/village.ts'
import { resultDays } from '../../engines/stream/index.ts'
import { body } from '../device/testing.ts'
import { minute, openStreams } from './testing.ts'

const step = 5 * minute

describeStores('sliding windows', (open) => {
  let app: TestApp
  let village: Village
  let set: Awaited<ReturnType<typeof openStreams>>
  let start: number
  let number = 0
  beforeAll(async () => {
    app = await startTestApp(open, { start: Date.parse('2026-03-02T10:00+08:00') })
    village = await makeVillage(app)
    set = await openStreams(app, village)
  })
  afterAll(() => app.close())

  const meter = async (more: object = {}) => {
    const code = `read-${++number}`
    return set.device(code, 'meter-1p', more)
  }
  /** The hour that ends now, in steps. */
  const newHour = async () => {
    await app.clock.advance(60 * minute)
    start = app.clock.now() - (app.clock.now() % step) - 60 * minute
  }
  const say = async (code: string, ...said: [at: number, powerW: number][]) => {
    await set.bridge.tell(...said.map(([at, powerW]) => set.bridge.event(code, 'meter.read', { energyWh: 1, powerW }, start + at * minute)))
    await app.work()
  }
  const off = (stream: Stream) => set.call('POST', `/${stream.id}/turn`, { isEnabled: false, version: stream.version })
  const when = (stream: Stream, is: 'above' | 'changed-by', value: number): RuleContent => ({
    when: [{ kind: 'stream', streamId: stream.id, is, value }],
    given: [],
    actions: [{ kind: 'message', to: 'handlers', title: '功率偏高', body: '请查看' }],
    restSeconds: 0,
  })

  it('lets nobody make or see them who may not, and nobody for a place that is not theirs', async () => {
    const draft = set.write()
    expect((await app.call('POST', '/api/streams', { body: draft })).status).toBe(401)
    expect((await app.call('GET', '/api/streams')).status).toBe(401)
    expect((await set.call('POST', '', draft, village.tokens.worker)).status).toBe(403)
    expect((await set.call('GET', '', undefined, village.tokens.resident)).status).toBe(403)
    expect((await set.call('POST', '', draft, village.tokens.farManager)).status).toBe(404)
    const stream = await set.makeStream()
    for (const path of ['', '/results', '/sources'])
      expect((await set.call('GET', `/${stream.id}${path}`, undefined, village.tokens.farManager)).status).toBe(404)
    const save = { name: '别人的', latenessSeconds: 60, version: stream.version }
    expect((await set.call('PUT', `/${stream.id}`, save, village.tokens.farManager)).status).toBe(404)
    const turn = { isEnabled: false, version: stream.version }
    expect((await set.call('POST', `/${stream.id}/turn`, turn, village.tokens.farManager)).status).toBe(404)
    expect((await set.call('DELETE', `/${stream.id}?version=${stream.version}`, undefined, village.tokens.farManager)).status).toBe(404)
    expect((await set.call('PUT', `/${stream.id}`, { ...save, version: stream.version + 1 })).error?.code).toBe('stale')
    expect(body(await set.call<{ items: Stream[] }>('GET', '', undefined, village.tokens.farManager)).items).toEqual([])
    body(await off(stream))
  })

  it('say what is wrong with them: property, group, length and step', async () => {
    const faults = async (more: object) => {
      const answer = await set.call('POST', '', set.write(more))
      return [answer.error?.code, answer.error?.faults.map((one) => one.path)]
    }
    expect(await faults({ property: 'nothing', stepSeconds: 420 })).toEqual(['stream.unfit', ['body.property', 'body.stepSeconds']])
    expect(await faults({ lengthSeconds: 86_400, stepSeconds: 60 })).toEqual(['stream.unfit', ['body.stepSeconds']])
    expect(await faults({ lengthSeconds: 300, stepSeconds: 600 })).toEqual(['stream.unfit', ['body.stepSeconds']])
    expect(await faults({ groupId: '01kjp4c580g848x407f1jahd85' })).toEqual(['stream.unfit', ['body.groupId']])
    expect(await faults({ lengthSeconds: 60 })).toEqual(['request.invalid', ['body.lengthSeconds']])
    const choices = body(await set.call<{ products: { id: string; properties: { code: string }[] }[] }>('GET', '/choices'))
    const own = choices.products.find((one) => one.id === set.write().productId)
    expect(own?.properties.map((one) => one.code)).toContain('powerW')
  })

  it('hear the devices of their group only, and nothing while they are off', async () => {
    await newHour()
    const [one, other] = [await meter(), await meter()]
    const at = { token: set.scene.admin }
    const group = body(
      await app.call<{ id: string; version: number }>('POST', '/api/device-groups', {
        ...at,
        body: { name: '一组', description: '', placeId: village.garden.id },
      }),
      201,
    )
    const members = { name: '一组', description: '', deviceIds: [one.id], version: group.version }
    body(await app.call('PUT', `/api/device-groups/${group.id}`, { ...at, body: members }))
    const stream = await set.makeStream({ groupId: group.id })
    expect(stream.group?.name).toBe('一组')
    await say(one.code, [0, 100], [6, 200])
    await say(other.code, [0, 900], [6, 900])
    expect((await set.results(stream)).map((result) => [result.device?.id, result.value])).toEqual([[one.id, 100]])
    const { version } = body(await off(stream))
    await say(one.code, [12, 300])
    expect(await set.results(stream)).toHaveLength(1)
    expect((await set.call('POST', `/${stream.id}/turn`, { isEnabled: true, version: version - 1 })).error?.code).toBe('stale')
  })

  it('set rules off once for a window, with the window, its steps and its revision; a correction fires no second time', async () => {
    await newHour()
    const device = await meter()
    const stream = await set.makeStream({ name: '功率' })
    const rule = await set.make(when(stream, 'above', 500))
    expect(rule.sentences.when[0]?.zh).toBe('滚动统计“功率”高于 500 W')
    await say(device.code, [0, 400], [6, 700], [9, 700])
    expect(await set.firings(rule)).toEqual([])
    await say(device.code, [11, 700])
    const [fired, ...more] = await set.firings(rule)
    expect(more).toEqual([])
    const iso = (at: number) => new Date(start + at * minute).toISOString()
    expect(fired?.cause).toMatchObject({
      device: { id: device.id },
      values: {
        value: 600,
        prior: 400,
        windowFrom: iso(-5),
        windowUntil: iso(10),
        revision: 1,
        points: 3,
        steps: [iso(0), iso(5)].join(', '),
      },
    })
    // late messages take the window below the limit and above it again: corrected twice, fired once
    await say(device.code, [7, 0])
    await say(device.code, [8, 2000])
    const window = (await set.results(stream)).find((one) => one.until === iso(10))
    expect(window).toMatchObject({ value: 760, revision: 3, late: 2, points: 5 })
    expect(await set.firings(rule)).toHaveLength(1)
    expect((await off(stream)).error?.code).toBe('stream.used')
    expect((await set.call('DELETE', `/${stream.id}?version=${stream.version}`)).error?.code).toBe('stream.used')
    expect(body(await set.call('GET', `/${stream.id}`)).rules).toEqual([{ id: rule.id, name: rule.name }])
    await set.turn(rule, false)
    body(await off(stream))
  })

  it('fire by a correction where the newest window had not, and compare with the window one step before', async () => {
    await newHour()
    const device = await meter()
    const stream = await set.makeStream({ name: '变化', take: 'most' })
    const rule = await set.make(when(stream, 'changed-by', 300))
    await say(device.code, [0, 100], [6, 150], [11, 150])
    expect(await set.firings(rule)).toEqual([])
    await say(device.code, [7, 450])
    expect((await set.firings(rule)).map((one) => one.cause.values.revision)).toEqual([2])
    await set.turn(rule, false)
    body(await off(stream))
    const gone = await set.post('', { name: '没有了', placeId: village.estate.id, isEnabled: true, content: when(stream, 'above', 1) })
    expect(gone.error?.faults.map((one) => one.path)).toEqual(['body.content.when.0.streamId'])
  })

  it('over a place set off rules that have no device of their own', async () => {
    await newHour()
    const [one, other] = [await meter(), await meter()]
    const stream = await set.makeStream({ name: '全园功率', take: 'sum', per: 'place' })
    const alarm: RuleContent = { ...when(stream, 'above', 500), actions: [{ kind: 'alarm', alarm: 'rule', title: '总功率' }] }
    expect((await set.post('', { name: '总功率', placeId: village.estate.id, isEnabled: true, content: alarm })).error?.code).toBe(
      'rule.unfit',
    )
    const rule = await set.make(when(stream, 'above', 500))
    await say(one.code, [0, 300], [6, 10])
    await say(other.code, [1, 300], [6, 10])
    const [result] = (await set.results(stream)).filter((found) => Date.parse(found.until) === start + step)
    expect(result).toMatchObject({ device: null, value: 600, devices: 2, revision: 2, late: 1 })
    await say(one.code, [11, 1])
    await say(other.code, [11, 1])
    expect((await set.firings(rule)).map(({ cause }) => [cause.device, cause.values.value])).toEqual([[null, 600]])
    await set.turn(rule, false)
    body(await off(stream))
  })

  it('keep back what a single home uses: of one meter, of two homes together, in firings too; three homes are shown', async () => {
    await newHour()
    const place = village.building.id
    const meters = [await meter({ placeId: village.house.id }), await meter({ placeId: village.nextHouse.id })]
    const hall = await meter({ placeId: place })
    const devices = [...meters, hall]
    const single = await set.makeStream({ placeId: place, name: '各户' })
    const sum = await set.makeStream({ placeId: place, name: '合计', take: 'sum', per: 'place' })
    const rule = await set.make(when(single, 'above', 1))
    expect(single.isOfHomes).toBe(true)
    const tell = (at: number) =>
      set.bridge.tell(...devices.map((one) => set.bridge.event(one.code, 'meter.read', { energyWh: 1, powerW: 4321 }, start + at * minute)))
    await tell(0)
    await tell(6)
    await app.work()
    const shown = (results: StreamResult[]) => results.map((one) => [one.device?.id ?? '-', one.value, one.isWithheld]).sort()
    expect(shown(await set.results(single))).toEqual([...meters.map(({ id }) => [id, null, true]), [hall.id, 4321, false]].sort())
    expect(shown(await set.results(sum))).toEqual([['-', null, true]])
    const third = await makePlace(app.kernel, 'house', '1203', '1203', village.building)
    devices.push(await meter({ placeId: third.id }))
    await app.clock.advance(60 * minute)
    start += 60 * minute
    await tell(0)
    await tell(6)
    const [newest] = await set.results(sum)
    await app.work()
    expect(newest).toMatchObject({ value: 4 * 4321, devices: 4, isWithheld: false })
    const fired = await set.firings(rule)
    expect(fired).toHaveLength(4)
    expect(fired.filter((one) => JSON.stringify(one).includes('4321')).map((one) => one.cause.device?.id)).toEqual([hall.id])
    await set.turn(rule, false)
    for (const stream of [single, sum]) body(await off(stream))
  })

  it('forget steps that no window can look at any more, figures after their time, and everything once they are deleted', async () => {
    await newHour()
    const device = await meter()
    const stream = await set.makeStream({ name: '保留', take: 'sum' })
    const count = async (table: string) =>
      Number((await app.kernel.store.rows<{ n: number }>(`SELECT COUNT(*) AS n FROM ${table} WHERE stream_id = ?`, [stream.id]))[0]?.n)
    await say(device.code, ...Array.from({ length: 11 }, (_, index): [number, number] => [index * 5, 1]))
    expect(await count('stream_panes')).toBe(11)
    await set.scene.runJob('stream.forget')
    // the device has come to minute 50: fifteen minutes of length and ten of lateness before that
    expect(await count('stream_panes')).toBe(6)
    const before = await set.results(stream)
    await say(device.code, [43, 1], [55, 1])
    const after = await set.results(stream)
    expect(after.find((one) => Date.parse(one.until) === start + 50 * minute)).toMatchObject({ value: 4, revision: 2, late: 1 })
    expect(after.length).toBe(before.length + 1)
    await app.clock.leap((resultDays + 1) * 24 * 60 * minute)
    await set.scene.runJob('stream.forget')
    expect(await count('stream_results')).toBe(0)
    const manager = await app.tokenOf(village.ids.manager, 'admin')
    expect((await set.call('DELETE', `/${stream.id}?version=${stream.version}`, undefined, manager)).status).toBe(204)
    await set.scene.runJob('stream.forget')
    expect([await count('stream_panes'), await count('stream_heads')]).toEqual([0, 0])
    expect((await set.call('GET', `/${stream.id}`, undefined, manager)).status).toBe(404)
  })
})
