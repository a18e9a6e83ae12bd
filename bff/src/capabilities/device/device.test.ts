import type { Device } from '@liren/contract/capabilities/device'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startTestApp, type TestApp } from '../../../test/app.ts'
import { describeStores } from '../../../test/stores.ts'
import { makeVillage, type Village } from '../../../test/village.ts'
import { unscoped } from '../../kernel/store/scope.ts'
import { body, openScene } from './testing.ts'

describeStores('the record of a device', (open) => {
  let app: TestApp
  let village: Village
  let scene: Awaited<ReturnType<typeof openScene>>

  beforeAll(async () => {
    app = await startTestApp(open)
    village = await makeVillage(app)
    scene = await openScene(app, village)
  })
  afterAll(() => app.close())

  type Shown = { device: Device; can: string[]; connection: { hasSecret: boolean } | null }
  const read = (id: string, token = scene.admin) => app.call<Shown>('GET', `/api/devices/${id}`, { token })
  const patch = (device: Device, more: object, token = scene.admin) =>
    app.call<Device>('PATCH', `/api/devices/${device.id}`, { token, body: { version: device.version, ...more } })
  const list = (query: string, token = scene.admin) =>
    app.call<{ items: Device[]; next?: string }>('GET', `/api/devices?${query}`, { token })

  it('[ZJWL-6.3.5.1] is entered by those who may, and nobody else', async () => {
    const { tokens } = village
    expect((await scene.create({}, tokens.worker)).error?.code).toBe('permission.denied')
    expect((await scene.create({}, tokens.resident)).error?.code).toBe('permission.denied')
    expect((await scene.create({}, tokens.farManager)).error?.code).toBe('device.place-unknown')
    const device = body(await scene.create({}, tokens.manager), 201)
    const [entry] = await unscoped<{ result: string }>(app.kernel.store, 'the test looks at the trail', {
      sql: "SELECT result FROM audit_entries WHERE subject_id = ? AND action = 'device.created'",
      params: [device.id],
    })
    expect(entry).toMatchObject({ result: 'done' })
  })

  it('is refused with everything that is wrong with it at once', async () => {
    const wrong = await scene.create({ code: 'Lamp 1', longitude: 200, installedOn: 'yesterday', name: ' ' })
    expect(wrong.error?.faults.map((fault) => fault.path).sort()).toEqual(['body.code', 'body.installedOn', 'body.longitude', 'body.name'])
    expect((await scene.create({ productId: '01jq0000000000000000000000' })).error?.code).toBe('device.product-unfit')
    expect((await scene.create({ keeperId: '01jq0000000000000000000000' })).error?.code).toBe('device.keeper-unknown')
    expect((await scene.create({ bridge: 'nowhere' })).error?.code).toBe('device.bridge-unknown')
  })

  it('[GB42455-7.2.4-a-1] keeps basic and extended items as they were entered', async () => {
    const full = {
      ...{
        code: 'lamp-full',
        name: '东门一号灯',
        manufacturer: '明灯厂',
        model: 'L2',
        serial: 'SN-0001',
        spot: '东侧立杆',
        installedOn: '2025-03-04',
      },
      ...{ longitude: 121.02, latitude: 31.01, owner: '枫林物业', keeperId: village.ids.worker, warrantyOn: '2027-03-04' },
    }
    const { keeperId, ...kept } = full
    const device = await scene.made(full)
    const shown = body(await read(device.id)).device
    expect(shown).toMatchObject({
      ...kept,
      keeper: { id: keeperId, name: '李守成' },
      kind: 'lamp',
      placeId: village.garden.id,
      missing: [],
    })
    expect(shown).toMatchObject({ presence: 'unknown', placeName: '枫林雅苑 · 中心花园' })
    expect((await scene.create({ code: 'lamp-full' })).error?.code).toBe('device.code-taken')
  })

  it('[GB42455-7.2.4-a] without one of its parts is listed by the quality report', async () => {
    const bare = await scene.made({ name: '只有基本信息' })
    expect(bare.missing).toEqual(['coordinates', 'owner', 'keeper'])
    const incomplete = body(await list('incomplete=true&limit=100')).items.map((device) => device.id)
    const complete = body(await list('incomplete=false&limit=100')).items.map((device) => device.code)
    expect(incomplete).toContain(bare.id)
    expect(complete).toEqual(['lamp-full'])
  })

  it('[GB42455-7.2.4-b] says when and from where it came', async () => {
    const device = await scene.made()
    expect(device).toMatchObject({ source: 'manual', enteredAt: new Date(app.clock.now()).toISOString() })
  })

  it('is changed by one of many who try at once, and never by those of another estate', async () => {
    const device = await scene.made()
    const answers = await Promise.all(['甲', '乙', '丙'].map((name) => patch(device, { name })))
    expect(answers.map((answer) => answer.status).sort()).toEqual([200, 409, 409])
    expect((await patch(device, { name: '丁' }, village.tokens.farManager)).status).toBe(404)
    expect((await read(device.id, village.tokens.farManager)).status).toBe(404)
  })

  it('goes through registration, running, maintenance and retirement, each step once and in order', async () => {
    const device = await scene.made({ code: 'lamp-life' })
    expect((await scene.post(device, 'maintain')).error?.code).toBe('device.stage')
    const active = body(await scene.post(device, 'activate'))
    expect(active).toMatchObject({ stage: 'active', maintainOn: '2026-07-04' })
    expect((await scene.post(device, 'activate')).error?.code).toBe('device.stage')
    const maintained = body(await scene.post(active, 'maintain', { note: '换灯头' }, village.tokens.worker))
    expect(maintained.stage).toBe('maintaining')
    const again = body(await scene.post(maintained, 'resume', {}, village.tokens.worker))
    expect((await scene.post(again, 'retire', {}, village.tokens.worker)).error?.code).toBe('permission.denied')
    const retired = body(await scene.post(again, 'retire', { note: '拆除' }))
    expect(retired.stage).toBe('retired')
    for (const what of ['activate', 'maintain', 'resume', 'retire'])
      expect((await scene.post(retired, what)).error?.code).toBe('device.stage')
    expect((await patch(retired, { name: '又用' })).error?.code).toBe('device.stage')
    const history = await app.call<{ items: { action: string; note: string | null }[] }>('GET', `/api/devices/${device.id}/history`, {
      token: scene.admin,
    })
    expect(history.body.items.map((entry) => entry.action)).toEqual(['retired', 'resumed', 'maintaining', 'activated', 'registered'])
  })

  it('[ZJWL-9.2.1.2-2] has a code that is given once and never again, not even after retirement', async () => {
    const device = await scene.made({ code: 'lamp-once' })
    body(await scene.post(device, 'retire'))
    expect((await scene.create({ code: 'lamp-once' })).error?.code).toBe('device.code-taken')
  })

  it('[GB42455-9.3-b] of a product without a security checklist of its terminal does not run', async () => {
    const model = {
      properties: [],
      events: [],
      services: [{ code: 'device.identify', text: { zh: '点名', en: '' }, params: [], isDangerous: false, ttlSeconds: 9 }],
    }
    const fresh = {
      ...{ code: 'unchecked', name: '无核对表', category: 'lighting', kind: 'lamp', protocol: 'mqtt', manufacturer: '某厂', model: 'X' },
      ...{ grade: 'low', presence: 'mains', silenceSeconds: null, maintenanceDays: null, checklist: {}, thing: model },
    }
    const product = body(await app.call<{ id: string; version: number }>('POST', '/api/products', { token: scene.admin, body: fresh }), 201)
    expect((await scene.create({ productId: product.id })).error?.code).toBe('device.product-unfit')
    const version = body(
      await app.call<{ version: number }>('POST', `/api/products/${product.id}/release`, {
        token: scene.admin,
        body: { version: product.version },
      }),
    ).version
    const device = await scene.made({ productId: product.id })
    expect((await scene.post(device, 'activate')).error?.code).toBe('device.no-checklist')
    const checklist = { identity: '一机一密' }
    body(await app.call('PATCH', `/api/products/${product.id}`, { token: scene.admin, body: { checklist, version } }))
    expect(body(await scene.post(device, 'activate')).stage).toBe('active')
    const retire = await app.call('POST', `/api/products/${product.id}/retire`, { token: scene.admin, body: { version: version + 1 } })
    expect(retire.error?.code).toBe('product.in-use')
  })

  it('[ZJWL-7.2.3.6.2] can be made for each of the eight kinds of facilities', async () => {
    type Dictionaries = { items: { code: string; items: { code: string; text: { zh: string } }[] }[] }
    const { items } = (await app.call<Dictionaries>('GET', '/api/dictionaries')).body
    const types = items.find((one) => one.code === 'device-type')?.items ?? []
    for (const zh of ['出入口', '安消', '照明', '弱电', '给排水', '急救', '教育', '健身']) {
      const type = types.find((item) => item.text.zh === zh)
      const thing = {
        properties: [],
        events: [{ code: 'device.fault', text: { zh: '故障', en: '' }, level: 'fault', params: [] }],
        services: [],
      }
      const fresh = {
        ...{
          code: `eight-${type?.code}`,
          name: zh,
          category: type?.code,
          kind: 'facility',
          protocol: 'mqtt',
          manufacturer: '某厂',
          model: 'X',
        },
        ...{ grade: 'low', presence: 'mains', silenceSeconds: null, maintenanceDays: null, checklist: {}, thing },
      }
      const product = body(
        await app.call<{ id: string; version: number }>('POST', '/api/products', { token: scene.admin, body: fresh }),
        201,
      )
      body(await app.call('POST', `/api/products/${product.id}/release`, { token: scene.admin, body: { version: product.version } }))
      expect((await scene.made({ productId: product.id, name: zh })).product?.category, zh).toBe(type?.code)
    }
  })

  it('tells exactly what its reader may do, and hides how it is reached from those who only look', async () => {
    const device = await scene.running()
    expect(body(await read(device.id)).can).toEqual(['edit', 'maintain', 'stop', 'retire', 'serve', 'issue-secret'])
    expect(body(await read(device.id, village.tokens.worker)).can).toEqual(['maintain', 'serve'])
    expect(body(await read(device.id, village.tokens.manager)).can).toEqual([
      'edit',
      'maintain',
      'stop',
      'retire',
      'serve',
      'command',
      'command-dangerous',
    ])
    expect(body(await read(device.id, village.tokens.worker)).connection).toBeNull()
    expect(body(await read(device.id)).connection).toMatchObject({ hasSecret: true })
    const byCode = await app.call<Shown>('GET', `/api/device-codes/${device.code}`, { token: village.tokens.worker })
    expect(body(byCode).device.id).toBe(device.id)
  })

  it('is listed, filtered, grouped and counted in a fixed number of questions', async () => {
    const statements = async (answer: Promise<{ headers: Headers }>) => Number((await answer).headers.get('x-liren-statements'))
    await list('')
    expect(await statements(list('limit=1'))).toBeLessThanOrEqual(1)
    expect(await statements(list('limit=99'))).toBe(1)
    const [one, two] = [await scene.made({ name: '成组甲' }), await scene.made({ name: '成组乙' })]
    expect(body(await list(`q=${encodeURIComponent('成组')}`)).items.map((device) => device.name)).toEqual(['成组甲', '成组乙'])
    expect(body(await list(`placeId=${village.secondEstate.id}`)).items).toEqual([])
    const seen: string[] = []
    for (let cursor = ''; ; ) {
      const page = body(await list(`limit=5${cursor}`))
      seen.push(...page.items.map((device) => device.id))
      if (!page.next) break
      cursor = `&cursor=${encodeURIComponent(page.next)}`
    }
    expect(new Set(seen).size).toBe(seen.length)

    const group = body(
      await app.call<{ id: string; version: number }>('POST', '/api/device-groups', {
        token: village.tokens.manager,
        body: { name: '花园', description: '', placeId: village.estate.id },
      }),
      201,
    )
    const set = (deviceIds: string[], version = group.version) =>
      app.call<{ devices: number }>('PUT', `/api/device-groups/${group.id}`, {
        token: village.tokens.manager,
        body: { name: '花园灯', description: '', deviceIds, version },
      })
    expect((await set(['01jq0000000000000000000000'])).error?.faults[0]?.path).toBe('body.deviceIds.0')
    expect(body(await set([one.id, two.id])).devices).toBe(2)
    expect((await set([one.id])).error?.code).toBe('stale')
    expect(body(await list(`groupId=${group.id}`)).items.map((device) => device.id)).toEqual([one.id, two.id])
    expect((await app.call('DELETE', `/api/device-groups/${group.id}`, { token: village.tokens.farManager })).status).toBe(404)

    const report = await app.call<{ total: number; kinds: { kind: string; total: number }[] }>('GET', '/api/device-report', {
      token: scene.admin,
    })
    expect(body(report).total).toBe(body(report).kinds.reduce((sum, kind) => sum + kind.total, 0))
    expect(Number(report.headers.get('x-liren-statements'))).toBeLessThanOrEqual(1)
  })

  it('reminds of a maintenance once, and knows the next day after it was done', async () => {
    const lift = await scene.made({ productId: scene.product('lift-monitor'), keeperId: village.ids.worker })
    const active = body(await scene.post(lift, 'activate'))
    expect(active.maintainOn).toBe('2026-01-20')
    const sql = "SELECT payload FROM outbox WHERE name = 'device.maintenance-due' AND subject_id = ?"
    const told = () => app.kernel.store.rows<{ payload: string }>(sql, [lift.id])
    await app.clock.leap(11 * 86_400_000)
    await scene.runJob('device.remind')
    expect(await told()).toEqual([])
    for (let day = 0; day < 3; day++) {
      await app.clock.leap(86_400_000)
      await scene.runJob('device.remind')
    }
    expect((await told()).map((row) => JSON.parse(row.payload))).toMatchObject([{ maintainOn: '2026-01-20', keeperId: village.ids.worker }])
    const token = await app.tokenOf(village.ids.worker, 'staff')
    const served = { doneOn: '2026-01-18', note: '半月维保' }
    expect((await scene.post(active, 'maintenances', { ...served, doneOn: '2026-12-31' }, token)).error?.faults[0]?.path).toBe(
      'body.doneOn',
    )
    const after = body(await scene.post(active, 'maintenances', served, token), 201)
    expect(after).toMatchObject({ maintainedOn: '2026-01-18', maintainOn: '2026-02-02' })
    expect(body(await list('maintainBy=2026-02-02&limit=100', token)).items.map((one) => one.id)).toEqual([lift.id])
  })
})
