import type { Device } from '@liren/contract/capabilities/device'
import type { Product } from '@liren/contract/capabilities/product'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startTestApp, type TestApp } from '../../../test/app.ts'
import { peek } from '../../../test/peek.ts'
import { describeStores } from '../../../test/stores.ts'
import { makeVillage, type Village } from '../../../test/village.ts'
import { openScene } from '../device/testing.ts'

interface Shown {
  id: string
  version: number
  title: string
  values: Record<string, unknown>
}

describeStores('data resources and device resources', (open) => {
  let app: TestApp
  let village: Village
  let scene: Awaited<ReturnType<typeof openScene>>
  beforeAll(async () => {
    app = await startTestApp(open, { start: Date.parse('2026-03-02T10:00+08:00') })
    village = await makeVillage(app)
    scene = await openScene(app, village)
  })
  afterAll(() => app.close())

  type Who = keyof Village['tokens']
  const people = {
    code: 'RES-PEOPLE',
    name: '人员基础库',
    kind: 'archive',
    target: 'person',
    owner: 'committee',
    grade: 'L4',
    stage: 'open',
  }
  const create = (values: object = people, who: Who = 'manager', placeId = village.estate.id) =>
    app.call<Shown>('POST', '/api/resources', { token: village.tokens[who], body: { placeId, source: 'manual', values } })
  const made = async (values: object): Promise<Shown> => {
    const answer = await create(values)
    expect(answer.status, answer.text).toBe(201)
    return answer.body
  }
  const list = async (query: string, who: Who = 'manager') =>
    (await app.call<{ items: Shown[] }>('GET', `/api/resources?${query}`, { token: village.tokens[who] })).body.items.map(
      ({ title }) => title,
    )
  const remove = ({ id, version }: Shown, who: Who = 'manager') =>
    app.call('DELETE', `/api/resources/${id}?version=${version}`, { token: village.tokens[who] })

  it('is registered by those who may, for what the house really has, once', async () => {
    expect((await create(people, 'worker')).error?.code).toBe('permission.denied')
    expect((await create(people, 'resident')).error?.code).toBe('permission.denied')
    expect((await create(people, 'farManager')).error?.faults[0]?.path).toBe('body.placeId')
    const faults = async (values: object) => (await create({ ...people, ...values })).error?.faults.map(({ path }) => path)
    expect(await faults({ kind: 'dataset', target: 'no_such_table' })).toEqual(['body.values.target'])
    expect(await faults({ target: undefined })).toEqual(['body.values.target'])
    expect(await faults({ kind: 'file' })).toEqual(['body.values.target', 'body.values.files'])
    expect(await faults({ sharing: 'open', owner: 'nobody' })).toEqual(['body.values.sharing', 'body.values.owner'])
    const first = await made({ ...people, code: 'RES-ONCE', target: 'family' })
    expect((await create({ ...people, code: 'RES-TWICE', target: 'family' })).error).toMatchObject({
      code: 'resource.exists',
      details: { id: first.id },
    })
    expect((await remove(first)).status).toBe(204)
  })

  it('says what there is to point to, how it is graded, and what is taken already', async () => {
    const known = await made({ ...people, code: 'RES-TABLE', name: '车辆表', kind: 'dataset', target: 'vehicles' })
    const targets = async (query: string) =>
      (
        await app.call<{ items: { target: string; grade: string | null; isTaken: boolean }[]; isCut: boolean }>(
          'GET',
          `/api/resource-targets?${query}`,
          { token: village.tokens.manager },
        )
      ).body
    expect((await targets('kind=dataset&q=vehicles')).items).toEqual([
      expect.objectContaining({ target: 'vehicles', grade: 'L4', isTaken: true }),
    ])
    expect((await targets('kind=archive')).items.map(({ target }) => target)).toContain('person')
    expect((await targets('kind=interface')).isCut).toBe(true)
    expect((await targets('kind=interface&q=repair.create')).items[0]).toMatchObject({ target: 'repair.create', grade: null })
    await remove(known)
  })

  it('keeps data resources and device resources, each opened with its own attributes', async () => {
    const data = await made({ ...people, refresh: 'live', sharing: 'granted', summary: '常住、流动与重点人员' })
    const opened = await app.call<Shown>('GET', `/api/resources/${data.id}`, { token: village.tokens.manager })
    expect(opened.body.values).toMatchObject({ ...people, refresh: 'live', sharing: 'granted', summary: '常住、流动与重点人员' })
    const lamp = await scene.made({ owner: '枫林物业', spot: '东侧立杆' })
    const device = await app.call<{ device: Device }>('GET', `/api/devices/${lamp.id}`, { token: village.tokens.manager })
    expect(device.body.device).toMatchObject({ owner: '枫林物业', spot: '东侧立杆', stage: 'registered', product: { code: 'street-lamp' } })
    const product = await app.call<{ product: Product }>('GET', `/api/products/${lamp.product?.id}`, { token: village.tokens.manager })
    expect(product.body.product).toMatchObject({ code: 'street-lamp', kind: lamp.kind })
    await remove(data)
  })

  it('creates, changes, finds and deletes a data resource and a device resource', async () => {
    const data = await made({
      ...people,
      code: 'RES-B',
      name: '报修接口',
      kind: 'interface',
      target: 'repair.list',
      grade: 'L2',
      owner: 'property',
    })
    const changed = await app.call<Shown>('PATCH', `/api/resources/${data.id}`, {
      token: village.tokens.manager,
      body: { version: data.version, source: 'manual', values: { stage: 'paused', name: '报修查询接口' } },
    })
    expect(changed.body).toMatchObject({ title: '报修查询接口', values: { stage: 'paused' } })
    const found = 'f.kind=interface&f.owner=property&f.stage=paused&f.grade=L2'
    expect(await list(`${found}&placeId=${village.estate.id}&q=${encodeURIComponent('报修')}`)).toEqual(['报修查询接口'])
    expect(await list(found.replace('owner=property', 'owner=committee'))).toEqual([])
    expect(await list(found, 'farManager')).toEqual([])
    expect((await remove(changed.body, 'worker')).status).toBe(403)
    expect((await remove(changed.body, 'farManager')).status).toBe(404)
    expect((await remove(data)).error?.code).toBe('stale')
    expect((await remove(changed.body)).status).toBe(204)
    expect(await list('state=all&f.kind=interface')).toEqual([])
    expect((await remove(changed.body)).status).toBe(404)

    const { tokens } = village
    const lamp = await scene.made({ code: 'lamp-by-mistake', owner: '枫林物业' })
    const renamed = await app.call<Device>('PATCH', `/api/devices/${lamp.id}`, {
      token: tokens.manager,
      body: { version: lamp.version, name: '误录路灯', owner: '梧桐物业' },
    })
    const lamps = async (query: string) =>
      (await app.call<{ items: Device[] }>('GET', `/api/devices?${query}`, { token: tokens.manager })).body.items.map(({ code }) => code)
    const narrow = `owner=${encodeURIComponent('梧桐')}&kind=${lamp.kind}&stage=registered&placeId=${village.garden.id}`
    expect(await lamps(narrow)).toEqual(['lamp-by-mistake'])
    const away = (who: Who, { version } = renamed.body) =>
      app.call('DELETE', `/api/devices/${lamp.id}?version=${version}`, { token: tokens[who] })
    expect((await away('worker')).error?.code).toBe('permission.denied')
    expect((await away('farManager')).status).toBe(404)
    expect((await away('manager', lamp)).error?.code).toBe('stale')
    expect((await away('manager')).status).toBe(204)
    expect(await lamps(narrow)).toEqual([])
    const trail = await peek<{ action: string }>(
      app.kernel.store,
      "SELECT action FROM audit_entries WHERE action IN ('resource.removed', 'device.removed') AND result = 'done' AND subject_id IN (?, ?) ORDER BY id",
      [data.id, lamp.id],
    )
    expect(trail.map(({ action }) => action)).toEqual(['resource.removed', 'device.removed'])
  })

  it('is not deleted while something uses it, and says what', async () => {
    const { tokens } = village
    const offered = await made({
      ...people,
      code: 'RES-USED',
      name: '统计接口',
      kind: 'interface',
      target: 'repair.statistics',
      grade: 'L2',
    })
    const partner = await app.call<{ id: string; version: number }>('POST', '/api/partners', {
      token: scene.admin,
      body: { name: '城市大脑', owner: '街道', publicKey: app.kernel.crypto.generateKeyPair().publicKey, groups: ['repair'], perSecond: 5 },
    })
    expect(partner.status, partner.text).toBe(201)
    expect((await remove(offered)).error).toMatchObject({ code: 'resource.used', details: { uses: [{ zh: '接入应用：城市大脑' }] } })
    const uses = await app.call<{ items: { kind: string }[] }>('GET', `/api/resources/${offered.id}/uses`, { token: tokens.manager })
    expect(uses.body.items.map(({ kind }) => kind)).toEqual(['partner'])
    await app.call('PATCH', `/api/partners/${partner.body.id}`, {
      token: scene.admin,
      body: { version: partner.body.version, state: 'off' },
    })
    expect((await remove(offered)).status).toBe(204)

    const gateway = await scene.made({ code: 'gw-resource' })
    await scene.made({ code: 'behind-gw', via: 'gw-resource' })
    const refused = await app.call('DELETE', `/api/devices/${gateway.id}?version=${gateway.version}`, { token: tokens.manager })
    expect(refused.error).toMatchObject({ code: 'device.in-use', details: { uses: [{ zh: '下挂设备：东门路灯' }] } })
    expect((await app.call('GET', `/api/devices/${gateway.id}`, { token: tokens.manager })).status).toBe(200)
    const running = await scene.running({ code: 'lamp-runs' })
    const late = await app.call('DELETE', `/api/devices/${running.id}?version=${running.version}`, { token: tokens.manager })
    expect(late.error?.code).toBe('device.stage')
  })
})
