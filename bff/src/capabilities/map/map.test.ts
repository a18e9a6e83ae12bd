import { get as httpGet, type IncomingHttpHeaders } from 'node:http'
import { houseArchive } from '@liren/contract/capabilities/house'
import type { MapFeature } from '@liren/contract/capabilities/map'
import { orgArchive } from '@liren/contract/capabilities/org'
import { personArchive } from '@liren/contract/capabilities/person'
import type { MapElement, MapPoint } from '@liren/contract/map/answers'
import { type Line, type Position, planeAt } from '@liren/contract/map/position'
import { writeRing } from '@liren/contract/map/within'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeAccount } from '../../../test/accounts.ts'
import { startTestApp, type TestApp } from '../../../test/app.ts'
import { describeStores } from '../../../test/stores.ts'
import { makePlace, makeVillage, type TestPlace, type Village } from '../../../test/village.ts'
import { unscoped } from '../../kernel/store/scope.ts'
import { readTile } from './testing.ts'

const plane = planeAt([121.02, 31.01])
const box = (x: number, y: number, width: number, height: number): Line =>
  (
    [
      [x, y],
      [x + width, y],
      [x + width, y + height],
      [x, y + height],
      [x, y],
    ] as Position[]
  ).map(plane.from)
const area = (ring: Line) => ({ type: 'Polygon', coordinates: [ring] })
const point = (x: number, y: number) => ({ type: 'Point', coordinates: plane.from([x, y]) })

type Saved = { features: MapFeature[]; uncovered: number | null }
interface Changes {
  creates?: object[]
  changes?: object[]
  retires?: object[]
}

