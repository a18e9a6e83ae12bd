import type { Alarm, AlarmSummary } from '@liren/contract/capabilities/alarm'
import type { CoverageGap, Zone, ZoneEvent, ZoneSummary } from '@liren/contract/capabilities/zone'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startTestApp, type TestApp } from '../../../test/app.ts'
import { describeStores } from '../../../test/stores.ts'
import { makeVillage, type Village } from '../../../test/village.ts'
import { body } from '../device/testing.ts'
import { design, openBoundary } from './testing.ts'

const minute = 60_000

describeStores('zones of the boundary', (open) => {
  let app: TestApp
  let village: Village
  let edge: Awaited<ReturnType<typeof openBoundary>>
  beforeAll(async () => {
    app = await startTestApp(open, { start: Date.parse('2026-03-02T10:00+08:00') })
    village = await makeVillage(app)
    edge = await openBoundary(app, village, 'edge')
  })
  afterAll(() => app.close())

  const get = async <T>(path: string, token = village.tokens.manager) => body(await app.call<T>('GET', path, { token }))
  const events = async (query: string) => (await get<{ items: ZoneEvent[] }>(`/api/zone-events?limit=50&${query}`)).items
  const alarmsOf = async (code: string) =>
    (await get<{ items: AlarmSummary[] }>('/api/alarms?limit=100&kind=perimeter')).items.filter((one) => one.device?.code === code)
  const step = async (id: string, action: string, more: object = {}, token = edge.guard) => {
    const { version } = await get<Alarm>(`/api/alarms/${id}`)
    return app.call<Alarm>('POST', `/api/alarms/${id}/actions/${action}`, { token, body: { version, ...more } })
  }
  const close = async (id: string) => {
    await step(id, 'accept')
    await step(id, 'handle', { result: 'real', note: '现场核实为翻越' })
    return body(await step(id, 'close', {}, village.tokens.manager))
  }

  it('keeps zones of one estate from everybody of another, and lets a guard arm but not set up', async () => {
    const zone = await edge.make()
    expect((await app.call('GET', '/api/zones')).status).toBe(401)
    expect((await app.call('GET', '/api/zones', { token: village.tokens.resident })).status).toBe(403)
    expect((await app.call('GET', `/api/zones/${zone.id}`, { token: village.tokens.farManager })).status).toBe(404)
    const asGuard = {
      token: edge.guard,
      body: { placeId: village.estate.id, name: '西墙', kind: 'outer', featureId: null, gateAction: 'none' },
    }
    expect((await app.call('POST', '/api/zones', asGuard)).status).toBe(403)
    const far = await app.call('POST', '/api/zones', { ...asGuard, token: village.tokens.farManager })
    expect(far.status).toBe(404)
    expect((await edge.read(zone.id, edge.guard)).can).toEqual(['arm'])
  })

  it('refuses a boundary that is drawn elsewhere, a device of another estate or kind, and a detector twice', async () => {
    const zone = await edge.make()
    const entrance = await app.call<{ features: { id: string }[] }>('POST', '/api/map/changes', {
      token: village.tokens.manager,
      body: {
        creates: [{ kind: 'entrance', placeId: village.estate.id, geometry: { type: 'Point', coordinates: [121.02, 31.01] } }],
        ...{ changes: [], retires: [] },
      },
    })
    const save = { name: zone.name, kind: zone.kind, gateAction: 'none', plan: [], version: zone.version }
    const wrong = await edge.put(`/api/zones/${zone.id}`, { ...save, featureId: entrance.body.features[0]?.id })
    expect(wrong.error?.code).toBe('zone.feature-unfit')
    const beam = await edge.device('perimeter-sensor', '东墙对射')
    const lamp = await edge.device('street-lamp', '东墙路灯')
    const bind = (devices: object[], of = zone) => edge.put(`/api/zones/${of.id}/devices`, { devices, version: of.version })
    expect((await bind([{ deviceId: lamp.id, role: 'camera' }])).error?.code).toBe('zone.device-unfit')
    const elsewhere = await edge.device('perimeter-sensor', '河东对射', { placeId: village.farEstate.id })
    expect((await bind([{ deviceId: elsewhere.id, role: 'detector' }])).error?.code).toBe('zone.device-unfit')
    body(await bind([{ deviceId: beam.id, role: 'detector', part: 'north' }]))
    const other = await edge.make({ name: '北侧围墙' })
    expect((await bind([{ deviceId: beam.id, role: 'detector', part: 'north' }], other)).error?.code).toBe('zone.detector-taken')
    expect((await edge.read(other.id)).devices).toEqual([])
  })

  it('[GB42455-6.4.4-a] is not put to use before the design form of its estate is stored with five factors, scale and mode', async () => {
    const beam = await edge.device('perimeter-sensor', '南墙对射')
    let zone = await edge.make({ placeId: village.secondEstate.id, featureId: null }).catch(() => undefined)
    expect(zone, 'the manager has no right at the other estate').toBeUndefined()
    zone = await edge.make()
    zone = body(
      await edge.put(`/api/zones/${zone.id}/devices`, { devices: [{ deviceId: beam.id, role: 'detector' }], version: zone.version }),
    )
    zone = body(await edge.installed(zone))
    expect((await get<{ design: unknown }>(`/api/zone-designs/${village.estate.id}`)).design).toBeNull()
    const early = await edge.enable(zone)
    expect([early.error?.code, early.error?.details]).toEqual(['zone.not-ready', { gaps: ['no-design'] }])
    for (const factor of Object.keys(design.factors)) {
      const { [factor as 'need']: _, ...others } = design.factors
      const faults = (await edge.put(`/api/zone-designs/${village.estate.id}`, { ...design, factors: others, version: 0 })).error?.faults
      expect(faults?.map(({ path }) => path)).toEqual([`body.factors.${factor}`])
    }
    const { scale: _scale, ...noScale } = design
    expect((await edge.put(`/api/zone-designs/${village.estate.id}`, { ...noScale, version: 0 })).status).toBe(400)
    const saved = body(await edge.planned())
    expect(saved).toMatchObject({ ...design, by: '陈望舒', version: 1 })
    expect((await edge.put(`/api/zone-designs/${village.estate.id}`, { ...design, version: 0 })).error?.code).toBe('stale')
    expect(body(await edge.enable(zone)).isEnabled).toBe(true)
  })

  it('[GB42455-6.4.4-d] needs a coverage drawing and a walk test that missed nothing; what is missing is listed', async () => {
    const beam = await edge.device('perimeter-sensor', '西墙对射')
    let zone = await edge.make({ name: '西侧围墙' })
    zone = body(
      await edge.put(`/api/zones/${zone.id}/devices`, { devices: [{ deviceId: beam.id, role: 'detector' }], version: zone.version }),
    )
    await edge.planned()
    const gaps = async () =>
      (await get<{ items: CoverageGap[] }>('/api/zones/coverage')).items.filter((gap) => gap.zone?.id === zone.id).map((gap) => gap.gap)
    expect(await gaps()).toEqual(['no-camera', 'no-drawing', 'no-walk-test', 'disabled'])
    expect((await edge.enable(zone)).error?.details).toEqual({ gaps: ['no-drawing', 'no-walk-test'] })
    const foreign = await edge.installed(zone, { drawingId: await app.photo(village.tokens.worker) })
    expect(foreign.error?.code).toBe('zone.file-unknown')
    zone = body(await edge.installed(zone, { missed: 2 }))
    expect((await edge.enable(zone)).error?.details).toEqual({ gaps: ['missed'] })
    zone = body(await edge.installed(zone))
    expect(zone.installation).toMatchObject({ walkedOn: '2026-03-01', spots: 24, missed: 0 })
    expect((await fetch(app.origin + zone.installation?.drawing?.url)).status).toBe(200)
    zone = body(await edge.enable(zone))
    expect(await gaps()).toEqual(['no-camera'])
  })

  it('[GB42455-6.4.4] [GB42455-6.4.4-e] knows zones by kind with their cameras and lists kinds without a detector and zones without a camera', async () => {
    const report = async () => (await get<{ items: CoverageGap[] }>('/api/zones/coverage')).items
    const missing = (items: CoverageGap[]) => items.filter((gap) => gap.zone === null).map((gap) => [gap.kind, gap.gap])
    expect(missing(await report())).toEqual([
      ['surround', 'no-zone'],
      ['facade', 'no-zone'],
      ['roof', 'no-zone'],
    ])
    let roof = await edge.make({ name: '3幢天台', kind: 'roof', placeId: village.building.id })
    expect(missing(await report())).toContainEqual(['roof', 'no-detector'])
    const camera = await edge.device('perimeter-camera', '天台摄像机', { placeId: village.building.id })
    const cameraGaps = async () => (await report()).filter((gap) => gap.zone?.id === roof.id && gap.gap === 'no-camera')
    expect(await cameraGaps()).toHaveLength(1)
    const devices = (['detector', 'camera'] as const).map((role) => ({ deviceId: camera.id, role }))
    roof = body(await edge.put(`/api/zones/${roof.id}/devices`, { devices, version: roof.version }))
    expect(await cameraGaps()).toEqual([])
    expect(missing(await report()).map(([kind]) => kind)).not.toContain('roof')
    const listed = (await get<{ items: ZoneSummary[] }>('/api/zones?kind=roof')).items
    expect(listed.map((one) => [one.id, one.detectors, one.cameras])).toEqual([[roof.id, 1, 1]])
    expect(roof.devices.filter(({ role }) => role === 'camera').map(({ name }) => name)).toEqual(['天台摄像机'])
  })

  it('[GB42455-8.3.2-a] [ZJWL-6.2.2.2] raises while armed what beams and cameras tell, and only keeps it while disarmed', async () => {
    const beam = await edge.device('perimeter-sensor', '河岸对射')
    const camera = await edge.device('perimeter-camera', '河岸摄像机')
    let zone = await edge.ready(
      [
        { deviceId: beam.id, role: 'detector' },
        { deviceId: camera.id, role: 'detector', part: 'north' },
      ],
      { name: '河岸围栏' },
    )
    zone = body(await edge.arm(zone, false))
    expect([zone.isArmed, zone.armed.name]).toEqual([false, '郑守正'])
    await edge.say(beam, 'camera.intrusion', { isActive: true })
    await edge.say(beam, 'camera.intrusion', { isActive: true })
    await edge.say(camera, 'camera.intrusion', { zone: 'north', target: 'person', rule: 'climbing' })
    expect([...(await alarmsOf(beam.code)), ...(await alarmsOf(camera.code))]).toEqual([])
    const logs = await events(`zoneId=${zone.id}`)
    expect(logs.map((one) => [one.device.code, one.wasArmed, one.alarm, one.times])).toEqual([
      [camera.code, false, null, 1],
      [beam.code, false, null, 2],
    ])
    zone = body(await edge.arm(zone, true))
    await edge.say(beam, 'camera.intrusion', { isActive: true })
    await edge.say(camera, 'camera.intrusion', { zone: 'north', target: 'person', rule: 'climbing' })
    const raised = [...(await alarmsOf(beam.code)), ...(await alarmsOf(camera.code))]
    expect(raised.map((one) => [one.title.zh, one.place.label])).toEqual([
      ['周界入侵：河岸围栏', '枫林雅苑'],
      ['周界入侵：河岸围栏', '枫林雅苑'],
    ])
    expect((await edge.read(zone.id)).alarms.map(({ id }) => id).sort()).toEqual(raised.map(({ id }) => id).sort())
    const another = await edge.device('perimeter-camera', '别处摄像机')
    await edge.say(another, 'camera.intrusion', { zone: 'north' })
    expect((await alarmsOf(another.code))[0]?.title.zh).toBe('周界入侵')
  })

  it('[ZJWL-7.2.2.3.2] writes of every crossing when, how long, of what class, what came of it, by which device and where', async () => {
    const beam = await edge.device('perimeter-sensor', '北门对射')
    const zone = await edge.ready([{ deviceId: beam.id, role: 'detector' }], { name: '北门围栏' })
    const at = app.clock.now()
    await edge.say(beam, 'camera.intrusion', { isActive: true, rule: 'line', target: 'person' })
    await app.clock.advance(45_000)
    await edge.say(beam, 'camera.intrusion', { isActive: false })
    const [alarm] = await alarmsOf(beam.code)
    await close(alarm?.id as string)
    await app.work()
    const found = await events(`device=${beam.code}&state=closed&category=line&from=2026-03-02&to=2026-03-02`)
    expect(found).toEqual([
      expect.objectContaining({
        ...{ at: new Date(at).toISOString(), seconds: 45, category: 'line', target: 'person' },
        ...{ device: expect.objectContaining({ code: beam.code }), place: { path: village.estate.path, label: '枫林雅苑' } },
        alarm: { id: alarm?.id, state: 'closed', result: 'real' },
      }),
    ])
    expect(await events(`device=${beam.code}&state=raised`)).toEqual([])
    expect(await events(`zoneId=${zone.id}&from=2026-03-03`)).toEqual([])
  })

  it('[GB42455-8.3.2-c] finds alarms by zone, time and state', async () => {
    const beams = [await edge.device('perimeter-sensor', '甲对射'), await edge.device('perimeter-sensor', '乙对射')]
    const zones: Zone[] = []
    for (const [i, beam] of beams.entries()) {
      zones.push(await edge.ready([{ deviceId: beam.id, role: 'detector' }], { name: `第${i + 1}段` }))
      await edge.say(beam, 'camera.intrusion', { isActive: true })
    }
    const [first] = await alarmsOf(beams[0]?.code as string)
    body(await step(first?.id as string, 'accept'))
    await app.work()
    const day = 'from=2026-03-02&to=2026-03-02'
    const zonesOf = async (query: string) => (await events(query)).map((one) => one.zone.name)
    expect(await zonesOf(`zoneId=${zones[0]?.id}&${day}&state=accepted`)).toEqual(['第1段'])
    expect(await zonesOf(`zoneId=${zones[0]?.id}&${day}&state=raised`)).toEqual([])
    expect(await zonesOf(`zoneId=${zones[1]?.id}&${day}&state=raised`)).toEqual(['第2段'])
    expect(await zonesOf(`zoneId=${zones[1]?.id}&from=2026-03-01&to=2026-03-01`)).toEqual([])
  })

  it('[GB42455-8.3.2-b] shows the alarm on the zone on the map, where it is opened and handled', async () => {
    const beam = await edge.device('perimeter-sensor', '东门对射')
    const zone = await edge.ready([{ deviceId: beam.id, role: 'detector' }], { name: '东门围栏' })
    const mark = async () =>
      (await get<{ points: { id: string; state: string; longitude: number }[] }>('/api/map/points?layer=zone')).points.find(
        ({ id }) => id === zone.id,
      )
    expect(await mark()).toMatchObject({ state: 'armed', longitude: zone.longitude })
    await edge.say(beam, 'camera.intrusion', { isActive: true })
    expect((await mark())?.state).toBe('alarm')
    const [alarm] = (await edge.read(zone.id, edge.guard)).alarms
    body(await step(alarm?.id as string, 'accept'))
    body(await step(alarm?.id as string, 'handle', { result: 'false', note: '风吹树枝' }))
    body(await step(alarm?.id as string, 'close', {}, village.tokens.manager))
    await app.work()
    expect((await mark())?.state).toBe('armed')
    expect((await edge.read(zone.id)).alarms).toEqual([])
  })

  it('[GB42455-8.3.2-d] cannot be closed before somebody accepted and handled it, and is told upwards when nobody does', async () => {
    const beam = await edge.device('perimeter-sensor', '南门对射')
    await edge.ready([{ deviceId: beam.id, role: 'detector' }], { name: '南门围栏' })
    await edge.say(beam, 'camera.intrusion', { isActive: true })
    const [alarm] = await alarmsOf(beam.code)
    const id = alarm?.id as string
    expect((await step(id, 'close', {}, village.tokens.manager)).error?.code).toBe('alarm.action-not-allowed')
    expect((await step(id, 'handle', { result: 'real', note: '已到场' })).error?.code).toBe('alarm.action-not-allowed')
    await app.clock.advance(11 * minute)
    await app.work()
    expect(await get<Alarm>(`/api/alarms/${id}`)).toMatchObject({ escalation: 1, state: 'raised' })
    body(await step(id, 'accept'))
    expect((await step(id, 'close', {}, village.tokens.manager)).error?.code).toBe('alarm.action-not-allowed')
    body(await step(id, 'handle', { result: 'real', note: '已到场驱离' }))
    expect(body(await step(id, 'close', {}, village.tokens.manager)).state).toBe('closed')
  })

  it('is armed and disarmed by its plan, holds what was done by hand until then, and says who did it', async () => {
    const beam = await edge.device('perimeter-sensor', '夜间对射')
    let zone = await edge.ready([{ deviceId: beam.id, role: 'detector' }], { name: '夜间围栏' })
    const plan = [{ days: [1, 2, 3, 4, 5, 6, 7], from: '22:00', to: '06:00' }]
    const save = { name: zone.name, kind: zone.kind, featureId: zone.featureId, gateAction: 'none', plan }
    zone = body(await edge.put(`/api/zones/${zone.id}`, { ...save, version: zone.version }))
    expect([zone.isArmed, zone.nextAt]).toEqual([false, '2026-03-02T14:00:00.000Z'])
    await app.clock.advance(Date.parse('2026-03-02T14:00:30.000Z') - app.clock.now())
    await app.work()
    zone = await edge.read(zone.id)
    expect([zone.isArmed, zone.armed.by, zone.nextAt]).toEqual([true, 'plan', '2026-03-02T22:00:00.000Z'])
    zone = body(await edge.arm(zone, false))
    expect([zone.isArmed, zone.armed.by, zone.nextAt]).toEqual([false, 'hand', '2026-03-02T22:00:00.000Z'])
    expect((await edge.arm({ ...zone, version: zone.version - 1 }, true)).error?.code).toBe('stale')
    const off = body(await edge.enable(zone, false))
    expect([off.isArmed, off.nextAt]).toEqual([false, null])
    expect((await edge.arm(off, true)).error?.code).toBe('zone.not-enabled')
  })

  it('[GB42455-6.4.4-c.2] closes its gates at once or when a guard confirms, as the zone says, and releases them after the reset', async () => {
    for (const [gateAction, at] of [
      ['lock', 'raised'],
      ['confirm', 'accepted'],
    ] as const) {
      const beam = await edge.device('perimeter-sensor', `${at}对射`)
      const door = await edge.device('door-controller', `${at}门`)
      await edge.ready(
        [
          { deviceId: beam.id, role: 'detector' },
          { deviceId: door.id, role: 'gate' },
        ],
        { name: `${at}围栏`, gateAction },
      )
      const namesOf = async () =>
        (await get<{ items: { name: string }[] }>(`/api/devices/${door.id}/commands`)).items.map(({ name }) => name).reverse()
      await edge.say(beam, 'camera.intrusion', { isActive: true })
      const [alarm] = await alarmsOf(beam.code)
      const id = alarm?.id as string
      expect(await namesOf()).toEqual(at === 'raised' ? ['door.hold-closed'] : [])
      body(await step(id, 'accept'))
      await app.work()
      expect(await namesOf()).toEqual(['door.hold-closed'])
      body(await step(id, 'handle', { result: 'real', note: '已驱离' }))
      await app.work()
      expect(await namesOf()).toEqual(['door.hold-closed'])
      body(await step(id, 'close', {}, village.tokens.manager))
      await app.work()
      expect(await namesOf()).toEqual(['door.hold-closed', 'door.release'])
      const notes = (await get<Alarm>(`/api/alarms/${id}`)).timeline.filter(({ action }) => action === 'note').map(({ note }) => note)
      expect(notes).toEqual([`${at}门：门闸已下令锁闭`, `${at}门：门闸已下令恢复`])
    }
  })

  it('closes no gate while a fire stands open in the estate', async () => {
    const smoke = await edge.device('smoke-detector', '门卫室烟感')
    const beam = await edge.device('perimeter-sensor', '火警时对射')
    const door = await edge.device('door-controller', '火警时门')
    await edge.ready(
      [
        { deviceId: beam.id, role: 'detector' },
        { deviceId: door.id, role: 'gate' },
      ],
      { name: '火警时围栏', gateAction: 'lock' },
    )
    await edge.say(smoke, 'fire.alarmed', { kind: 'smoke' })
    await edge.say(beam, 'camera.intrusion', { isActive: true })
    expect(await alarmsOf(beam.code)).toHaveLength(1)
    const { items } = await get<{ items: unknown[] }>(`/api/devices/${door.id}/commands`)
    expect(items).toEqual([])
  })

  it('asks little of the database for its lists', async () => {
    const ask = async (path: string) =>
      Number((await app.call('GET', path, { token: village.tokens.manager })).headers.get('x-liren-statements'))
    expect(await ask('/api/zones?limit=50')).toBeLessThanOrEqual(3)
    expect(await ask('/api/zone-events?limit=50')).toBeLessThanOrEqual(3)
    expect(await ask('/api/zones/coverage')).toBeLessThanOrEqual(6)
  })
})
