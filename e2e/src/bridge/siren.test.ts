import type { AlarmSummary } from '@liren/contract/capabilities/alarm'
import type { CameraViewing } from '@liren/contract/capabilities/camera'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { body } from '../../../bff/src/capabilities/device/testing.ts'
import { openBoundary } from '../../../bff/src/capabilities/zone/testing.ts'
import { describeStores } from '../../../bff/test/stores.ts'
import { makeCertificates } from '../../../device-bridge/test/certificates.ts'
import { until } from '../../../device-bridge/test/stand.ts'
import { startCameraSim } from '../../../simulators/src/camera/cameras.ts'
import { type Siren, startSiren } from '../../../simulators/src/siren.ts'
import { type Gate, openGate } from './gate.ts'

const registration = '31103304012016080099'

/** A lift, a beam at a wall and two sound-light alarms, each on a socket of its own, and the cameras that look at them. */
describeStores('pictures and sirens with an alarm, over the devices’ own sockets', (open) => {
  let gate: Gate
  let pictures: Awaited<ReturnType<typeof startCameraSim>>
  const certificates = makeCertificates()
  const sirens = new Map<string, Siren>()
  beforeAll(async () => {
    certificates.make('authority')
    for (const name of ['bridge', 'lift-9']) certificates.make(name, 'authority')
    let now = () => Date.now()
    pictures = await startCameraSim({ now: () => now() })
    gate = await openGate(open, {
      settings: { LIREN_CAMERA_URL: pictures.url },
      env: {
        LIREN_BRIDGE_TLS_CERT: certificates.file('bridge.pem'),
        LIREN_BRIDGE_TLS_KEY: certificates.file('bridge.key'),
        LIREN_BRIDGE_TLS_CA: certificates.file('authority.pem'),
      },
    })
    now = () => gate.app.clock.now()
    await gate.put('lift-9', 'lift-monitor', { address: { registration } }, certificates.fingerprint('lift-9'))
    await gate.put('car-9', 'lift-camera', { address: { inLift: true } })
    await gate.put('beam-1', 'perimeter-sensor')
    await gate.put('wall-1', 'perimeter-camera')
    for (const code of ['siren-lift', 'siren-wall']) await gate.put(code, 'siren')
    await gate.start()
  }, 90_000)
  afterAll(async () => {
    for (const siren of sirens.values()) await siren.close()
    await gate?.close()
    await pictures?.close()
    certificates.remove()
  }, 60_000)

  const siren = async (code: string): Promise<Siren> => {
    const made =
      sirens.get(code) ??
      startSiren({ brokerUrl: gate.mqttUrl(), device: code, secret: gate.secretOf(code), now: () => gate.app.clock.now() })
    sirens.set(code, made)
    await until(() => made.connected)
    return made
  }
  const connected = async (code: string, more: object) => {
    const setup = { source: 'simulator', user: '', hasPeople: true, isBuffered: false, sirenId: null, covers: [], version: 0, ...more }
    body(await gate.app.call('PUT', `/api/cameras/${gate.device(code).id}`, { token: gate.village.tokens.manager, body: setup }))
  }
  /** What opens beside the alarm for whoever is on duty, and the picture that it shows. */
  const opened = async (alarmId: string) => {
    const token = gate.village.tokens.manager
    const { items } = body(
      await gate.app.call<{ items: { camera: { id: string }; why: string }[] }>('GET', `/api/alarms/${alarmId}/cameras`, { token }),
    )
    const looks = items.map(async ({ camera, why }) => {
      const { url } = body(
        await gate.app.call<CameraViewing>('POST', `/api/cameras/${camera.id}/viewings`, { token, body: { alarmId } }),
        201,
      )
      const picture = await fetch(gate.app.origin + url, { headers: { authorization: `Bearer ${token}` } })
      const bytes = Buffer.from(await picture.arrayBuffer())
      return [camera.id, why, picture.headers.get('content-type'), bytes.subarray(0, 2).toString('hex')]
    })
    return Promise.all(looks)
  }
  const turned = async (code: string) => (await gate.heard(code, 'siren.state')).map(({ values }) => values.isOn)

  it('[GB42455-8.3.1-d] an alarm of the lift opens the picture of its car and sounds the siren, which is silent again once the alarm is closed', async () => {
    const bell = await siren('siren-lift')
    const covers = [{ kind: 'car', placeId: gate.village.estate.id, deviceId: gate.device('lift-9').id, facade: null }]
    await connected('car-9', { url: 'car-9', sirenId: gate.device('siren-lift').id, covers })
    const proof = { key: certificates.read('lift-9.key'), cert: certificates.read('lift-9.pem'), rejectUnauthorized: false }
    const lift = await gate.connect('lift-9', proof, `mqtts://127.0.0.1:${gate.bridge().mqttsPort}`)
    const say = (more: object) =>
      lift.publishAsync('lift/lift-9/report', JSON.stringify({ lift: registration, ts: gate.app.clock.now(), ...more }), { qos: 1 })
    expect(bell.isOn).toBe(false)
    await say({ items: { carPosition: '7', doorZone: 2, doorStatus: 1, carStatus: 0, serviceMode: 0 } })
    await say({ faults: [{ code: '11' }] })
    await until(async () => (await gate.alarms('lift-9')).length === 2 && bell.isOn)
    const raised = await gate.alarms('lift-9')
    expect(raised.map(({ kind }) => kind).sort()).toEqual(['lift-fault', 'lift-trapped'])
    for (const { id } of raised) expect(await opened(id)).toEqual([[gate.device('car-9').id, 'car', 'image/jpeg', 'ffd8']])
    const silenced = async () => (await gate.commands('siren-lift')).filter(({ values }) => values.isOn === false).length
    await gate.settle(raised[0]?.id as string)
    // the other one still needs it
    expect(await silenced()).toBe(0)
    await gate.settle(raised[1]?.id as string)
    expect(await silenced()).toBe(1)
    // the house hears both from the siren itself
    await until(async () => {
      const states = await turned('siren-lift')
      return states.includes(true) && states.at(-1) === false
    })
    expect(bell.isOn).toBe(false)
  }, 90_000)

  it('[GB42455-8.3.2-e] somebody over the wall opens the picture of the zone and sounds its siren, and no other', async () => {
    const edge = await openBoundary(gate.app, gate.village, 'edge')
    const [bell, other] = [await siren('siren-wall'), await siren('siren-lift')]
    await connected('wall-1', { url: 'fence-1' })
    await edge.ready([
      { deviceId: gate.device('beam-1').id, role: 'detector' },
      { deviceId: gate.device('wall-1').id, role: 'camera' },
      { deviceId: gate.device('siren-wall').id, role: 'siren' },
    ])
    const beam = await gate.connect('beam-1')
    const said = { id: 'cut-1', ts: gate.app.clock.now(), type: 'camera.intrusion', values: { isActive: true, rule: 'line' } }
    await beam.publishAsync('v1/demo/perimeter-sensor/beam-1/event', JSON.stringify(said), { qos: 1 })
    await until(async () => (await gate.alarms('beam-1')).length > 0 && bell.isOn)
    const [crossed] = await gate.alarms('beam-1')
    expect(crossed).toMatchObject({ kind: 'perimeter', device: { code: 'beam-1' } })
    expect(await opened((crossed as AlarmSummary).id)).toEqual([[gate.device('wall-1').id, 'zone', 'image/jpeg', 'ffd8']])
    expect(other.isOn).toBe(false)
    await gate.settle((crossed as AlarmSummary).id)
    await until(() => !bell.isOn)
  }, 90_000)
})
