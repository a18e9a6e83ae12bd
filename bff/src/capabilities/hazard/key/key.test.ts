import type { Alarm } from '@liren/contract/capabilities/alarm'
import type { HazardStatistics, KeyPlace, SafetyReport, WholeKeyPlace } from '@liren/contract/capabilities/hazard'
import { startCameraSim } from '@liren/simulators/camera/cameras'
import { strFromU8, unzipSync } from 'fflate'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startTestApp, type TestApp } from '../../../../test/app.ts'
import { describeStores } from '../../../../test/stores.ts'
import { makeVillage, type Village } from '../../../../test/village.ts'
import { recorderOf } from '../../camera/read.ts'
import { body } from '../../device/testing.ts'
import { openBoundary } from '../../zone/testing.ts'

const day = 86_400_000
const items = ['阀门在正常位置', '无渗漏积水']

describeStores('key places and facilities', (open) => {
  let app: TestApp
  let village: Village
  let edge: Awaited<ReturnType<typeof openBoundary>>
  let pictures: Awaited<ReturnType<typeof startCameraSim>>
  let pump: KeyPlace
  let lift: KeyPlace
  beforeAll(async () => {
    let now = () => Date.now()
    pictures = await startCameraSim({ now: () => now() })
    app = await startTestApp(open, { start: Date.parse('2026-03-02T10:00+08:00'), settings: { LIREN_CAMERA_URL: pictures.url } })
    now = () => app.clock.now()
    village = await makeVillage(app)
    edge = await openBoundary(app, village, 'key')
  })
  afterAll(async () => {
    await app.close()
    await pictures.close()
  })

  const post = <T = KeyPlace>(path: string, more: object, token = village.tokens.manager) =>
    app.call<T>('POST', `/api/${path}`, { token, body: more })
  const get = async <T>(path: string, token = village.tokens.manager) => body(await app.call<T>('GET', `/api/${path}`, { token }))
  const list = async (query = '') => (await get<{ items: KeyPlace[] }>(`key-places?limit=50${query}`)).items
  const of = async (id: string) => (await list()).find((one) => one.id === id) as KeyPlace
  const fill = (more: object = {}) => ({ kind: 'pump-room', name: '1号水泵房', deviceId: null, items, everyDays: 7, ...more })
  const looked = (wrong?: string) => ({
    findings: items.map((item) => ({ item, isOk: item !== wrong, note: item === wrong ? '接头滴水' : '' })),
    ...{ note: '', photos: [] as string[] },
  })
  const inspect = async (id: string, more: object, token = village.tokens.worker) =>
    post(`key-places/${id}/inspections`, { version: (await of(id)).version, ...more }, token)
  const alarmOf = async (code: string) =>
    (await get<{ items: Alarm[] }>('alarms?limit=100')).items.find(({ device }) => device?.code === code) as Alarm
  const settle = async (id: string) => {
    for (const [action, more] of Object.entries({ accept: {}, handle: { result: 'real', note: '已到场处置' }, close: {} })) {
      const { version } = await get<Alarm>(`alarms/${id}`)
      body(await post(`alarms/${id}/actions/${action}`, { version, ...more }))
    }
    await app.work()
  }

  it('refuses who may not, a place elsewhere, a device elsewhere, and an inspection that leaves an item out', async () => {
    expect((await post('key-places', { ...fill(), placeId: village.garden.id }, village.tokens.worker)).status).toBe(403)
    expect((await post('key-places', { ...fill(), placeId: village.garden.id }, village.tokens.farManager)).status).toBe(404)
    expect((await post('key-places', { ...fill({ items: [] }), placeId: village.garden.id })).status).toBe(400)
    expect((await post('key-places', { ...fill({ deviceId: village.garden.id }), placeId: village.garden.id })).error?.code).toBe(
      'hazard.device-unfit',
    )
    pump = body(await post('key-places', { ...fill(), placeId: village.garden.id }), 201)
    expect((await inspect(pump.id, looked(), village.tokens.farManager)).status).toBe(404)
    expect((await inspect(pump.id, looked(), village.tokens.resident)).status).toBeGreaterThanOrEqual(401)
    const half = { ...looked(), findings: looked().findings.slice(1) }
    expect((await inspect(pump.id, half)).error?.code).toBe('hazard.items-unfit')
    const silent = { ...looked(), findings: items.map((item) => ({ item, isOk: false, note: '' })) }
    expect((await inspect(pump.id, silent)).error?.code).toBe('hazard.note-needed')
    expect((await inspect(pump.id, { ...looked(), photos: [village.garden.id] })).error?.code).toBe('hazard.photo-unknown')
    expect(await of(pump.id)).toMatchObject({ last: null, state: 'due', version: 1 })
  })

  it('[CSPSTC-5.1-c] shows each key place and facility with its last inspection, its open hazards and how safe it is', async () => {
    const monitor = await edge.device('lift-monitor', '3号梯', { placeId: village.building.id })
    lift = body(
      await post('key-places', { ...fill({ kind: 'lift', name: '3号梯', deviceId: monitor.id }), placeId: village.building.id }),
      201,
    )
    const photo = await app.photo(village.tokens.worker)
    expect(body(await inspect(pump.id, { ...looked(), photos: [photo] }), 201)).toMatchObject({ state: 'safe', nextOn: '2026-03-09' })
    const found = await list()
    expect(found.map(({ name, state, openHazards }) => [name, state, openHazards])).toEqual([
      ['1号水泵房', 'safe', 0],
      ['3号梯', 'due', 0],
    ])
    expect(found[0]?.last).toEqual({ at: new Date(app.clock.now()).toISOString(), by: expect.stringMatching(/./), isPassed: true })
    await edge.say(monitor, 'lift.trapped', { isActive: true, floor: '7' })
    expect(await of(lift.id)).toMatchObject({ state: 'danger', openHazards: 1, last: null })
    expect(await of(pump.id)).toMatchObject({ state: 'safe', openHazards: 0 })
    await settle((await alarmOf(monitor.code)).id)
    expect(await of(lift.id)).toMatchObject({ state: 'due', openHazards: 0 })
    body(await inspect(pump.id, looked(items[1])), 201)
    expect(await of(pump.id)).toMatchObject({ state: 'faulty', openFindings: 1, last: { isPassed: false } })
    const whole = await get<WholeKeyPlace>(`key-places/${pump.id}`)
    expect(whole.inspections.map(({ isPassed, photos }) => [isPassed, photos.length])).toEqual([
      [false, 0],
      [true, 1],
    ])
    expect(whole.inspections[0]?.findings[1]).toEqual({
      ...{ item: items[1], isOk: false, note: '接头滴水', level: 'minor', dueOn: null, photos: [] },
    })
    body(await inspect(pump.id, looked()), 201)
    await app.clock.leap(9 * day)
    expect(await of(pump.id)).toMatchObject({ state: 'due', openFindings: 0 })
    expect((await list('&due=1')).map(({ id }) => id)).toEqual([pump.id, lift.id])
    const answer = await app.call('GET', '/api/key-places?limit=50', { token: village.tokens.manager })
    expect(Number(answer.headers.get('x-liren-statements'))).toBeLessThanOrEqual(4)
  })

  it('changes the plan of a place; the next inspection follows, and who was faster is not written over', async () => {
    const before = await of(pump.id)
    const put = (version: number) =>
      app.call<KeyPlace>('PUT', `/api/key-places/${pump.id}`, {
        token: village.tokens.manager,
        body: { ...fill({ everyDays: 30 }), version },
      })
    expect(body(await put(before.version))).toMatchObject({ everyDays: 30, nextOn: '2026-04-01', state: 'safe' })
    expect((await put(before.version)).status).toBe(409)
  })

  it('[ZJWL-7.2.4.3-1] keeps devices, security events, fire safety, what came of it and pictures, each at its place', async () => {
    const fence = await edge.device('perimeter-camera', '花园摄像机')
    const smoke = await edge.device('smoke-detector', '花园烟感')
    const setup = {
      source: 'simulator',
      url: 'fence-1',
      user: '',
      hasPeople: true,
      isBuffered: true,
      sirenId: null,
      covers: [],
      version: 0,
    }
    body(await app.call('PUT', `/api/cameras/${fence.id}`, { token: village.tokens.manager, body: setup }))
    for (let i = 0; i < 3; i++) {
      await recorderOf(app.kernel).round()
      await app.clock.advance(1000)
    }
    await edge.say(fence, 'camera.crowd', { isActive: true, count: 40 })
    await edge.say(smoke, 'fire.alarmed', { kind: 'smoke' })
    await settle((await alarmOf(smoke.code)).id)
    await recorderOf(app.kernel).round()
    await app.work()
    const { records } = await get<WholeKeyPlace>(`key-places/${pump.id}`)
    const titles = (kind: string) => records.filter((one) => one.kind === kind).map(({ title }) => title)
    expect(titles('device')).toEqual(expect.arrayContaining(['花园摄像机', '花园烟感']))
    expect(titles('security')).toEqual(['人员聚集'])
    expect(titles('fire')).toEqual(['烟雾告警'])
    expect(titles('result')).toEqual(['烟雾告警'])
    expect(titles('picture')).toEqual(['花园摄像机'])
    expect(new Set(records.map(({ place }) => place))).toEqual(new Set([pump.place.label]))
    // nothing of it is told of a place where it did not happen
    const elsewhere = await get<WholeKeyPlace>(`key-places/${lift.id}`)
    expect(elsewhere.records.map(({ title }) => title)).not.toContain('烟雾告警')
  })

  it('[ZJWL-7.2.4.3-2] lists how each risk point stands, and reports a month with the figures of its rows, also as a workbook', async () => {
    const [estate, month] = [village.estate.id, '2026-03']
    const report = await get<SafetyReport>(`safety-report?placeId=${estate}&month=${month}`)
    const points = await list(`&placeId=${estate}`)
    expect(report.points).toEqual(
      points.map(({ id, name, place, state, openHazards, openFindings }) => ({
        id,
        name,
        place: place.label,
        state,
        openHazards,
        openFindings,
      })),
    )
    const count = (state: string) => points.filter((one) => one.state === state).length
    expect(report.keyPlaces).toEqual({
      ...{ total: points.length, danger: count('danger'), faulty: count('faulty'), due: count('due'), safe: count('safe') },
    })
    expect(report.inspections).toEqual({ done: 3, passed: 2, failed: 1, places: 1, coverage: 50 })
    expect(report.hazards).toEqual(await get<HazardStatistics>(`hazards/statistics?placeId=${estate}&from=2026-03-01&to=2026-03-31`))
    const alarms = (await get<{ items: Alarm[] }>('alarms?limit=100&group=security')).items
    expect([report.securityEvents, alarms.length]).toEqual([1, 1])
    expect(report.hazards.total).toBeGreaterThan(0)
    const empty = await get<SafetyReport>(`safety-report?placeId=${estate}&month=2026-01`)
    expect([empty.inspections.done, empty.hazards.total, empty.securityEvents]).toEqual([0, 0, 0])
    const answer = await fetch(`${app.origin}/api/safety-report/workbook?placeId=${estate}&month=${month}`, {
      headers: { authorization: `Bearer ${village.tokens.manager}` },
    })
    const parts = unzipSync(new Uint8Array(await answer.arrayBuffer()))
    const sheet = (number: number) => strFromU8(parts[`xl/worksheets/sheet${number}.xml`] as Uint8Array)
    const line = (name: string) => cellsOf(sheet(1)).find(([first]) => first === name)
    expect(line('本月巡查次数')?.[1]).toBe('3')
    expect(line('本月隐患')?.[1]).toBe(String(report.hazards.total))
    expect(
      cellsOf(sheet(3))
        .slice(1)
        .map(([name]) => name),
    ).toEqual(points.map(({ name }) => name))
  })
})

/** Texts and numbers of a sheet, line by line. */
const cellsOf = (xml: string): string[][] =>
  [...xml.matchAll(/<row[^>]*>(.*?)<\/row>/gs)].map(([, row = '']) =>
    [...row.matchAll(/<(?:t|v)[^>]*>(.*?)<\/(?:t|v)>/gs)].map(([, text = '']) => text),
  )
