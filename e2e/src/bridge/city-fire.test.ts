import { connect, type Socket } from 'node:net'
import { demoAccounts } from '@liren/contract'
import type { AlarmSummary } from '@liren/contract/capabilities/alarm'
import { cityReportWithin } from '@liren/contract/capabilities/hazard'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { describeStores } from '../../../bff/test/stores.ts'
import { encodePacket } from '../../../device-bridge/src/protocols/gbt26875/frame.ts'
import { smoke } from '../../../device-bridge/test/fire-stand.ts'
import { until } from '../../../device-bridge/test/stand.ts'
import { type CityFireSim, startCityFireSim } from '../../../simulators/src/city-fire.ts'
import { type Gate, openGate } from './gate.ts'

const panel = '0000000000f1'

/** A panel that dials the bridge, the real server, and the city's platform behind it. */
describeStores('a fire, from the panel to the city', (open) => {
  let gate: Gate
  let city: CityFireSim
  let socket: Socket
  let serial = 0
  beforeAll(async () => {
    let clock = () => Date.now()
    city = await startCityFireSim({ ...demoAccounts.cityFire, now: () => clock() })
    gate = await openGate(open, { settings: { LIREN_CITY_FIRE_URL: city.url } })
    clock = () => gate.app.clock.now()
    await gate.put(
      'panel-1',
      'fire-panel',
      { name: '消防主机', address: { address: panel }, placeId: gate.village.building.id },
      'ab'.repeat(32),
    )
    await gate.start('gbt26875.tcp')
    socket = connect({ host: '127.0.0.1', port: gate.bridge().ports['gbt26875.tcp'] as number })
    socket.on('error', () => undefined)
    await new Promise<void>((resolve) => socket.once('connect', resolve))
  }, 90_000)
  afterAll(async () => {
    socket?.destroy()
    await gate?.close()
    await city?.close()
  }, 60_000)

  const say = (state: number) => {
    const at = gate.app.clock.now()
    socket.write(encodePacket({ serial: ++serial, source: panel, destination: '000000000000', command: 2, data: smoke(state), at }))
  }

  it('[GB42455-6.4.3-a] reaches the city with a receipt within the limit, after failures that are tried again, and once', async () => {
    const { app, alarms, alarm } = gate
    city.fault({ path: '/fire-alarms', times: 1, silence: 'drop' })
    city.fault({ path: '/fire-alarms', times: 1, status: 503 })
    say(0)
    say(2)
    await until(async () => (await alarms('panel-1')).length === 1)
    const [fire] = await alarms('panel-1')
    const { id, number } = fire as AlarmSummary
    expect(city.received).toEqual([])
    expect((await alarm(id)).timeline.map(({ action }) => action)).toEqual(expect.arrayContaining(['raise', 'order', 'report', 'failed']))
    await app.clock.advance(6_000)
    await app.work()
    expect(city.received).toEqual([])
    await app.clock.advance(11_000)
    await app.work()
    expect(city.received).toHaveLength(1)
    expect(city.received[0]).toMatchObject({ serial: id, receipt: 'CF000001', times: 1, device: '消防主机' })
    expect(city.received[0]?.place).toContain('3幢')
    const whole = await alarm(id)
    expect(whole.number).toBe(number)
    const receipt = whole.timeline.find(({ action }) => action === 'receipt')
    expect(receipt?.note).toBe('CF000001')
    expect(Date.parse(receipt?.at ?? '') - Date.parse(whole.timeline[0]?.at ?? '')).toBeLessThanOrEqual(cityReportWithin)
    // the panel says it again: the city hears of it once
    say(0)
    say(2)
    await until(async () => (await alarms('panel-1'))[0]?.times === 2)
    await app.clock.advance(60_000)
    await app.work()
    expect(city.received).toHaveLength(1)
    expect(city.received[0]?.times).toBe(1)
  }, 90_000)

  it('is refused by the city when it is not signed by this community', async () => {
    const answer = await fetch(`${city.url}/fire-alarms`, { method: 'POST', body: '{"serial":"1","place":"x","raisedAt":"2026-01-01"}' })
    expect(answer.status).toBe(401)
  })
})
