import type { Partner } from '@liren/contract/capabilities/api'
import type { Device } from '@liren/contract/capabilities/device'
import type { RuleContent } from '@liren/contract/capabilities/rule'
import type { DeviceMessage, Subscription } from '@liren/contract/capabilities/subscription'
import type { ShadowView } from '@liren/contract/device/data-endpoints'
import type { WarehouseItem } from '@liren/contract/device/warehouse-endpoints'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startTestApp, type TestApp } from '../../../test/app.ts'
import { describeStores } from '../../../test/stores.ts'
import { makeVillage, type Village } from '../../../test/village.ts'
import { rollUp } from '../../engines/thing/index.ts'
import { signatureHeaders, signRequest } from '../../kernel/crypto/signed-request.ts'
import { unscoped } from '../../kernel/store/scope.ts'
import { openRules } from '../rule/testing.ts'
import { body } from './testing.ts'

type Who = keyof Village['tokens']
const hour = 3_600_000

describeStores('the meter of one home', (open) => {
  let app: TestApp
  let village: Village
  let set: Awaited<ReturnType<typeof openRules>>
  let home: Device
  /** The same meter where it counts for everybody: what is withheld of the one is shown of the other. */
  let hall: Device
  let start: number
  const keys = { publicKey: '', privateKey: '' }
  beforeAll(async () => {
    app = await startTestApp(open, { settings: { LIREN_REDIS_URL: '' } })
    village = await makeVillage(app)
    set = await openRules(app, village, 'home-bridge')
    Object.assign(keys, app.kernel.crypto.generateKeyPair())
    start = app.clock.now()
    home = await set.device('meter-home', 'meter-1p', { placeId: village.house.id })
    hall = await set.device('meter-hall', 'meter-1p', { placeId: village.garden.id })
    await app.clock.advance(hour)
  })
  afterAll(() => app.close())

  const read = async (energyWh: number) => {
    for (const code of ['meter-home', 'meter-hall']) await set.say(code, 'meter.read', { energyWh, powerW: 640 })
  }
  const get = <T>(path: string, token: string = village.tokens.manager) => app.call<T>('GET', path, { token })
  const ok = async <T>(path: string, token?: string) => body(await get<T>(path, token))
  const series = ({ id }: Device) =>
    `/api/devices/${id}/series?property=energyWh&from=${new Date(start).toISOString()}&to=${new Date(app.clock.now() + 1).toISOString()}`
  const reveal = (device: Device, more: object = {}, who: Who = 'manager') =>
    app.call<{ shadow: ShadowView; curve: { items: { average: number }[] } | null }>('POST', `/api/devices/${device.id}/readings/reveal`, {
      token: village.tokens[who],
      body: { property: 'energyWh', reason: '住户报表计走字异常', ...more },
    })
  const number = 4_321_987

  it('is shown by its health and presence; no door of the device register shows what it reads', async () => {
    await read(number)
    const whole = async (device: Device) =>
      JSON.stringify([
        await ok(`/api/devices/${device.id}`),
        await ok(`/api/device-codes/${device.code}`),
        await ok(`/api/devices?q=${device.code}`),
        await ok(`/api/devices/${device.id}/shadow`),
        await ok(`/api/devices/${device.id}/events`),
        await ok(`/api/devices/${device.id}/history`),
        (await ok<{ items: WarehouseItem[] }>('/api/device-warehouse?store=energy')).items.filter(({ id }) => id === device.id),
      ])
    expect(await whole(home)).not.toContain(String(number))
    expect((await whole(hall)).split(String(number)).length).toBeGreaterThan(5)
    const shown = (await ok<{ device: Device }>(`/api/devices/${home.id}`)).device
    expect(shown).toMatchObject({ withheld: true, presence: 'online' })
    expect(shown.heardAt).not.toBeNull()
    expect((await ok<{ device: Device }>(`/api/devices/${hall.id}`)).device.withheld).toBe(false)
    const { items } = await ok<{ items: WarehouseItem[] }>('/api/device-warehouse?store=energy')
    expect(items.map(({ code, withheld, values }) => [code, withheld, values.length > 0]).sort()).toEqual([
      ['meter-hall', false, true],
      ['meter-home', true, false],
    ])
    const events = await ok<{ items: { type: string; values: object }[] }>(`/api/devices/${home.id}/events`)
    expect(events.items.map(({ type, values }) => [type, Object.keys(values).length])).toContainEqual(['meter.read', 0])
  })

  it('gives no curve and no point to whoever may read devices', async () => {
    for (const who of ['manager', 'worker', 'officer'] as const) {
      const token = village.tokens[who]
      for (const path of [series(home), `/api/devices/${home.id}/points?property=energyWh`]) {
        const answer = await get(path, token)
        expect([who, answer.status, answer.error?.code]).toEqual([who, 403, 'device.withheld'])
      }
      expect((await get<{ items: object[] }>(`/api/devices/${hall.id}/points?property=energyWh`, token)).body.items).toHaveLength(1)
    }
    expect((await ok<{ items: object[] }>(series(hall))).items).not.toEqual([])
    expect((await app.call('GET', series(home))).status).toBe(401)
    expect((await get(series(home), village.tokens.farManager)).status).toBe(404)
  })

  it('tells the live channel that something was said, and never what', async () => {
    const live = async (after: number) => (await ok<{ items: { seq: number; name: string }[] }>(`/api/live/events?after=${after}`)).items
    const before = (await live(0)).at(-1)?.seq ?? 0
    await read(number + 1)
    const heard = await live(before)
    expect(heard.map(({ name }) => name)).toContain('device.told')
    expect(JSON.stringify(heard)).not.toContain(String(number + 1))
  })

  it('goes to no application and no data flow with what it reads, and cannot be picked out by it', async () => {
    const admin = set.scene.admin
    const post = async <T>(path: string, given: object) => body(await app.call<T>('POST', path, { token: admin, body: given }), 201)
    const partner = await post<Partner>('/api/partners', {
      ...{ name: '能耗应用', owner: '街道', publicKey: keys.publicKey, groups: ['device', 'subscription'] },
      ...{ placeId: village.estate.id, perSecond: 1000 },
    })
    const wish = (more: object) => ({
      ...{ name: '电表数据', placeId: village.estate.id, source: { by: 'kind', kinds: ['meter'] }, types: ['meter.*'], where: [] },
      ...{ target: { to: 'table' }, isEnabled: true, ...more },
    })
    const own = await post<Subscription>('/api/subscriptions', wish({ partnerId: partner.id }))
    const house = await post<Subscription>('/api/subscriptions', wish({ name: '内部' }))
    const high = await post<Subscription>(
      '/api/subscriptions',
      wish({ name: '高用量', where: [{ path: 'energyWh', is: 'above', value: 1000 }] }),
    )
    await read(number + 2)
    const told = async ({ id }: Subscription) =>
      (await ok<{ items: DeviceMessage[] }>(`/api/subscriptions/${id}/messages`, admin)).items.map(({ device, values }) => [
        device.code,
        values.energyWh,
      ])
    for (const one of [own, house])
      expect(await told(one)).toEqual([
        ['meter-home', undefined],
        ['meter-hall', number + 2],
      ])
    expect(await told(high)).toEqual([['meter-hall', number + 2]])

    // The application's own door to the register is the same door.
    let nonces = 0
    const asPartner = (target: string, given?: object) => {
      const [method, text] = given === undefined ? ['GET', ''] : ['POST', JSON.stringify(given)]
      const parts = { keyId: partner.keyId, now: app.clock.now(), nonce: `home-nonce-${String(++nonces).padStart(10, '0')}` }
      const made = signRequest(app.kernel.crypto, keys.privateKey, { method, target, body: Buffer.from(text) }, parts)
      const headers = Object.fromEntries(Object.entries(signatureHeaders).map(([part, name]) => [name, made[part as keyof typeof made]]))
      return app.call<{ shadow?: ShadowView }>(method, target, { headers, ...(given === undefined ? {} : { body: text }) })
    }
    const { shadow } = body(await asPartner(`/api/devices/${home.id}/shadow`))
    expect(shadow?.reported).toEqual({})
    expect((await asPartner(`/api/devices/${home.id}/points?property=energyWh`)).error?.code).toBe('device.withheld')
    expect((await asPartner(`/api/devices/${home.id}/readings/reveal`, { reason: '能耗分析' })).status).toBe(403)
    expect(body(await asPartner(`/api/devices/${hall.id}/shadow`)).shadow?.reported.energyWh?.v).toBe(number + 2)
  })

  it('is revealed to whoever has the permission and says why, and every look is on record', async () => {
    expect((await app.call('POST', `/api/devices/${home.id}/readings/reveal`, { body: { reason: '核对' } })).status).toBe(401)
    for (const who of ['worker', 'officer', 'gridWorker', 'resident'] as const) expect((await reveal(home, {}, who)).status, who).toBe(403)
    expect((await reveal(home, {}, 'farManager')).status).toBe(404)
    for (const reason of ['', ' ', undefined]) expect((await reveal(home, { reason })).status).toBe(400)
    const looks = () =>
      unscoped<{ actor_id: string; reason: string }>(app.kernel.store, 'a test reads the trail', {
        sql: "SELECT actor_id, reason FROM audit_entries WHERE action = 'device.readings-revealed' AND subject_id = ? AND result = 'done'",
        params: [home.id],
      })
    expect(await looks()).toEqual([])
    await read(number + 3)
    await rollUp(app.kernel)
    const { shadow, curve } = body(await reveal(home))
    expect(shadow.reported.energyWh?.v).toBe(number + 3)
    expect(curve?.items.at(-1)?.average).toBeGreaterThanOrEqual(number)
    expect(await looks()).toEqual([{ actor_id: village.ids.manager, reason: '住户报表计走字异常' }])
  })

  it('sets rules off as any other, and neither a firing nor its alarm nor a rehearsal tells what it read', async () => {
    const above = 2_000_000
    const content: RuleContent = {
      when: [
        { kind: 'event', of: { by: 'kind', kind: 'meter' }, type: 'meter.read', where: [{ path: 'energyWh', is: 'above', value: above }] },
      ],
      given: [[{ kind: 'property', property: 'energyWh', is: 'above', value: above }]],
      actions: [{ kind: 'alarm', alarm: 'rule', level: 3, title: '用量偏高' }],
      restSeconds: 0,
    }
    const rule = await set.make(content)
    await read(number + 4)
    const firings = await set.firings(rule)
    expect(firings.map(({ cause, given }) => [cause.device?.code, given[0]?.[0]?.holds]).sort()).toEqual([
      ['meter-hall', true],
      ['meter-home', true],
    ])
    const rehearsed = body(
      await set.post<{ items: { device: { id: string } }[] }>('/rehearse', {
        name: '试运行',
        placeId: village.estate.id,
        content,
        days: 1,
      }),
      200,
    ).items
    const alarms = (await ok<{ items: { id: string; device: { id: string } }[] }>('/api/alarms?limit=100')).items
    const told = async ({ id }: Device) => {
      const own = alarms.filter(({ device }) => device.id === id)
      expect(own).toHaveLength(1)
      return [
        firings.filter(({ cause }) => cause.device?.id === id),
        rehearsed.filter(({ device }) => device.id === id),
        [own, await ok(`/api/alarms/${own[0]?.id}`)],
      ].map((all) => JSON.stringify(all).includes(String(number + 4)))
    }
    expect(await told(home)).toEqual([false, false, false])
    expect(await told(hall)).toEqual([true, true, true])

    // one that was written down before this rule was
    const [first] = await unscoped<{ id: string; content: string }>(app.kernel.store, 'a test ages a firing', {
      sql: 'SELECT id, content FROM rule_firings WHERE rule_id = ? AND device_id = ?',
      params: [rule.id, home.id],
    })
    expect(first?.content).not.toContain(String(number + 4))
    const kept = JSON.parse(first?.content ?? '{}') as { given: { value: string | null }[][] }
    const given = kept.given.map((group) => group.map((one) => ({ ...one, value: String(number + 4) })))
    const aged = JSON.stringify({ ...kept, values: { energyWh: number + 4 }, given })
    await app.kernel.store.run('UPDATE rule_firings SET content = ? WHERE id = ?', [aged, first?.id ?? ''])
    expect(JSON.stringify((await set.firings(rule)).filter(({ cause }) => cause.device?.id === home.id))).not.toContain(String(number + 4))
  })

  it('costs the same number of statements withheld or not', async () => {
    const cost = async (path: string) => Number((await get(path)).headers.get('x-liren-statements'))
    for (const what of ['', '/shadow', '/events'])
      expect(await cost(`/api/devices/${home.id}${what}`)).toBe(await cost(`/api/devices/${hall.id}${what}`))
  })
})
