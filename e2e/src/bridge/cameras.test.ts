import type { AlarmSummary } from '@liren/contract/capabilities/alarm'
import type { CameraClip, ClipPlaying } from '@liren/contract/capabilities/camera'
import type { FallSummary } from '@liren/contract/capabilities/falling'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { recorderOf } from '../../../bff/src/capabilities/camera/recorder.ts'
import { body } from '../../../bff/src/capabilities/device/testing.ts'
import { describeStores } from '../../../bff/test/stores.ts'
import { until } from '../../../device-bridge/test/stand.ts'
import { startCameraSim } from '../../../simulators/src/camera/cameras.ts'
import { facadeCorners } from '../../../simulators/src/camera/scene.ts'
import { type Gate, openGate } from './gate.ts'

type Seen = { readonly camera: { readonly id: string }; readonly why: string; readonly clips: readonly CameraClip[] }

/** Cameras that push what they found over HTTP, each with its own secret. */
describeStores('what cameras tell over their own sockets', (open) => {
  let gate: Gate
  let pictures: Awaited<ReturnType<typeof startCameraSim>>
  beforeAll(async () => {
    let now = () => Date.now()
    pictures = await startCameraSim({ now: () => now() })
    gate = await openGate(open, { settings: { LIREN_CAMERA_URL: pictures.url } })
    now = () => gate.app.clock.now()
    await gate.put('facade-1', 'falling-object-camera', { placeId: gate.village.building.id })
    await gate.put('hall-1', 'area-camera', { placeId: gate.village.building.id })
    await gate.put('car-1', 'lift-camera', { placeId: gate.village.building.id, address: { inLift: true, deviceId: 'car-1' } })
    await gate.start()
    await until(() => gate.bridge().httpPort !== undefined)
    await connected('hall-1', { url: 'stairs-9', hasPeople: true })
    await connected('car-1', { url: 'car-1', hasPeople: true })
    const columns = ['01', '02'].map((ending) => ({ unitId: gate.village.unit.id, ending }))
    const facade = { side: 'south', corners: facadeCorners, bottomFloor: 1, topFloor: 18, floorMeters: 3, columns }
    await connected('facade-1', {
      url: 'facade-1',
      covers: [{ kind: 'facade', placeId: gate.village.building.id, deviceId: null, facade }],
    })
  }, 90_000)
  afterAll(async () => {
    await gate?.close()
    await pictures?.close()
  }, 60_000)

  const connected = async (code: string, more: object) => {
    const setup = { source: 'simulator', user: '', hasPeople: false, isBuffered: false, sirenId: null, covers: [], version: 0, ...more }
    body(await gate.app.call('PUT', `/api/cameras/${gate.device(code).id}`, { token: gate.village.tokens.manager, body: setup }))
  }
  const get = async <T>(path: string) => body(await gate.app.call<T>('GET', path, { token: gate.village.tokens.manager }))
  const kept = async (alarmId: string, kind: 'still' | 'clip') => {
    let found: CameraClip | undefined
    await until(async () => {
      await recorderOf(gate.app.kernel).round()
      await gate.app.clock.advance(1000)
      const { items } = await get<{ items: Seen[] }>(`/api/alarms/${alarmId}/cameras`)
      found = items.flatMap(({ clips }) => clips).find((clip) => clip.kind === kind && clip.state === 'kept')
      return found !== undefined
    })
    return found as CameraClip
  }

  it('refuses what comes with another camera’s secret, and keeps nothing of it', async () => {
    const url = `http://127.0.0.1:${gate.bridge().httpPort}/camera/facade-1/${gate.secretOf('hall-1')}`
    const told = JSON.stringify({ id: 'x-1', at: gate.app.clock.now(), type: 'camera.falling-object', values: {} })
    expect((await fetch(url, { method: 'POST', body: told })).status).toBe(403)
    expect(await gate.alarms('facade-1')).toEqual([])
  })

  it('[ZJWL-6.2.2.1-2] [GB42455-8.1.12-b] a falling object becomes one event with its path and clip, however often the camera tells it', async () => {
    const fall = await pictures.fall('facade-1', { floor: 9, floors: 18, along: 0.7 })
    expect(await gate.push('facade-1', 'camera.falling-object', { ...fall, record: 'r-1' }, 'fall-1')).toBe(200)
    await until(async () => (await gate.alarms('facade-1')).length === 1)
    expect(await gate.push('facade-1', 'camera.falling-object', { fromFloor: '9' }, 'fall-2')).toBe(200)
    await until(async () => (await gate.alarms('facade-1'))[0]?.times === 2)
    const { items } = await get<{ items: FallSummary[] }>('/api/falling-objects?limit=50')
    expect(items).toHaveLength(1)
    expect(items[0]).toMatchObject({ method: 'physics', times: 2 })
    const clip = await kept((await gate.alarms('facade-1'))[0]?.id as string, 'clip')
    const playing = body(
      await gate.app.call<ClipPlaying>('POST', `/api/camera-clips/${clip.id}/viewings`, {
        token: gate.village.tokens.manager,
        body: { alarmId: clip.alarmId },
      }),
      201,
    )
    expect(playing.frames.length).toBeGreaterThan(10)
    const path = (await get<{ trajectory: unknown[] }>(`/api/falling-objects/${items[0]?.id}`)).trajectory
    expect(path.length).toBeGreaterThan(5)
  }, 90_000)

  it('[GB42455-8.3.6-a] an e-bike where none may stand and one in the stairs raise alarms with picture and place', async () => {
    for (const values of [{ behaviour: 'misparked' }, { behaviour: 'indoors', floor: '1' }])
      expect(await gate.push('hall-1', 'camera.ebike', values, values.behaviour)).toBe(200)
    await until(async () => (await gate.alarms('hall-1')).length === 2)
    const alarms = await gate.alarms('hall-1')
    expect(alarms.map(({ kind, part }) => [kind, part]).sort()).toEqual([
      ['ebike', 'indoors'],
      ['ebike', 'misparked'],
    ])
    for (const { id, place } of alarms) {
      expect(place.label).toContain('3幢')
      expect((await kept(id, 'still')).camera.id).toBe(gate.device('hall-1').id)
    }
  }, 90_000)

  it('an e-bike before the camera of a car is an alarm of the lift, also in the words of a terminal, and told once', async () => {
    const url = `http://127.0.0.1:${gate.bridge().httpPort}/camera/car-1/${gate.secretOf('car-1')}`
    const time = new Date(gate.app.clock.now() + 8 * 3_600_000).toISOString().slice(0, 19).replace('T', ' ')
    const push = { operator: 'ElectricalBicycleSnapPush', info: { DeviceID: 'car-1', SnapID: 9, time } }
    for (let i = 0; i < 2; i++) expect((await fetch(url, { method: 'POST', body: JSON.stringify(push) })).status).toBe(200)
    await until(async () => (await gate.alarms('car-1')).length > 0)
    const alarms: AlarmSummary[] = await gate.alarms('car-1')
    expect(alarms).toMatchObject([{ kind: 'lift-ebike', times: 1 }])
    expect(await gate.heard('car-1', 'lift.ebike')).toHaveLength(1)
  }, 90_000)
})