describeStores('the map', (open) => {
  let app: TestApp
  let v: Village
  let admin: string
  let farOfficer: string
  let grids: TestPlace[]
  const drawn: Record<string, MapFeature> = {}

  const save = (token: string, { creates = [], changes = [], retires = [] }: Changes) =>
    app.call<Saved>('POST', '/api/map/changes', { token, body: { creates, changes, retires } })
  const draw = async (token: string, kind: string, place: TestPlace, geometry: object, name?: string): Promise<MapFeature> => {
    const answer = await save(token, { creates: [{ kind, placeId: place.id, geometry, ...(name ? { name } : {}) }] })
    if (answer.status !== 200) throw new Error(answer.text)
    return answer.body.features[0] as MapFeature
  }
  const get = <T>(path: string, token = admin) => app.call<T>('GET', path, { token })

  const tileAt = (longitude: number, latitude: number, z: number) => {
    const size = 2 ** z
    const sin = Math.sin((latitude * Math.PI) / 180)
    const x = Math.floor(((longitude + 180) / 360) * size)
    const y = Math.floor((0.5 - Math.log((1 + sin) / (1 - sin)) / (4 * Math.PI)) * size)
    return `/api/map/tiles/${z}/${x}/${y}.mvt`
  }
  /** By node:http, since fetch tells every cache to keep away as soon as a request names a tag. */
  const rawTile = (path: string, token: string, headers: Record<string, string> = {}) =>
    new Promise<{ status: number; headers: IncomingHttpHeaders; bytes: Buffer }>((resolve, reject) => {
      httpGet(app.origin + path, { headers: { authorization: `Bearer ${token}`, ...headers } }, async (answer) => {
        const parts: Buffer[] = []
        for await (const part of answer) parts.push(part as Buffer)
        resolve({ status: answer.statusCode ?? 0, headers: answer.headers, bytes: Buffer.concat(parts) })
      }).on('error', reject)
    })
  const tile = async (path: string, token: string) =>
    readTile((await rawTile(path, token)).bytes) as Record<string, { id: string; name: string; height?: number }[]>
  const home = () => tileAt(121.02, 31.01, 15)

  beforeAll(async () => {
    app = await startTestApp(open)
    v = await makeVillage(app)
    const account = await makeAccount(app, { at: v.city, class: 'city', roles: [['system-administrator', v.city]] })
    admin = await app.tokenOf(account.id, 'admin')
    const far = await makeAccount(app, { at: v.otherCommunity, class: 'village', roles: [['community-officer', v.otherCommunity]] })
    farOfficer = await app.tokenOf(far.id, 'admin')
    grids = [
      await makePlace(app.kernel, 'grid', 'g1', '第一网格', v.community),
      await makePlace(app.kernel, 'grid', 'g2', '第二网格', v.community),
      await makePlace(app.kernel, 'grid', 'g3', '第三网格', v.community),
    ]
    drawn.boundary = await draw(admin, 'boundary', v.community, area(box(-300, -300, 600, 600)))
    drawn.road = await draw(
      admin,
      'road',
      v.community,
      {
        type: 'LineString',
        coordinates: [
          [-300, 0],
          [300, 0],
        ].map((p) => plane.from(p as never)),
      },
      '梧桐路',
    )
    drawn.building = await draw(v.tokens.manager, 'building', v.building, area(box(-100, 50, 40, 15)))
    drawn.gate = await draw(v.tokens.manager, 'entrance', v.estate, point(-80, 5), '南门')
    const farBuilding = await makePlace(app.kernel, 'building', '01', '1幢', v.farEstate)
    drawn.farBoundary = await draw(farOfficer, 'boundary', v.otherCommunity, area(box(300, -300, 600, 600)))
    drawn.farBuilding = await draw(farOfficer, 'building', farBuilding, area(box(320, 50, 40, 15)))
  })
  afterAll(() => app.close())

  test('nobody without the right sees or draws, and what is wrong with a drawing is said all at once', async () => {
    expect((await app.call('GET', home())).status).toBe(401)
    expect((await get(home(), v.tokens.resident)).status).toBe(403)
    expect((await get('/api/map/layers', v.tokens.resident)).status).toBe(403)
    const gate = { kind: 'entrance', placeId: v.estate.id, geometry: point(0, 5) }
    expect((await save(v.tokens.worker, { creates: [gate] })).status).toBe(403)
    expect((await save(v.tokens.manager, { creates: [{ ...gate, placeId: v.farEstate.id }] })).status).toBe(404)
    expect((await save(v.tokens.manager, {})).error?.faults[0]?.en).toBe('There is nothing to save')
    const bow = [
      [0, 0],
      [100, 100],
      [100, 0],
      [0, 100],
      [0, 0],
    ].map((p) => plane.from(p as never))
    const wrong = await save(v.tokens.manager, {
      creates: [
        { kind: 'green', placeId: v.estate.id, geometry: area(bow) },
        { kind: 'green', placeId: v.estate.id, geometry: area(box(0, 0, 50, 50).slice(0, -1)) },
      ],
    })
    expect(wrong.error?.faults.map(({ path }) => path)).toEqual(['body.creates.0.geometry', 'body.creates.1.geometry'])
    for (const [kind, place, geometry, code] of [
      ['building', v.building, point(0, 0), 'map.shape'],
      ['building', v.estate, area(box(0, 0, 10, 10)), 'map.wrong-place'],
      ['building', v.building, area(box(0, 0, 10, 10)), 'map.drawn-already'],
    ] as const)
      expect((await save(v.tokens.manager, { creates: [{ kind, placeId: place.id, geometry }] })).error?.code).toBe(code)
    const outOfWorld = { kind: 'entrance', placeId: v.estate.id, geometry: { type: 'Point', coordinates: [181, 0] } }
    expect((await save(v.tokens.manager, { creates: [outOfWorld] })).status).toBe(400)
    for (const bad of ['/api/map/tiles/3/8/0.mvt', '/api/map/tiles/19/0/0.mvt', '/api/map/tiles/-1/0/0.mvt', '/api/map/tiles/3/x/0.mvt'])
      expect((await get(bad)).status, bad).toBe(400)
    expect((await get('/api/map/layers?ring=121,31;121.1,31')).status).toBe(400)
    expect((await get('/api/map/layers?ring=121,31;121.1,31.1;121.1,31;121,31.1')).error?.faults[0]?.path).toBe('query.ring')
  })

  test('a tile holds nothing of another community, nor of another estate; the ground around is seen by all who are within', async () => {
    const names = (layers: Awaited<ReturnType<typeof tile>>) => Object.values(layers).flatMap((features) => features.map(({ id }) => id))
    const wide = tileAt(121.02, 31.01, 14)
    const mine = names(await tile(wide, v.tokens.manager))
    expect(mine).toEqual(expect.arrayContaining([drawn.building?.id, drawn.road?.id, drawn.boundary?.id]))
    expect(mine).not.toContain(drawn.farBuilding?.id)
    expect(mine).not.toContain(drawn.farBoundary?.id)
    const theirs = names(await tile(wide, farOfficer))
    expect(theirs).toEqual(expect.arrayContaining([drawn.farBuilding?.id, drawn.farBoundary?.id]))
    expect(theirs).not.toContain(drawn.building?.id)
    expect(theirs).not.toContain(drawn.road?.id)
    expect(names(await tile(wide, admin))).toEqual(expect.arrayContaining([drawn.building?.id, drawn.farBuilding?.id]))
    for (const path of ['features', 'history'].map(
      (what) => `/api/map/features/${drawn.farBuilding?.id}${what === 'history' ? '/history' : ''}`,
    ))
      expect((await get(path, v.tokens.manager)).status).toBe(404)
    const all = await get<{ items: MapFeature[] }>('/api/map/features', v.tokens.manager)
    expect(all.body.items.map(({ id }) => id)).not.toContain(drawn.farBuilding?.id)
    // seen, but not theirs to draw
    const ground = await save(v.tokens.manager, { changes: [{ id: drawn.road?.id, version: 1, name: '改名路' }] })
    expect(ground.status).toBe(404)
    const far = await save(v.tokens.manager, { retires: [{ id: drawn.farBuilding?.id, version: 1 }] })
    expect([far.status, far.text]).toEqual([
      ground.status,
      ground.text.replace(ground.error?.occurrence ?? '', far.error?.occurrence ?? ''),
    ])
  })

  test('an unchanged tile is answered without a body and from three statements; a change of names, heights or drawings makes it anew', async () => {
    const path = home()
    const first = await rawTile(path, admin)
    const etag = first.headers.etag as string
    expect(first.headers['content-type']).toContain('vector-tile')
    const again = await rawTile(path, admin, { 'if-none-match': etag })
    expect([again.status, again.bytes.length]).toEqual([304, 0])
    expect(Number((await rawTile(path, admin)).headers['x-liren-statements'])).toBeLessThanOrEqual(3)
    // the same address for somebody else is another tile
    expect((await rawTile(path, v.tokens.manager, { 'if-none-match': etag })).status).toBe(200)
    const values = { number: 'B3', name: '枫林雅苑3幢', purpose: 'home', floors: 18, height: 53.1 }
    const file = await app.call('POST', '/api/buildings', {
      token: v.tokens.manager,
      body: { placeId: v.building.id, source: 'manual', values },
    })
    expect(file.status, file.text).toBe(201)
    await app.work()
    expect((await rawTile(path, admin, { 'if-none-match': etag })).status).toBe(200)
    expect((await tile(path, v.tokens.manager)).building).toMatchObject([{ name: '3幢', height: 53.1 }])
    // far from everything there is nothing, and from very far only boundaries
    expect(await tile(tileAt(0, 0, 15), admin)).toEqual({})
    expect(Object.keys(await tile(tileAt(121.02, 31.01, 10), admin))).toEqual(['boundary', 'name'])
    // however many tiles an area is cut into, its name stands in one
    const around = await Promise.all(
      [121.017, 121.02, 121.023].flatMap((x) => [31.007, 31.01, 31.013].map((y) => tileAt(x, y, 17))).map((at) => tile(at, admin)),
    )
    const cut = around.filter(({ boundary }) => boundary?.some(({ id }) => id === drawn.boundary?.id))
    expect(cut.length).toBeGreaterThan(3)
    expect(around.flatMap(({ name = [] }) => name).filter(({ id }) => id === drawn.boundary?.id)).toHaveLength(1)
  })

  test('a point, a line and an area are drawn and changed; each change keeps its version and shows on the map', async () => {
    const ids: string[] = []
    for (const [kind, geometry, moved] of [
      ['entrance', point(10, 10), point(12, 10)],
      [
        'road',
        { type: 'LineString', coordinates: [plane.from([0, -50]), plane.from([80, -50])] },
        { type: 'LineString', coordinates: [plane.from([0, -50]), plane.from([80, -60])] },
      ],
      ['green', area(box(20, -40, 30, 20)), area(box(20, -40, 60, 20))],
    ] as const) {
      const made = await draw(v.tokens.manager, kind, v.estate, geometry, `新${kind}`)
      ids.push(made.id)
      const changed = await save(v.tokens.manager, { changes: [{ id: made.id, version: 1, geometry: moved }] })
      expect(changed.body.features).toMatchObject([{ id: made.id, version: 2, kind }])
      const stale = await save(v.tokens.manager, { changes: [{ id: made.id, version: 1, geometry }] })
      expect([stale.status, stale.error?.details]).toEqual([409, { id: made.id }])
      const history = await get<{ items: { version: number; action: string; actorName: string }[] }>(
        `/api/map/features/${made.id}/history`,
        v.tokens.manager,
      )
      expect(history.body.items).toMatchObject([
        { version: 2, action: 'changed', actorName: '陈望舒' },
        { version: 1, action: 'created', actorName: '陈望舒' },
      ])
      const shown = await get<MapFeature>(`/api/map/features/${made.id}`)
      expect(shown.body.geometry).toEqual(changed.body.features[0]?.geometry)
    }
    const onMap = await tile(tileAt(121.0202, 31.0097, 16), v.tokens.manager)
    for (const [i, layer] of ['entrance', 'road', 'green'].entries()) expect(onMap[layer]?.map(({ id }) => id)).toContain(ids[i])
    const gone = await save(v.tokens.manager, { retires: ids.map((id) => ({ id, version: 2 })) })
    expect(gone.status).toBe(200)
    const after = await tile(tileAt(121.0202, 31.0097, 16), v.tokens.manager)
    expect(
      Object.values(after)
        .flat()
        .map(({ id }) => id),
    ).not.toEqual(expect.arrayContaining(ids))
  })

  test('of eight who change one drawing one wins, and nothing of a refused save remains', async () => {
    const gate = await draw(v.tokens.manager, 'entrance', v.estate, point(50, 60), '东门')
    const answers = await Promise.all(
      Array.from({ length: 8 }, (_, i) => save(v.tokens.manager, { changes: [{ id: gate.id, version: 1, geometry: point(50 + i, 60) }] })),
    )
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409, 409, 409, 409, 409, 409])
    const before = (await get<{ items: MapFeature[] }>('/api/map/features?limit=100')).body.items.length
    const mixed = await save(v.tokens.manager, {
      creates: [{ kind: 'waste', placeId: v.estate.id, geometry: point(0, 70) }],
      changes: [{ id: gate.id, version: 1, geometry: point(0, 0) }],
    })
    expect(mixed.error?.code).toBe('stale')
    expect((await get<{ items: MapFeature[] }>('/api/map/features?limit=100')).body.items).toHaveLength(before)
  })

  test('grids neither overlap nor leave their community; what they leave free is told; shared borders move together', async () => {
    const [one, two, three] = grids as [TestPlace, TestPlace, TestPlace]
    const first = await draw(v.tokens.officer, 'grid', one, area(box(-300, -300, 300, 600)))
    const over = await save(v.tokens.officer, { creates: [{ kind: 'grid', placeId: two.id, geometry: area(box(-20, -300, 320, 600)) }] })
    expect(over.error).toMatchObject({ code: 'map.overlap', details: { overlaps: [{ id: first.id, name: '第一网格' }] } })
    const told = over.error?.details as { overlaps: { area: number }[] } | undefined
    expect(Math.abs((told?.overlaps[0]?.area ?? 0) - 20 * 600)).toBeLessThan(60)
    const outside = await save(v.tokens.officer, { creates: [{ kind: 'grid', placeId: two.id, geometry: area(box(0, -300, 400, 600)) }] })
    expect(outside.error?.code).toBe('map.outside')
    const second = await save(v.tokens.officer, { creates: [{ kind: 'grid', placeId: two.id, geometry: area(box(0, -300, 200, 600)) }] })
    expect(Math.abs((second.body.uncovered ?? 0) - 100 * 600)).toBeLessThan(100)
    const grown = second.body.features[0] as MapFeature
    // alone, either would overlap or leave a gap; together they are one movement of the border
    const moved = await save(v.tokens.officer, {
      changes: [
        { id: grown.id, version: 1, geometry: area(box(-50, -300, 250, 600)) },
        { id: first.id, version: 1, geometry: area(box(-300, -300, 250, 600)) },
      ],
      creates: [{ kind: 'grid', placeId: three.id, geometry: area(box(200, -300, 100, 600)) }],
    })
    expect(moved.status, moved.text).toBe(200)
    expect(moved.body.uncovered).toBeLessThan(20)
    expect(moved.body.features).toHaveLength(3)
    drawn.grid1 = moved.body.features.find(({ id }) => id === first.id) as MapFeature
    expect((await save(v.tokens.manager, { changes: [{ id: first.id, version: 2, name: '越权' }] })).status).toBe(404)
  })

  test('the six kinds are layers of one map, and what they count inside a boundary is what the database holds there', async () => {
    const token = v.tokens.officer
    const put = async (path: string, placeId: string, values: object) => {
      const answer = await app.call('POST', path, { token, body: { placeId, source: 'collected', values } })
      if (answer.status !== 201) throw new Error(answer.text)
    }
    // two people of the drawn building within the first grid, one of an estate that is drawn outside of it
    for (const name of ['林晓岚', '林小满']) await put('/api/people', v.house.id, { name, idKind: 'none', population: 'resident' })
    await put('/api/houses', v.house.id, { purpose: 'home', occupancy: 'owner' })
    await put('/api/spaces', v.building.id, { name: '共享书房', purpose: 'library', position: '一层' })
    await put('/api/orgs', v.building.id, { name: '梧桐便利店', kind: 'social' })
    const other = await makePlace(app.kernel, 'building', '09', '9幢', v.secondEstate)
    await draw(admin, 'building', other, area(box(100, 100, 40, 15)))
    await put('/api/people', other.id, { name: '许若谷', idKind: 'none', population: 'resident' })
    const report = { kind: 'public', category: 'lift', description: '电梯有异响', placeId: v.garden.id, photos: [] }
    const repair = await app.call('POST', '/api/repairs', { token: v.tokens.resident, body: report })
    expect(repair.status, repair.text).toBe(201)
    await draw(v.tokens.manager, 'space', v.garden, area(box(-90, 20, 20, 20)))
    const insertDevice = (code: string, x: number, y: number) => {
      const [longitude, latitude] = plane.from([x, y])
      return app.kernel.store.run(
        `INSERT INTO devices (id, code, name, kind, stage, place_id, place_path, longitude, latitude, source, entered_at, presence, address, state, created_at)
         VALUES (?, ?, ?, 'lamp', 'active', ?, ?, ?, ?, 'manual', 0, 'online', '{}', '{}', 0)`,
        [app.kernel.ids.next(), code, code, v.building.id, v.building.path, longitude, latitude],
      )
    }
    await insertDevice('lamp-inside', -120, 0)
    // belongs to the building, stands beyond the boundary
    await insertDevice('lamp-outside', 100, 0)
    const layers = await get<{ layers: { layer: string; count: number }[]; bounds: { west: number } }>(
      `/api/map/layers?placeId=${grids[0]?.id}`,
      token,
    )
    const counted = Object.fromEntries(layers.body.layers.map(({ layer, count }) => [layer, count]))
    // 人、地、事、物、组织; 情 has nothing open here
    expect(counted).toMatchObject({ person: 2, house: 1, space: 1, repair: 1, device: 1, org: 1, alarm: 0, building: 1 })
    const database = async (table: string, where = "state = 'active'") => {
      const [row] = await unscoped<{ n: number }>(app.kernel.store, 'the test compares with the whole table', {
        sql: `SELECT COUNT(*) AS n FROM ${table} WHERE ${where} AND place_path LIKE '/jl/yx/wt/fl/%'`,
        params: [],
      })
      return Number(row?.n)
    }
    expect(counted.person).toBe(await database(personArchive.table))
    expect(counted.house).toBe(await database(houseArchive.table))
    expect(counted.org).toBe(await database(orgArchive.table))
    for (const layer of ['person', 'house', 'space', 'repair', 'device', 'org', 'building'] as const) {
      const marks = await get<{ points: MapPoint[]; count: number }>(`/api/map/points?layer=${layer}&placeId=${grids[0]?.id}`, token)
      expect(
        marks.body.points.reduce((sum, { count }) => sum + count, 0),
        layer,
      ).toBe(counted[layer])
      const list = await get<{ items: MapElement[] }>(`/api/map/elements?layer=${layer}&placeId=${grids[0]?.id}`, token)
      expect(list.body.items, layer).toHaveLength(counted[layer] as number)
    }
  })

  test('[ZJWL-7.3.3.3.1] without any model houses, devices and events have positions, and an area drawn by hand says what is in it', async () => {
    const token = v.tokens.officer
    const ring = encodeURIComponent(writeRing(box(-130, -10, 100, 90)))
    const inside = await get<{ layers: { layer: string; count: number }[] }>(`/api/map/layers?ring=${ring}`, token)
    const counted = Object.fromEntries(inside.body.layers.map(({ layer, count }) => [layer, count]))
    expect(counted).toMatchObject({ house: 1, device: 1, repair: 1, entrance: 1 })
    const elsewhere = encodeURIComponent(writeRing(box(-290, -290, 50, 50)))
    const nothing = await get<{ layers: { count: number }[] }>(`/api/map/layers?ring=${elsewhere}`, token)
    expect(nothing.body.layers.filter(({ count }) => count > 0)).toEqual([])
    for (const layer of ['house', 'device', 'repair']) {
      const [item] = (await get<{ items: MapElement[] }>(`/api/map/elements?layer=${layer}&ring=${ring}`, token)).body.items
      expect(item?.longitude, layer).toBeCloseTo(121.019, 2)
    }
    // the far officer asks about the same ground and has nothing there
    const theirs = await get<{ layers: { count: number }[] }>(`/api/map/layers?ring=${ring}`, farOfficer)
    expect(theirs.body.layers.filter(({ count }) => count > 0)).toEqual([])
    expect((await get(`/api/map/elements?layer=person`, v.tokens.worker)).status).toBe(403)
  })

  test('a list beside the map comes page by page, with names only as the viewer may read them', async () => {
    const all: string[] = []
    let next = ''
    do {
      const page = await get<{ items: MapElement[]; next?: string }>(
        `/api/map/elements?layer=person&limit=1&placeId=${v.community.id}${next}`,
        v.tokens.officer,
      )
      expect(page.status).toBe(200)
      all.push(...page.body.items.map(({ title }) => title))
      next = page.body.next ? `&cursor=${encodeURIComponent(page.body.next)}` : ''
    } while (next)
    expect(all.sort()).toEqual(['林小满', '林晓岚', '许若谷'].sort())
    const street = await makeAccount(app, { at: v.street, class: 'street', roles: [['street-leader', v.street]] })
    const masked = await get<{ items: MapElement[] }>(
      `/api/map/elements?layer=person&placeId=${v.community.id}`,
      await app.tokenOf(street.id, 'admin'),
    )
    expect(masked.body.items).toHaveLength(3)
    expect(JSON.stringify(masked.body)).not.toMatch(/晓岚|小满|若谷/)
  })

  test('the map gives its ground, finds an address and its coordinates both ways, and says which grid a point lies in', async () => {
    const token = v.tokens.officer
    expect(Object.keys(await tile(home(), token))).toEqual(expect.arrayContaining(['boundary', 'grid', 'building', 'road']))
    const found = await get<{ items: { placeId: string; address: string; longitude: number; latitude: number }[] }>(
      '/api/map/geocode?q=3-1-1201',
      token,
    )
    expect(found.body.items).toMatchObject([{ placeId: v.house.id, address: '梧桐社区 · 枫林雅苑 · 3幢 · 1单元 · 1201' }])
    const [{ longitude, latitude }] = found.body.items as unknown as [{ longitude: number; latitude: number }]
    const where = await get(`/api/map/where?longitude=${longitude}&latitude=${latitude}`, token)
    expect(where.body).toMatchObject({
      boundaries: [{ placeId: v.community.id }],
      grids: [{ placeId: grids[0]?.id, name: '第一网格' }],
      building: { placeId: v.building.id },
      nearest: { placeId: v.building.id, metres: 0 },
    })
    for (const q of ['枫林雅苑 3幢', '3幢 1201']) {
      const some = await get<{ items: unknown[] }>(`/api/map/geocode?q=${encodeURIComponent(q)}`, token)
      expect(some.body.items.length, q).toBeGreaterThan(0)
    }
    expect((await get<{ items: unknown[] }>('/api/map/geocode?q=3-1-1201', farOfficer)).body.items).toEqual([])
    expect((await get<{ items: unknown[] }>('/api/map/geocode?q=%25', token)).body.items).toEqual([])
    const outside = await get(`/api/map/where?longitude=${longitude}&latitude=${latitude}`, farOfficer)
    expect(outside.body).toEqual({ boundaries: [], grids: [], building: null, nearest: null })
  })

  test('a building is told house by house; who lives there and who needs care only to those who may know', async () => {
    type Building = { floors: number[]; height: number; houses: { name: string; occupancy: string | null; people: object | null }[] }
    const told = await get<Building>(`/api/map/buildings/${v.building.id}`, v.tokens.officer)
    expect(told.body).toMatchObject({ floors: [12], height: 53.1, units: [{ name: '1单元' }] })
    expect(told.body.houses.find(({ name }) => name === '1201')).toMatchObject({ occupancy: 'owner', people: { count: 2, attention: 0 } })
    const worker = await get<Building>(`/api/map/buildings/${v.building.id}`, v.tokens.worker)
    expect(worker.body.houses.find(({ name }) => name === '1201')).toMatchObject({ occupancy: null, people: null })
    expect((await get(`/api/map/buildings/${v.building.id}`, farOfficer)).status).toBe(404)
    expect((await get(`/api/map/buildings/${v.house.id}`, v.tokens.officer)).status).toBe(404)
  })
})
