import type { Alarm } from '@liren/contract/capabilities/alarm'
import type { Camera, ClipPlaying } from '@liren/contract/capabilities/camera'
import type { Fall, FallSummary } from '@liren/contract/capabilities/falling'
import { startCameraSim } from '@liren/simulators/camera/cameras'
import { facadeCorners } from '@liren/simulators/camera/scene'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startTestApp, type TestApp } from '../../../test/app.ts'
import { describeStores } from '../../../test/stores.ts'
import { makePlace, makeVillage, type Village } from '../../../test/village.ts'
import { unscoped } from '../../kernel/store/scope.ts'
import { recorderOf } from '../camera/read.ts'
import { body } from '../device/testing.ts'
import { openBoundary } from '../zone/testing.ts'

describeStores('falling objects', (open) => {
  let app: TestApp
  let village: Village
  let edge: Awaited<ReturnType<typeof openBoundary>>
  let sim: Awaited<ReturnType<typeof startCameraSim>>
  let eye: Awaited<ReturnType<typeof edge.device>>
  let [start, seen] = [0, 0]
  const get = async <T>(path: string, token = village.tokens.manager) => body(await app.call<T>('GET', path, { token }))
  const falls = async (query = '') => (await get<{ items: FallSummary[] }>(`/api/falling-objects?limit=50&${query}`)).items

  beforeAll(async () => {
    let now = () => Date.now()
    sim = await startCameraSim({ now: () => now() })
    app = await startTestApp(open, { start: Date.parse('2026-03-02T10:00+08:00'), settings: { LIREN_CAMERA_URL: sim.url } })
    now = () => app.clock.now()
    start = app.clock.now()
    village = await makeVillage(app)
    edge = await openBoundary(app, village, 'fall')
    for (const floor of [8, 9, 10])
      await makePlace(
        app.kernel,
        'house',
        `${floor}02`.padStart(4, '0'),
        `${floor}02`,
        village.unit as typeof village.unit & { fullName: string },
      )
    eye = await edge.device('falling-object-camera', '3幢南立面')
    const columns = ['01', '02'].map((ending) => ({ unitId: village.unit.id, ending }))
    const facade = { side: 'south', corners: facadeCorners, bottomFloor: 1, topFloor: 18, floorMeters: 3, columns }
    body(
      await app.call<Camera>('PUT', `/api/cameras/${eye.id}`, {
        token: village.tokens.manager,
        body: {
          ...{ source: 'simulator', url: 'facade-3', user: '', hasPeople: false, isBuffered: false, sirenId: null, version: 0 },
          covers: [{ kind: 'facade', placeId: village.building.id, deviceId: null, facade }],
        },
      }),
    )
  })
  afterAll(async () => {
    await app.close()
    await sim.close()
  })

  /** Lets something fall before the camera, and has the camera tell of it. */
  const drop = async (floor: number, along = 0.7) => {
    const told = await sim.fall('facade-3', { floor, floors: 18, along })
    await edge.say(eye, 'camera.falling-object', { ...told, record: `r-${++seen}` })
    return told
  }
  const record = async () => {
    for (let i = 0; i < 3; i++) {
      await recorderOf(app.kernel).round()
      await app.clock.advance(1000)
    }
    await app.work()
  }

  it('[GB42455-8.1.12-a] lists the cameras for falling objects with the facade they cover, their state and their last report', async () => {
    await edge.say(eye, 'device.online')
    await drop(4)
    const { items } = await get<{ items: Camera[] }>('/api/cameras?cover=facade')
    expect(items.map(({ id, presence }) => [id, presence])).toEqual([[eye.id, 'online']])
    expect(items[0]?.covers).toMatchObject([{ kind: 'facade', place: { id: village.building.id }, facade: { side: 'south' } }])
    expect(items[0]?.heardAt).toBe(new Date(app.clock.now()).toISOString())
    await app.clock.advance(10 * 60_000)
  })

  it('[GB42455-8.1.12-b] [ZJWL-6.2.2.1-2] makes one event with path and clip of what the camera tells, and what it repeats joins it', async () => {
    const before = (await falls()).length
    await drop(9)
    await app.clock.advance(20_000)
    await edge.say(eye, 'camera.falling-object', { fromFloor: '9' })
    expect(await falls()).toHaveLength(before + 1)
    await record()
    const [one] = await falls()
    const fall = await get<Fall>(`/api/falling-objects/${one?.id}`)
    expect([fall.times, fall.trajectory.length > 5]).toEqual([2, true])
    expect(fall.clips.filter(({ kind, state }) => kind === 'clip' && state === 'kept').map(({ frames }) => frames)).toEqual([26])
    await app.clock.advance(10 * 60_000)
    await edge.say(eye, 'camera.falling-object', {})
    expect(await falls()).toHaveLength(before + 2)
    expect((await falls())[0]).toMatchObject({ method: 'none', floors: null, confidencePercent: 0 })
  })

  it('[GB42455-8.1.12-c.1] marks the suspected floor and unit on the model of the building, from the path alone', async () => {
    const fall = await get<Fall>(`/api/falling-objects/${(await falls()).find(({ method }) => method === 'physics')?.id}`)
    expect(fall.floors?.low).toBeLessThanOrEqual(9)
    expect(fall.floors?.high).toBeGreaterThanOrEqual(9)
    const marked = fall.matrix?.houses.filter(({ mark }) => mark !== null) ?? []
    expect(marked.find(({ floor }) => floor === 9)).toMatchObject({ name: '902', unitId: village.unit.id })
    expect(marked.every(({ name }) => name.endsWith('02'))).toBe(true)
    expect(fall.confidencePercent).toBeLessThan(100)
  })

  it('[GB42455-8.1.12-c.2] plays the clip for whoever may, writes down who looked, and keeps it after the usual days', async () => {
    const fall = await get<Fall>(`/api/falling-objects/${(await falls()).find(({ method }) => method === 'physics')?.id}`)
    const clip = fall.clips.find(({ kind }) => kind === 'clip')
    const play = (token: string) =>
      app.call<ClipPlaying>('POST', `/api/camera-clips/${clip?.id}/viewings`, { token, body: { alarmId: fall.alarmId } })
    expect((await play(village.tokens.worker)).status).toBe(403)
    expect((await play(village.tokens.resident)).status).toBeGreaterThanOrEqual(401)
    expect(body(await play(edge.guard), 201).frames).toHaveLength(26)
    const looks = () =>
      unscoped<{ actor_id: string }>(app.kernel.store, 'a test looks at the trail', {
        sql: "SELECT actor_id FROM audit_entries WHERE action = 'camera.played' AND result = 'done' AND subject_id = ?",
        params: [clip?.id ?? ''],
      })
    expect(await looks()).toEqual([{ actor_id: edge.guardId }])
    const later = app.clock.now() + 40 * 86_400_000
    const job = app.house.worker.jobs.find(({ kind }) => kind === 'camera.expire')
    await job?.run({}, { now: later, scheduledFor: later })
    expect(body(await play(await app.tokenOf(edge.guardId, 'staff')), 201).frames).toHaveLength(26)
  })

  it('[GB42455-8.1.12-d] warns by loudspeaker and tells the guard as the rule says, and its alarm runs from accepting to closing', async () => {
    const speaker = await edge.device('public-speaker', '中心花园广播')
    const installed = await app.call('POST', '/api/rules/templates/falling-object/install', {
      token: village.tokens.manager,
      body: { placeId: village.estate.id, isEnabled: true },
    })
    expect(installed.status, installed.text).toBeLessThan(300)
    await drop(6)
    await app.work()
    const { items: orders } = await get<{ items: { name: string }[] }>(`/api/devices/${speaker.id}/commands`)
    expect(orders.map(({ name }) => name)).toEqual(['voice.play'])
    const guard = await app.tokenOf(edge.guardId, 'staff')
    const { items: letters } = await get<{ items: { title: { zh: string } }[] }>('/api/messages?limit=20', guard)
    expect(letters.map(({ title }) => title.zh)).toContain('高空抛物')
    const [fall] = await falls()
    const step = async (action: string, more: object, token: string) => {
      const { version } = await get<Alarm>(`/api/alarms/${fall?.alarmId}`, token)
      return body(await app.call<Alarm>('POST', `/api/alarms/${fall?.alarmId}/actions/${action}`, { token, body: { version, ...more } }))
    }
    await step('accept', {}, guard)
    await step('handle', { result: 'real', note: '已到楼下警戒，住户已告知' }, guard)
    await step('close', {}, village.tokens.manager)
    await app.work()
    expect((await falls())[0]).toMatchObject({ id: fall?.id, state: 'closed', result: 'real' })
  })

  it('[GB42455-8.1.12-e] finds events by building, floor and time, and counts them by building', async () => {
    const all = await falls()
    const day = new Date(start + 8 * 3_600_000).toISOString().slice(0, 10)
    const early = await falls(`from=${day}&to=${day}`)
    expect(early).toHaveLength(3)
    expect(await falls(`buildingId=${village.building.id}`)).toHaveLength(all.length)
    expect(await falls(`buildingId=${village.house.id}`)).toEqual([])
    expect((await falls('floor=9')).every(({ floors }) => (floors?.low ?? 0) <= 9 && (floors?.high ?? 0) >= 9)).toBe(true)
    expect((await falls('floor=9')).length).toBeGreaterThan(0)
    expect(await falls('floor=17')).toEqual([])
    const counts = (query: string) =>
      get<{ items: { building: { id: string } | null; events: number; real: number }[] }>(`/api/falling-objects/counts?${query}`)
    expect((await counts('')).items).toMatchObject([{ building: { id: village.building.id }, events: all.length, real: 1 }])
    expect((await counts(`from=${day}&to=${day}`)).items).toMatchObject([{ building: { id: village.building.id }, events: 3, real: 1 }])
    expect((await counts('from=2026-02-01&to=2026-02-28')).items).toEqual([])
  })
})
