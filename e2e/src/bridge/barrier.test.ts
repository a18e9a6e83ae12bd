import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Passage } from '@liren/contract/capabilities/passage'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { body, openScene } from '../../../bff/src/capabilities/device/testing.ts'
import { startTestApp, type TestApp } from '../../../bff/test/app.ts'
import { describeStores } from '../../../bff/test/stores.ts'
import { makeVillage, type Village } from '../../../bff/test/village.ts'
import { openSigner } from '../../../device-bridge/src/crypto.ts'
import type { Fetch } from '../../../device-bridge/src/ports/ports.ts'
import { heartbeat, plateResult } from '../../../device-bridge/src/protocols/vzenith/simulate.ts'
import { openStand, standIn, until } from '../../../device-bridge/test/stand.ts'

const serial = 'fe71e106-57263272'
const day = 86_400_000

/** The real server and the real bridge, and a plate camera with its barrier that speaks to it over HTTP. */
describeStores('a barrier, from the plate to the open way', (open) => {
  let app: TestApp
  let village: Village
  let stand: Awaited<ReturnType<typeof openStand>>
  let folder: string
  let url: string
  let plateNumber = 0

  beforeAll(async () => {
    app = await startTestApp(open, { start: Date.now() })
    village = await makeVillage(app)
    const scene = await openScene(app, village)
    folder = mkdtempSync(join(tmpdir(), 'liren-barrier-'))
    const { publicKey } = await openSigner(join(folder, 'bridge', 'bridge.key'))
    const registration = { name: '东门网桥', publicKey, isEnabled: true }
    body(await app.call('PUT', '/api/bridge/bridges/gate-bridge', { token: scene.admin, body: registration }))
    const env = { LIREN_BRIDGE_HOUSE_URL: app.origin, LIREN_BRIDGE_CODE: 'gate-bridge' }
    const made = await scene.made({
      ...{ productId: scene.product('plate-camera'), code: 'cam-1', name: '东门道闸', bridge: 'gate-bridge', placeId: village.garden.id },
      address: { serial, lane: 1, direction: 'in', gateInput: 1 },
    })
    const issued = body(await scene.post<{ secret: string; version: number }>(made, 'secret'), 201)
    body(await scene.post({ ...made, version: issued.version }, 'activate'))
    const rule = { isOn: true, unknown: 'refuse', isFuzzy: true, version: 0 }
    body(await app.call('PUT', `/api/passages/rules/${village.estate.id}`, { token: village.tokens.manager, body: rule }))
    stand = await openStand([], { env, folder, platform: { ...standIn(), fetch: globalThis.fetch as Fetch } })
    await until(() => stand.registry.get('cam-1')?.isEnabled === true && stand.bridge.httpPort !== undefined)
    url = `http://127.0.0.1:${stand.bridge.httpPort}/vzenith/cam-1/${issued.secret}`
  }, 90_000)
  afterAll(async () => {
    await stand?.close()
    await app?.close()
    rmSync(folder, { recursive: true, force: true })
  })

  type Told = { Response_AlarmInfoPlate?: { ivs_ioctrl?: { io: number; value: number } } }
  const post = async (text: string, headers: Record<string, string> = {}) =>
    (await (await fetch(url, { method: 'POST', headers, body: text })).json()) as Told
  const kept = async (plate: string) =>
    body(
      await app.call<{ items: Passage[] }>('GET', `/api/passages?kind=vehicle&limit=1&plate=${encodeURIComponent(plate)}`, {
        token: village.tokens.officer,
      }),
    ).items[0]

  /** The camera reads a plate and asks for orders until the house has judged it; true where the barrier was told to open. */
  async function drives(plate: string): Promise<boolean> {
    await post(JSON.stringify(plateResult(serial, plate, ++plateNumber, app.clock.now())))
    await until(async () => {
      await app.work()
      return (await kept(plate)) !== undefined
    })
    const passage = await kept(plate)
    if (passage?.result !== 'admitted') {
      // nothing may be waiting for the camera either
      const { total } = await waiting()
      expect(total).toBe(0)
      return false
    }
    const { headers, body: question } = heartbeat(serial)
    let told: Told = {}
    await until(async () => {
      told = await post(question, headers)
      return told.Response_AlarmInfoPlate?.ivs_ioctrl !== undefined
    })
    expect(told.Response_AlarmInfoPlate?.ivs_ioctrl).toMatchObject({ value: 2 })
    await post(JSON.stringify({ AlarmGioIn: { serialno: serial, result: { TriggerResult: { source: 1, value: 1 } } } }))
    return true
  }
  const waiting = async () => {
    const { unscoped } = await import('../../../bff/src/kernel/store/scope.ts')
    const sql = "SELECT COUNT(*) AS total FROM device_commands WHERE state = 'waiting' AND device_code = 'cam-1'"
    const [row] = await unscoped<{ total: number }>(app.kernel.store, 'a test looks at what waits', { sql, params: [] })
    return { total: Number(row?.total ?? 0) }
  }
  const register = async (plate: string, values: object = {}) =>
    body(
      await app.call('POST', '/api/vehicles', {
        token: village.tokens.officer,
        body: {
          ...{ placeId: village.house.id, source: 'collected' },
          values: { plate, plateKind: 'blue', kind: 'car', colour: 'white', stay: 'resident', ownerName: '林晓岚', ...values },
        },
      }),
      201,
    )
  const on = (days: number) => new Date(app.clock.now() + days * day + 8 * 3_600_000).toISOString().slice(0, 10)

  it('[GB42455-8.3.5-b.2] before, within and after the days of a car the gate refuses, admits and refuses', async () => {
    await register('浙A50001', { validFrom: on(2), validUntil: on(9) })
    await register('浙A50002', { validFrom: on(-2), validUntil: on(9) })
    await register('浙A50003', { validFrom: on(-9), validUntil: on(-2) })
    expect(await drives('浙A50001')).toBe(false)
    expect(await kept('浙A50001')).toMatchObject({ result: 'refused', admission: 'early', reason: '未到生效日期' })
    expect(await drives('浙A50002')).toBe(true)
    expect(await kept('浙A50002')).toMatchObject({ result: 'admitted', admission: 'exact' })
    expect(await drives('浙A50003')).toBe(false)
    expect(await kept('浙A50003')).toMatchObject({ result: 'refused', admission: 'expired', reason: '已过有效期' })
  })

  it('[GB42455-6.4.2-a-2] an authorised car opens the barrier; an unknown plate is refused or let in as temporary, as the rule says', async () => {
    await register('浙A50004')
    expect(await drives('浙A50004')).toBe(true)
    expect(await drives('浙A5XX99')).toBe(false)
    expect(await kept('浙A5XX99')).toMatchObject({ result: 'refused', admission: 'unknown' })
    const rule = { isOn: true, unknown: 'temporary', isFuzzy: true, version: 1 }
    body(await app.call('PUT', `/api/passages/rules/${village.estate.id}`, { token: village.tokens.manager, body: rule }))
    expect(await drives('浙A5XX77')).toBe(true)
    expect(await kept('浙A5XX77')).toMatchObject({ result: 'admitted', admission: 'temporary', type: 'stranger' })
    body(
      await app.call('PUT', `/api/passages/rules/${village.estate.id}`, {
        token: village.tokens.manager,
        body: { ...rule, unknown: 'refuse', version: 2 },
      }),
    )
  })

  it('[GB42455-8.3.5-c] a valid registered car opens by itself; a near miss is the one car that it can be, and with two nobody is let in', async () => {
    await register('浙A5B005')
    await register('浙A50S66')
    await register('浙A5DS66')
    expect(await drives('浙A5B005')).toBe(true)
    expect(await drives('浙A58005')).toBe(true)
    expect(await kept('浙A58005')).toMatchObject({ admission: 'fuzzy', vehicle: { home: expect.stringContaining('1201') } })
    expect(await drives('浙A5QS66')).toBe(false)
    expect(await kept('浙A5QS66')).toMatchObject({ result: 'refused', admission: 'unclear' })
  })
})
