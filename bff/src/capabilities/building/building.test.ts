import { afterAll, beforeAll, expect, it } from 'vitest'
import { startTestApp, type TestApp } from '../../../test/app.ts'
import { describeStores } from '../../../test/stores.ts'
import { makeVillage, type Village } from '../../../test/village.ts'

describeStores('files of buildings', (open) => {
  let app: TestApp
  let village: Village
  beforeAll(async () => {
    app = await startTestApp(open, { start: Date.parse('2026-03-02T10:00+08:00') })
    village = await makeVillage(app)
  })
  afterAll(() => app.close())

  const create = (values: object, over: object = {}) =>
    app.call<{ id: string; version: number; values: Record<string, unknown>; source: string; enteredAt: string; complete: number }>(
      'POST',
      '/api/buildings',
      {
        token: village.tokens.manager,
        body: {
          placeId: village.building.id,
          source: 'shared',
          values: { number: 'WT-003', name: '枫林雅苑3幢', purpose: 'home', ...values },
          ...over,
        },
      },
    )

  it('refuses whoever may not keep buildings, a place that is none, and half a coordinate', async () => {
    const body = { placeId: village.building.id, source: 'shared', values: {} }
    expect((await app.call('POST', '/api/buildings', { token: village.tokens.gridWorker, body })).error?.code).toBe('permission.denied')
    expect((await create({}, { placeId: village.unit.id })).error?.code).toBe('building.place-unfit')
    expect((await create({ longitude: 121.02 })).error?.faults.map(({ path }) => path)).toEqual(['body.values.latitude'])
  })

  it('[GB42455-7.2.3-b] refuses a building without a source; each says where it comes from and when it came', async () => {
    expect((await create({}, { source: undefined })).error?.faults.map(({ path }) => path)).toEqual(['body.source'])
    const { body } = await create({ number: 'WT-099' })
    expect(body).toMatchObject({ source: 'shared', enteredAt: '2026-03-02T02:00:00.000Z' })
    await app.kernel.store.run('DELETE FROM building_files WHERE id = ?', [body.id])
  })

  it('keeps all twelve items of the building and all six of its address, and says how much is still missing', async () => {
    const drawing = await app.photo(village.tokens.manager)
    const basic = {
      ...{ number: 'WT-003', name: '枫林雅苑3幢', plan: '自东向西第三列', builtYear: 2016, status: 'good', serviceYears: 70 },
      ...{ purpose: 'home', structure: 'shear', floors: 18, height: 53.1, area: 8200.5, drawings: [drawing] },
    }
    const address = {
      doorplate: '梧桐路18号3幢',
      longitude: 121.02,
      latitude: 31.01,
      district: '江临市',
      police: '云溪派出所',
      street: '云溪街道',
      community: '梧桐社区',
    }
    const { body, status } = await create(basic)
    expect(status).toBe(201)
    expect(body.complete).toBeLessThan(1)
    const changed = await app.call<typeof body>('PATCH', `/api/buildings/${body.id}`, {
      token: village.tokens.manager,
      body: { version: 1, source: 'manual', values: { ...address, spatialCode: 'ZJ330199000003' } },
    })
    expect(changed.body.values).toMatchObject({ ...basic, ...address })
    expect(changed.body.complete).toBe(1)
    const read = await app.call<typeof body>('GET', `/api/buildings/${body.id}`, { token: village.tokens.officer })
    expect(read.body.values).toMatchObject({ ...basic, ...address })
  })
})
