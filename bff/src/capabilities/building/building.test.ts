import type { QualityFault } from '@liren/contract/capabilities/quality'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startTestApp, type TestApp } from '../../../test/app.ts'
import { describeStores } from '../../../test/stores.ts'
import { makePlace, makeVillage, type Village } from '../../../test/village.ts'
import { apply, dryRun, rowsOf, workbookOf } from '../workbook/testing.ts'

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

  it('[GB42455-7.2.3-a-1] takes the twelve items of a building by form, workbook and interface alike, its drawing as an attachment that opens', async () => {
    const place = await makePlace(app.kernel, 'building', '06', '6幢', village.estate)
    const second = await makePlace(app.kernel, 'building', '07', '7幢', village.estate)
    const token = village.tokens.officer
    const items = {
      ...{ number: 'WT-006', name: '枫林雅苑6幢', plan: '自东向西第六列', builtYear: 2014, status: 'repair', serviceYears: 70 },
      ...{ purpose: 'mixed', structure: 'frame-shear', floors: 11, height: 33.6, area: 5120.4 },
    }
    const drawing = await app.photo(token)
    const body = { placeId: place.id, source: 'manual', values: { ...items, drawings: [drawing] } }
    const made = await app.call<{ id: string; version: number; values: Record<string, unknown> }>('POST', '/api/buildings', { token, body })
    const readOf = async (id: string) => (await app.call<typeof made.body>('GET', `/api/buildings/${id}`, { token })).body
    expect((await readOf(made.body.id)).values).toMatchObject({ ...items, drawings: [drawing] })

    const heads = '所在空间 建筑编号 建筑名称 平面位置 建造年代 建筑状态 使用年限 主要用途 结构类型 地上层数 建筑高度 总建筑面积'.split(' ')
    const row = [second.path, 'WT-007', '枫林雅苑7幢', '自东向西第七列', '2014', '待修', '70', '商住', '框架剪力墙', '11', '33.6', '5120.4']
    const bytes = await workbookOf([heads, row])
    const run = await dryRun(app, token, { archive: 'building', placeId: village.community.id }, bytes)
    const [line] = await rowsOf(app, token, (await apply(app, token, run)).id, 'applied')
    const imported = await readOf(line?.fileId ?? '')
    expect(imported.values).toMatchObject({ ...items, number: 'WT-007', name: '枫林雅苑7幢', plan: '自东向西第七列' })

    const attached = await app.photo(token)
    const change = { version: imported.version, source: 'manual', values: { drawings: [attached] } }
    await app.call('PATCH', `/api/buildings/${imported.id}`, { token, body: change })
    expect((await readOf(imported.id)).values).toMatchObject({ drawings: [attached] })
    const opened = await app.call('GET', `/api/files/${attached}`, { token: village.tokens.manager })
    expect(opened.status, opened.text).toBe(200)
    expect((await app.call('GET', `/api/files/${attached}`, { token: village.tokens.farManager })).status).toBe(404)
  })

  it('[GB42455-7.2.3-a-2] keeps the six items of the standard address; a point beyond the boundary of the community is warned of', async () => {
    const ring = [
      [121.01, 31],
      [121.03, 31],
      [121.03, 31.02],
      [121.01, 31.02],
      [121.01, 31],
    ]
    const drawn = await app.call('POST', '/api/map/changes', {
      token: village.tokens.officer,
      body: {
        creates: [{ kind: 'boundary', placeId: village.community.id, geometry: { type: 'Polygon', coordinates: [ring] } }],
        ...{ changes: [], retires: [] },
      },
    })
    expect(drawn.status, drawn.text).toBe(200)
    const place = await makePlace(app.kernel, 'building', '05', '5幢', village.estate)
    const address = {
      ...{ doorplate: '梧桐路18号5幢', longitude: 121.02, latitude: 31.01, district: '江临市' },
      ...{ police: '云溪派出所', street: '云溪街道', community: '梧桐社区' },
    }
    const inside = await create({ number: 'WT-005', ...address }, { placeId: place.id })
    expect(inside.body).toMatchObject({ values: address, warnings: [] })
    const moved = await app.call<{ values: object; warnings: { field: string; zh: string }[] }>(
      'PATCH',
      `/api/buildings/${inside.body.id}`,
      {
        token: village.tokens.manager,
        body: { version: 1, source: 'manual', values: { longitude: 121.2 } },
      },
    )
    expect(moved.body.values).toMatchObject({ ...address, longitude: 121.2 })
    expect(moved.body.warnings.map(({ field, zh }) => [field, zh])).toEqual([['longitude', '坐标不在所属社区的边界内，请核对']])
    const read = await app.call<typeof moved.body>('GET', `/api/buildings/${inside.body.id}`, { token: village.tokens.officer })
    expect(read.body.warnings).toEqual(moved.body.warnings)
  })

  it('[GB42455-7.2.3-a] one saved without its basics or without its address is incomplete, and the quality report lists it and says what is missing', async () => {
    const whole = {
      ...{
        plan: '自东向西第六列',
        builtYear: 2016,
        status: 'good',
        serviceYears: 70,
        structure: 'shear',
        floors: 18,
        height: 53.1,
        area: 8200.5,
      },
      drawings: [await app.photo(village.tokens.manager)],
    }
    const address = {
      ...{ doorplate: '梧桐路18号', longitude: 121.02, latitude: 31.01, district: '江临市', police: '云溪派出所' },
      ...{ street: '云溪街道', community: '梧桐社区', spatialCode: 'ZJ330199000106' },
    }
    const made = async (code: string, values: object) => {
      const place = await makePlace(app.kernel, 'building', code, `${code}幢`, village.estate)
      return (await create({ number: `WT-${code}`, ...values }, { placeId: place.id })).body
    }
    const [both, bare, homeless] = [
      await made('61', { ...whole, ...address, spatialCode: 'ZJ330199000161' }),
      await made('62', address),
      await made('63', { ...whole, drawings: [await app.photo(village.tokens.manager)] }),
    ]
    expect([both.complete, bare.complete < 1, homeless.complete < 1]).toEqual([1, true, true])
    await app.house.capabilities
      .flatMap(({ jobs }) => jobs ?? [])
      .find(({ kind }) => kind === 'quality.follow')
      ?.run({}, { now: app.clock.now(), scheduledFor: app.clock.now() })
    const { body } = await app.call<{ items: QualityFault[] }>('GET', '/api/quality/building/faults?rule=missing&limit=100', {
      token: village.tokens.officer,
    })
    const missing = (id: string) =>
      body.items.find(({ fileId }) => fileId === id)?.faults.flatMap(({ fields }) => fields.map(({ zh }) => zh))
    expect(missing(both.id)).toBeUndefined()
    expect(missing(bare.id)).toEqual(expect.arrayContaining(['建造年代', '结构类型', '地上层数', '建筑图纸']))
    expect(missing(homeless.id)).toEqual(expect.arrayContaining(['门牌号', '经度', '所属公安机关', '所属社区']))
  })
})
