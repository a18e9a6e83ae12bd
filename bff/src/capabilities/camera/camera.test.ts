import type { Alarm } from '@liren/contract/capabilities/alarm'
import type { Camera, CameraClip, CameraViewing, ClipPlaying } from '@liren/contract/capabilities/camera'
import { startCameraSim } from '@liren/simulators/camera/cameras'
import { facadeCorners } from '@liren/simulators/camera/scene'
import sharp from 'sharp'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startTestApp, type TestApp } from '../../../test/app.ts'
import { describeStores } from '../../../test/stores.ts'
import { makeVillage, type Village } from '../../../test/village.ts'
import { unscoped } from '../../kernel/store/scope.ts'
import { body } from '../device/testing.ts'
import { openBoundary } from '../zone/testing.ts'
import { recorderOf } from './recorder.ts'

type Setup = { camera: Camera; setup: { url: string; hasPassword: boolean } | null }
type OfAlarm = { items: { camera: Camera; why: string; clips: CameraClip[] }[] }

describeStores('cameras', (open) => {
  let app: TestApp
  let village: Village
  let edge: Awaited<ReturnType<typeof openBoundary>>
  let sim: Awaited<ReturnType<typeof startCameraSim>>
  const get = async <T>(path: string, token = village.tokens.manager) => body(await app.call<T>('GET', path, { token }))
  const picture = async (url: string, token: string) =>
    Buffer.from(await (await fetch(app.origin + url, { headers: { authorization: `Bearer ${token}` } })).arrayBuffer())

  beforeAll(async () => {
    let now = () => Date.now()
    sim = await startCameraSim({ now: () => now() })
    app = await startTestApp(open, { start: Date.parse('2026-03-02T10:00+08:00'), settings: { LIREN_CAMERA_URL: sim.url } })
    now = () => app.clock.now()
    village = await makeVillage(app)
    edge = await openBoundary(app, village, 'eyes')
  })
  afterAll(async () => {
    await app.close()
    await sim.close()
  })

  const save = (id: string, more: object = {}, version = 0) =>
    app.call<Setup>('PUT', `/api/cameras/${id}`, {
      token: village.tokens.manager,
      body: {
        ...{ source: 'simulator', url: 'fence-1', user: '', hasPeople: true, isBuffered: true, sirenId: null, covers: [], version },
        ...more,
      },
    })
  /** A step of the recorder for each second. */
  const record = async (seconds: number) => {
    for (let i = 0; i < seconds; i++) {
      await recorderOf(app.kernel).round()
      await app.clock.advance(1000)
    }
    await app.work()
  }
  const ofAlarm = (id: string, token = edge.guard) => get<OfAlarm>(`/api/alarms/${id}/cameras`, token)
  const alarmOf = async (code: string): Promise<Alarm> => {
    const { items } = await get<{ items: Alarm[] }>('/api/alarms?limit=100')
    return items.find(({ device }) => device?.code === code) as Alarm
  }
  const step = (id: string, action: string, more: object, token: string) =>
    app
      .call<Alarm>('GET', `/api/alarms/${id}`, { token })
      .then(({ body: { version } }) =>
        app.call<Alarm>('POST', `/api/alarms/${id}/actions/${action}`, { token, body: { version, ...more } }),
      )
  const close = async (id: string) => {
    body(await step(id, 'accept', {}, edge.guard))
    body(await step(id, 'handle', { result: 'real', note: '已到场处置' }, edge.guard))
    body(await step(id, 'close', {}, village.tokens.manager))
    await app.work()
  }
  const commandsOf = async (id: string) =>
    (await get<{ items: { name: string; values: object }[] }>(`/api/devices/${id}/commands`)).items.reverse()

  it('refuses a look without permission, without a reason, with another person’s ticket, and a cover elsewhere', async () => {
    const camera = await edge.device('perimeter-camera', '东门摄像机')
    expect(
      (await app.call('POST', `/api/cameras/${camera.id}/viewings`, { token: village.tokens.resident, body: { reason: '看看' } })).status,
    ).toBe(403)
    const look = (more: object, token = edge.guard) =>
      app.call<CameraViewing>('POST', `/api/cameras/${camera.id}/viewings`, { token, body: more })
    expect((await look({ reason: '核实东门情况' })).error?.code).toBe('camera.not-connected')
    expect(
      (await save(camera.id, { covers: [{ kind: 'car', placeId: village.estate.id, deviceId: null, facade: null }] })).error?.code,
    ).toBe('camera.lift-unfit')
    expect((await save(camera.id, { source: 'http', url: 'ftp://camera/picture' })).error?.code).toBe('camera.address-unfit')
    const saved = body(await save(camera.id, { isBuffered: false, password: 'camera-word', user: 'viewer' }))
    expect(saved.setup).toEqual({ url: 'fence-1', user: 'viewer', hasPassword: true })
    expect((await save(camera.id, {}, 0)).error?.code).toBe('stale')
    expect((await look({})).error?.code).toBe('camera.reason-needed')
    const mine = body(await look({ reason: '核实东门情况' }), 201)
    expect(mine.watermark).toContain('ZHENG SHOU ZHENG')
    expect((await app.call('GET', mine.url, { token: village.tokens.manager })).error?.code).toBe('camera.ticket-invalid')
    const first = await picture(mine.url, edge.guard)
    await app.clock.advance(2000)
    const second = await picture(mine.url, edge.guard)
    expect((await sharp(first).metadata()).width).toBe(640)
    expect(await differs(first, second)).toBeGreaterThan(0.002)
    await app.clock.advance(6 * 60_000)
    expect((await app.call('GET', mine.url, { token: edge.guard })).error?.code).toBe('camera.ticket-invalid')
    const [entry] = await unscoped<{ actor_id: string; reason: string }>(app.kernel.store, 'a test looks at the trail', {
      sql: "SELECT actor_id, reason FROM audit_entries WHERE action = 'camera.viewed' AND result = 'done'",
      params: [],
    })
    expect(entry).toMatchObject({ actor_id: edge.guardId, reason: '核实东门情况' })
  })

  it('[GB42455-6.4.4-c.1] opens the camera of a zone with its alarm, keeps what was before and after, and sounds the siren until it is closed', async () => {
    const beam = await edge.device('perimeter-sensor', '北墙对射')
    const camera = await edge.device('perimeter-camera', '北墙摄像机')
    const siren = await edge.device('siren', '北墙声光')
    body(await save(camera.id))
    const other = await edge.device('perimeter-camera', '别处摄像机')
    body(await save(other.id))
    await edge.ready(
      [
        { deviceId: beam.id, role: 'detector' },
        { deviceId: camera.id, role: 'camera' },
        { deviceId: siren.id, role: 'siren' },
      ],
      { name: '北侧围墙' },
    )
    await record(10)
    const at = app.clock.now()
    await edge.say(beam, 'camera.intrusion', { isActive: true })
    await record(10)
    const alarm = await alarmOf(beam.code)
    const { items } = await ofAlarm(alarm.id)
    expect(items.map((one) => [one.camera.id, one.why, one.camera.zones.map(({ name }) => name)])).toEqual([
      [camera.id, 'zone', ['北侧围墙']],
    ])
    const live = body(
      await app.call<CameraViewing>('POST', `/api/cameras/${camera.id}/viewings`, { token: edge.guard, body: { alarmId: alarm.id } }),
      201,
    )
    expect((await sharp(await picture(live.url, edge.guard)).metadata()).format).toBe('jpeg')
    const kept = items[0]?.clips.find(({ kind }) => kind === 'clip') as CameraClip
    expect([kept.state, kept.isWhole, kept.isEvidence, kept.expiresAt]).toEqual(['kept', true, true, null])
    expect(Date.parse(kept.from as string)).toBeLessThanOrEqual(at - 6000)
    expect(Date.parse(kept.to as string)).toBeGreaterThanOrEqual(at + 5000)
    const playing = body(
      await app.call<ClipPlaying>('POST', `/api/camera-clips/${kept.id}/viewings`, { token: edge.guard, body: { alarmId: alarm.id } }),
      201,
    )
    expect(playing.frames.length).toBe(kept.frames)
    const [one, last] = [playing.frames[0], playing.frames.at(-1)].map((frame) => frame?.url as string) as [string, string]
    expect(await differs(await picture(one, edge.guard), await picture(last, edge.guard))).toBeGreaterThan(0.002)
    expect(await commandsOf(siren.id)).toMatchObject([{ name: 'siren.set', values: { isOn: true } }])
    await close(alarm.id)
    expect((await commandsOf(siren.id)).map(({ values }) => values)).toMatchObject([{ isOn: true }, { isOn: false }])
  })

  it('opens the camera of the car with an alarm of the lift; its siren sounds and is reset after closing', async () => {
    const lift = await edge.device('lift-monitor', '3号梯')
    const camera = await edge.device('lift-camera', '3号梯轿厢')
    const siren = await edge.device('siren', '3号梯声光')
    const covers = [{ kind: 'car', placeId: village.estate.id, deviceId: lift.id, facade: null }]
    body(await save(camera.id, { url: 'car-3', sirenId: siren.id, covers }))
    await edge.say(lift, 'lift.trapped', { isActive: true, passengers: 2 })
    const alarm = await alarmOf(lift.code)
    const { items } = await ofAlarm(alarm.id)
    expect(items.map((one) => [one.camera.id, one.why])).toEqual([[camera.id, 'car']])
    const open = { token: edge.guard, body: { alarmId: alarm.id } }
    const live = body(await app.call<CameraViewing>('POST', `/api/cameras/${camera.id}/viewings`, open), 201)
    expect((await picture(live.url, edge.guard)).length).toBeGreaterThan(4000)
    expect((await commandsOf(siren.id)).map(({ values }) => values)).toMatchObject([{ isOn: true }])
    await close(alarm.id)
    expect((await commandsOf(siren.id)).map(({ values }) => values)).toMatchObject([{ isOn: true }, { isOn: false }])
  })

  it('[GB42455-6.4.3-b.2] shows cameras of the scene and of the fire lanes by itself when fire is told, and keeps a still with the alarm', async () => {
    const smoke = await edge.device('smoke-detector', '3幢楼道烟感', { placeId: village.building.id })
    const stairs = await edge.device('area-camera', '3幢楼梯间')
    const lane = await edge.device('area-camera', '北侧消防通道')
    const far = await edge.device('area-camera', '会所大堂')
    const cover = (kind: string, placeId: string) => ({ covers: [{ kind, placeId, deviceId: null, facade: null }] })
    body(await save(stairs.id, { url: 'stairs-3', ...cover('stairs', village.building.id) }))
    body(await save(lane.id, { url: 'lane-1', ...cover('fire-lane', village.estate.id) }))
    body(await save(far.id, { url: 'area-9', ...cover('area', village.garden.id) }))
    await edge.say(smoke, 'fire.alarmed', { kind: 'smoke' })
    await record(2)
    const alarm = await alarmOf(smoke.code)
    const { items } = await ofAlarm(alarm.id)
    expect(items.map((one) => [one.camera.id, one.why])).toEqual([
      [stairs.id, 'scene'],
      [lane.id, 'fire-lane'],
    ])
    expect(items.map(({ clips }) => clips.filter(({ kind, state }) => kind === 'still' && state === 'kept').length)).toEqual([1, 1])
  })

  it('[GB42455-8.3.6-a] raises an alarm with picture and place for an e-bike where none may stand and one in the stairs', async () => {
    const camera = await edge.device('area-camera', '架空层摄像机')
    body(await save(camera.id, { url: 'stairs-9' }))
    sim.show('stairs-9', { kind: 'ebike', x: 500, y: 700 })
    await edge.say(camera, 'camera.ebike', { behaviour: 'misparked' })
    await edge.say(camera, 'camera.ebike', { behaviour: 'indoors', floor: '1' })
    await record(2)
    const { items } = await get<{ items: Alarm[] }>('/api/alarms?kind=ebike')
    expect(items.map(({ part, place }) => [part, place.label]).sort()).toEqual([
      ['indoors', '枫林雅苑 · 中心花园'],
      ['misparked', '枫林雅苑 · 中心花园'],
    ])
    for (const { id } of items) {
      const [seen] = (await ofAlarm(id)).items
      expect([seen?.camera.id, seen?.why]).toEqual([camera.id, 'self'])
      expect(seen?.clips.filter(({ kind, state }) => kind === 'still' && state === 'kept')).toHaveLength(1)
    }
  })

  it('forgets what people kept after its days, and keeps what belongs to an alarm', async () => {
    const camera = await edge.device('perimeter-camera', '南墙摄像机')
    body(await save(camera.id))
    await record(9)
    const wish = { token: edge.guard, body: { reason: '有人翻看快递柜' } }
    const clip = body(await app.call<CameraClip>('POST', `/api/cameras/${camera.id}/clips`, wish), 201)
    await record(10)
    const of = async () => (await get<{ items: CameraClip[] }>('/api/camera-clips?limit=100')).items
    expect((await of()).find(({ id }) => id === clip.id)).toMatchObject({ state: 'kept', isEvidence: false, by: '郑守正' })
    const evidence = (await of()).filter(({ isEvidence }) => isEvidence).length
    expect(evidence).toBeGreaterThan(0)
    const later = app.clock.now() + 31 * 86_400_000
    const job = app.house.worker.jobs.find(({ kind }) => kind === 'camera.expire')
    await job?.run({}, { now: later, scheduledFor: later })
    const left = await of()
    expect([left.some(({ id }) => id === clip.id), left.filter(({ isEvidence }) => isEvidence).length]).toEqual([false, evidence])
  })

  it('lists cameras in few questions, whatever they cover', async () => {
    const columns = [{ unitId: null, ending: '01' }]
    const facade = { side: 'south', corners: facadeCorners, bottomFloor: 1, topFloor: 18, floorMeters: 3, columns }
    const camera = await edge.device('falling-object-camera', '3幢南立面')
    const wrong = { ...facade, corners: [...facadeCorners].reverse() }
    const cover = (one: object) => ({ covers: [{ kind: 'facade', placeId: village.building.id, deviceId: null, facade: one }] })
    expect((await save(camera.id, cover(wrong))).error?.code).toBe('camera.facade-unfit')
    body(await save(camera.id, { url: 'facade-3', ...cover(facade) }))
    const answer = await app.call<{ items: Camera[] }>('GET', '/api/cameras?cover=facade&limit=50', { token: village.tokens.manager })
    expect(body(answer).items.map(({ id }) => id)).toEqual([camera.id])
    expect(Number(answer.headers.get('x-liren-statements'))).toBeLessThanOrEqual(4)
  })
})

/** Share of pixels that are clearly another colour. */
async function differs(one: Buffer, other: Buffer): Promise<number> {
  const [a, b] = (await Promise.all([one, other].map((jpeg) => sharp(jpeg).greyscale().raw().toBuffer()))) as [Buffer, Buffer]
  let count = 0
  for (const [i, value] of a.entries()) if (Math.abs(value - (b[i] as number)) > 40) count++
  return count / a.length
}
