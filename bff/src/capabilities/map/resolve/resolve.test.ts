import { type Line, type Position, planeAt } from '@liren/contract/map/position'
import type { LocatedPlace, ResolvedPlace } from '@liren/contract/map/resolve'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { makeAccount } from '../../../../test/accounts.ts'
import { startTestApp, type TestApp } from '../../../../test/app.ts'
import { describeStores } from '../../../../test/stores.ts'
import { makePlace, makeVillage, type TestPlace, type Village } from '../../../../test/village.ts'

const plane = planeAt([121.02, 31.01])
const corners = (x: number, y: number, width: number, height: number): Position[] => [
  [x, y],
  [x + width, y],
  [x + width, y + height],
  [x, y + height],
  [x, y],
]
const box = (x: number, y: number, width: number, height: number): Line => corners(x, y, width, height).map(plane.from)
const code = 'JL-YX-WT-FL-03-1-1201'

describeStores('resolving places', (open) => {
  let app: TestApp
  let v: Village
  let farOfficer: string
  let twin: TestPlace
  let grid: TestPlace
  beforeAll(async () => {
    app = await startTestApp(open)
    v = await makeVillage(app)
    const admin = await app.tokenOf(
      (await makeAccount(app, { at: v.city, class: 'city', roles: [['system-administrator', v.city]] })).id,
      'admin',
    )
    const far = await makeAccount(app, { at: v.otherCommunity, class: 'village', roles: [['community-officer', v.otherCommunity]] })
    farOfficer = await app.tokenOf(far.id, 'admin')
    const building = await makePlace(app.kernel, 'building', '03', '3号楼', v.secondEstate)
    const unit = await makePlace(app.kernel, 'unit', '1', '1单元', building)
    twin = await makePlace(app.kernel, 'house', '1201', '1201室', unit)
    grid = await makePlace(app.kernel, 'grid', 'g1', '第一网格', v.community)
    await app.kernel.store.run('UPDATE places SET address_code = ?, grid_id = ?, floor = 12 WHERE id = ?', [code, grid.id, v.house.id])
    const creates = [
      { kind: 'building', placeId: v.building.id, geometry: { type: 'Polygon', coordinates: [box(-100, 50, 40, 15)] } },
      { kind: 'space', placeId: v.garden.id, geometry: { type: 'Polygon', coordinates: [box(-90, 0, 20, 20)] } },
      { kind: 'boundary', placeId: v.community.id, geometry: { type: 'Polygon', coordinates: [box(-300, -300, 600, 600)] } },
    ]
    const drawn = await app.call('POST', '/api/map/changes', { token: admin, body: { creates, changes: [], retires: [] } })
    if (drawn.status !== 200) throw new Error(drawn.text)
  })
  afterAll(() => app.close())

  interface Answer<T> {
    items: T[]
    isSure: boolean
  }
  type Query = Readonly<Record<string, string | number>>
  const written = (query: Query) => new URLSearchParams(Object.entries(query).map(([key, value]): [string, string] => [key, String(value)]))
  const ask = (query: Query, token = v.tokens.officer) =>
    app.call<Answer<ResolvedPlace>>('GET', `/api/map/resolve?${written(query)}`, { token })
  const locate = (query: Query, token = v.tokens.resident, estate = v.estate.id) =>
    app.call<Answer<LocatedPlace>>('GET', `/api/estates/${estate}/locate?${written(query)}`, { token })
  const positionOf = ([x, y]: Position) => {
    const [longitude, latitude] = plane.from([x, y])
    return { longitude, latitude }
  }

  it('refuses who may not see the map, asks for one of three, and has nothing of elsewhere', async () => {
    expect((await ask({ q: '3-1-1201' }, '')).status).toBe(401)
    expect((await ask({ q: '3-1-1201' }, v.tokens.resident)).status).toBe(403)
    for (const query of [{}, { longitude: 121 }, { q: '3-1-1201', placeId: v.house.id }, { latitude: 91, longitude: 0 }] as const) {
      const answer = await ask(query as Record<string, number>)
      expect(answer.status, JSON.stringify(query)).toBe(400)
      expect(answer.error?.faults.length).toBeGreaterThan(0)
    }
    const nothing = { items: [], isSure: false }
    expect((await ask({ q: '3-1-1201' }, farOfficer)).body).toEqual(nothing)
    expect((await ask({ q: code }, farOfficer)).body).toEqual(nothing)
    expect((await ask({ placeId: v.house.id }, farOfficer)).body).toEqual(nothing)
    expect((await ask(positionOf([-80, 55]), farOfficer)).body).toEqual(nothing)
    expect((await ask({ q: '望江府3幢1单元1201' })).body).toEqual(nothing)
    expect((await ask({ q: '%' })).body).toEqual(nothing)
  })

  it('[ZJWL-7.3.4.2-3] resolves address, code and coordinate to a house or a space, and each of them back', async () => {
    const inside = positionOf([-80, 55])
    for (const [q, by] of [
      ['枫林雅苑3幢1单元1201', 'room'],
      ['枫林雅苑 3-1-1201', 'room'],
      [code, 'code'],
      [code.toLowerCase(), 'code'],
    ] as const) {
      const { body } = await ask({ q })
      expect(body.items, q).toMatchObject([{ placeId: v.house.id, kind: 'house', match: { by, missing: [] } }])
      expect(body.isSure, q).toBe(true)
    }
    const onFloor = await ask({ ...inside, floor: 12 })
    expect(onFloor.body.items.map(({ placeId }) => placeId).sort()).toEqual([v.house.id, v.nextHouse.id, v.building.id].sort())
    const building = await ask(inside)
    expect(building.body).toMatchObject({ items: [{ placeId: v.building.id, match: { by: 'inside' } }], isSure: true })
    const space = await ask(positionOf([-80, 10]))
    expect(space.body).toMatchObject({ items: [{ placeId: v.garden.id, kind: 'area', match: { by: 'inside' } }], isSure: true })
    expect((await ask({ q: '枫林雅苑中心花园' })).body).toMatchObject({
      items: [{ placeId: v.garden.id, match: { by: 'name' } }],
      isSure: true,
    })

    const [back] = (await ask({ placeId: v.house.id })).body.items
    expect(back).toMatchObject({
      label: '枫林雅苑 · 3幢 · 1单元 · 1201',
      addressCode: code,
      grid: { placeId: grid.id, name: '第一网格' },
      isOwnPosition: false,
    })
    expect(back?.address).toContain('梧桐社区 · 枫林雅苑 · 3幢 · 1单元 · 1201')
    // the position of a house is that of its building, and leads back to it
    const again = await ask({ longitude: back?.longitude ?? 0, latitude: back?.latitude ?? 0, floor: 12 })
    expect(again.body.items.map(({ placeId }) => placeId)).toContain(v.house.id)
    const [garden] = (await ask({ placeId: v.garden.id })).body.items
    expect(garden).toMatchObject({ isOwnPosition: true, addressCode: null })
    expect((await ask({ longitude: garden?.longitude ?? 0, latitude: garden?.latitude ?? 0 })).body.items[0]?.placeId).toBe(v.garden.id)
  })

  it.each(['3-1-1201', '3号楼1单元1201室', '三幢一单元1201', '3幢1201', '梧桐社区3栋1单元1201'])(
    'gives candidates where %s means a house of two estates',
    async (q) => {
      const { body } = await ask({ q })
      expect(body.items.map(({ placeId }) => placeId).sort()).toEqual([v.house.id, twin.id].sort())
      expect(body.isSure).toBe(false)
    },
  )

  it('says what is missing and offers what stands above it', async () => {
    const noRoom = await ask({ q: '枫林雅苑3幢1单元9901' })
    expect(noRoom.body).toMatchObject({ items: [{ kind: 'unit', match: { missing: ['house'] } }], isSure: false })
    const noUnit = await ask({ q: '枫林雅苑3幢7单元1201' })
    expect(noUnit.body).toMatchObject({ items: [{ placeId: v.house.id, match: { missing: ['unit'] } }], isSure: false })
    const neither = await ask({ q: '枫林雅苑3幢7单元9901' })
    expect(neither.body).toMatchObject({ items: [{ placeId: v.building.id, match: { missing: ['unit', 'house'] } }], isSure: false })
    expect((await ask({ q: '枫林3幢' })).body).toMatchObject({ items: [{ placeId: v.building.id }], isSure: true })
  })

  it('offers the nearest ones beside a building, and nothing far off', async () => {
    const beside = await ask(positionOf([-110, 57]))
    expect(beside.body).toMatchObject({
      isSure: false,
      items: [{ placeId: v.building.id, match: { by: 'near' } }, { placeId: v.garden.id }],
    })
    expect((await ask(positionOf([290, -290]))).body.items).toEqual([])
  })

  it('names a place of an estate to whoever reports something there, and nothing more than its name', async () => {
    expect((await locate({ q: '3-1-1201' }, '')).status).toBe(401)
    expect((await locate({ q: '3-1-1201' }, v.tokens.resident, v.building.id)).status).toBe(404)
    const { body, text } = await locate({ q: '3号楼1单元1201室' })
    expect(body).toEqual({
      items: [
        {
          ...{ placeId: v.house.id, kind: 'house', name: '1201', label: '枫林雅苑 · 3幢 · 1单元 · 1201' },
          match: { by: 'room', missing: [], metres: null },
        },
      ],
      isSure: true,
    })
    expect(text).not.toContain(code)
    expect((await locate({ q: code })).body.items[0]?.placeId).toBe(v.house.id)
    expect((await locate(positionOf([-80, 10]))).body).toMatchObject({ items: [{ placeId: v.garden.id }], isSure: true })
    // the other estate is not this one
    expect((await locate({ q: '梧桐里3-1-1201' })).body.items).toEqual([])
    const retired = await makePlace(app.kernel, 'house', '1203', '1203', v.building)
    await app.kernel.store.run('UPDATE places SET is_retired = 1 WHERE id = ?', [retired.id])
    expect((await locate({ q: '3-1203' })).body.items.map(({ placeId }) => placeId)).not.toContain(retired.id)
  })

  it('asks the database a few times, however many candidates there are', async () => {
    const statements = async (query: Query) => Number((await ask(query)).headers.get('x-liren-statements'))
    await ask({ q: '3-1-1201' })
    expect(await statements({ q: '枫林雅苑3-1-1201' })).toBe(await statements({ q: '3-1-1201' }))
    const some: Query[] = [
      { q: '3-1-1201' },
      { q: code },
      { q: '中心花园' },
      { placeId: v.house.id },
      { ...positionOf([-80, 55]), floor: 12 },
    ]
    for (const query of some) expect(await statements(query), JSON.stringify(query)).toBeLessThanOrEqual(8)
  })
})
