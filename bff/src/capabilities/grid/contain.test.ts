import { afterAll, beforeAll, expect, it } from 'vitest'
import { startTestApp, type TestApp } from '../../../test/app.ts'
import { peek } from '../../../test/peek.ts'
import { describeStores } from '../../../test/stores.ts'
import { makePlace, makeVillage, type TestPlace, type Village } from '../../../test/village.ts'
import { apply, dryRun, importOf, workbookOf } from '../workbook/testing.ts'

interface Made {
  id: string
  version: number
  values: Record<string, unknown>
}
interface Graph {
  links: { id: string; kind: string; source: string; version: number; to: { id: string }; startedOn: string; endedOn: string | null }[]
}

/** A square on the ground, as degrees. */
const box = (west: number, south: number, size = 0.01) => {
  const [east, north] = [west + size, south + size]
  const ring = [
    [west, south],
    [east, south],
    [east, north],
    [west, north],
    [west, south],
  ]
  return { type: 'Polygon', coordinates: [ring] }
}

describeStores('houses within the line of a grid', (open) => {
  let app: TestApp
  let v: Village
  let grids: TestPlace[]
  const files: Record<string, Made> = {}
  beforeAll(async () => {
    app = await startTestApp(open, { start: Date.parse('2026-03-02T10:00+08:00') })
    v = await makeVillage(app)
    grids = [
      await makePlace(app.kernel, 'grid', 'g1', '第一网格', v.community),
      await makePlace(app.kernel, 'grid', 'g2', '第二网格', v.community),
    ]
  })
  afterAll(() => app.close())

  const post = async <T = Made>(path: string, body: object, method = 'POST') => {
    const answer = await app.call<T>(method, path, { token: v.tokens.officer, body })
    if (answer.status >= 300) throw new Error(answer.text)
    await app.work()
    return answer.body
  }
  const create = (path: string, placeId: string, values: object) => post(path, { placeId, source: 'manual', values })
  const houseAt = (place: TestPlace) => create('/api/houses', place.id, { purpose: 'home', occupancy: 'owner' })
  const draw = (kind: string, place: TestPlace, geometry: object) =>
    post<{ features: { id: string; version: number }[] }>('/api/map/changes', {
      creates: [{ kind, placeId: place.id, geometry }],
      changes: [],
      retires: [],
    })
  const linksOf = async (house: Made, query = '') => {
    const { body } = await app.call<Graph>('GET', `/api/houses/${house.id}/links${query}`, { token: v.tokens.officer })
    return body.links.filter(({ kind }) => kind === 'in-grid')
  }

  it('[GB42455-8.1.3-b] makes a unique code of building, unit, floor and room, and links a house that stands inside the line of a grid to it', async () => {
    for (const [i, place] of grids.entries())
      files[`g${i}`] = await create('/api/grids', place.id, { code: `WT-G${i}`, name: place.name, kind: 'home' })
    await create('/api/buildings', v.building.id, { number: 'WT-3', name: '3幢', purpose: 'home', longitude: 121.005, latitude: 31.005 })
    await app.kernel.store.run('UPDATE places SET floor = 12 WHERE id IN (?, ?)', [v.house.id, v.nextHouse.id])
    files.house = await houseAt(v.house)
    files.next = await houseAt(v.nextHouse)
    const ring = await makePlace(app.kernel, 'building', '03-1', '3-1幢', v.estate)
    const plain = await makePlace(app.kernel, 'house', '2', '2', ring)
    const twin = await makePlace(app.kernel, 'house', '1-2', '1-2', v.building)
    const codes = [files.house, files.next, await houseAt(plain), await houseAt(twin)].map(({ values }) => values.addressCode)
    expect(codes).toEqual(['JL-YX-WT-FL-03-1-F12-1201', 'JL-YX-WT-FL-03-1-F12-1202', 'JL-YX-WT-FL-03--1-2', 'JL-YX-WT-FL-03-1--2'])
    expect(new Set(codes).size).toBe(4)
    expect(await linksOf(files.house)).toEqual([])
    await draw('grid', grids[0] as TestPlace, box(121, 31))
    const [link] = await linksOf(files.house)
    expect(link).toMatchObject({ to: { id: files.g0?.id }, source: 'derived', startedOn: '2026-03-02', endedOn: null })
    expect((await linksOf(files.next)).map(({ to }) => to.id)).toEqual([files.g0?.id])
  })

  it('a house that comes later is linked at once, and one outside every line is not', async () => {
    const later = await makePlace(app.kernel, 'house', '1203', '1203', v.unit)
    expect((await linksOf(await houseAt(later))).map(({ to }) => to.id)).toEqual([files.g0?.id])
    const outside = await makePlace(app.kernel, 'building', '09', '9幢', v.estate)
    await create('/api/buildings', outside.id, { number: 'WT-9', name: '9幢', purpose: 'home', longitude: 121.5, latitude: 31.5 })
    expect(await linksOf(await houseAt(await makePlace(app.kernel, 'house', '101', '101', outside)))).toEqual([])
  })

  it('a house from a workbook is linked too, and the import can still be taken back, its link with it', async () => {
    const place = await makePlace(app.kernel, 'house', '1204', '1204', v.unit)
    const head = ['所在空间', '房屋用途*', '使用状态*']
    const book = await workbookOf([head, [place.path, '住宅', '自住']])
    const done = await apply(app, v.tokens.officer, await dryRun(app, v.tokens.officer, { archive: 'house', placeId: v.estate.id }, book))
    const [row] = await peek<{ id: string }>(app.kernel.store, 'SELECT id FROM house_files WHERE place_id = ?', [place.id])
    const live = () => peek(app.kernel.store, 'SELECT id FROM archive_links WHERE from_id = ?', [row?.id ?? ''])
    expect((await live()).length).toBe(1)
    await post(`/api/workbooks/imports/${done.id}/undo`, { version: done.version, reason: '导错了文件' })
    expect((await importOf(app, v.tokens.officer, done.id)).rows).toMatchObject({ undone: 1, kept: 0 })
    expect(await live()).toEqual([])
  })

  it('a building drawn elsewhere takes its houses into the other grid; both ends stay in the past of the files', async () => {
    await draw('grid', grids[1] as TestPlace, box(121.02, 31))
    await app.clock.advance(86_400_000)
    await draw('building', v.building, box(121.024, 31.004, 0.001))
    expect((await linksOf(files.house as Made)).map(({ to }) => to.id)).toEqual([files.g1?.id])
    const before = await linksOf(files.house as Made, '?ended=true')
    expect(before.map(({ to, endedOn }) => [to.id, endedOn]).sort()).toEqual(
      [
        [files.g0?.id, '2026-03-03'],
        [files.g1?.id, null],
      ].sort(),
    )
    const told = await peek<{ action: string; source: string }>(
      app.kernel.store,
      "SELECT action, source FROM archive_changes WHERE archive = 'house' AND file_id = ? AND action LIKE '%linked' ORDER BY id",
      [files.house?.id ?? ''],
    )
    expect(told.map(({ action, source }) => `${action} ${source}`)).toEqual(['linked derived', 'unlinked derived', 'linked derived'])
  })

  it('what a person said about a house counts more than a line on the map; nobody may claim to be the platform', async () => {
    const [own] = await linksOf(files.next as Made)
    await post(`/api/houses/${files.next?.id}/links/${own?.id}/end`, { version: own?.version, endedOn: '2026-03-03' })
    const link = { kind: 'in-grid', archive: 'grid', otherId: files.g0?.id, startedOn: '2026-03-03' }
    const claimed = await app.call('POST', `/api/houses/${files.next?.id}/links`, {
      token: v.tokens.officer,
      body: { ...link, source: 'derived' },
    })
    expect(claimed.error?.faults.map(({ path }) => path)).toEqual(['body.source'])
    await post(`/api/houses/${files.next?.id}/links`, { ...link, source: 'manual' })
    const grid = await app.call<Made>('GET', `/api/grids/${files.g1?.id}`, { token: v.tokens.officer })
    await post(`/api/grids/${files.g1?.id}/retire`, { version: grid.body.version, reason: '网格调整' })
    expect((await linksOf(files.next as Made)).map(({ to, source }) => [to.id, source])).toEqual([[files.g0?.id, 'manual']])
    expect(await linksOf(files.house as Made)).toEqual([])
  })
})
