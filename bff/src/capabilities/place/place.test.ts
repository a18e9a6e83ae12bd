import type { Place } from '@liren/contract/capabilities/place'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeAccount } from '../../../test/accounts.ts'
import { startTestApp, type TestApp } from '../../../test/app.ts'
import { describeStores } from '../../../test/stores.ts'
import { makePerson, makePlace, makeVillage, type Village } from '../../../test/village.ts'
import { unscoped } from '../../kernel/store/scope.ts'
import { metresBetween } from './guests.ts'

interface Matrix {
  readonly units: { name: string }[]
  readonly floors: number[]
  readonly rooms: { name: string; floor: number; state: string; members: number }[]
}

describeStores('the place tree', (open) => {
  let app: TestApp
  let v: Village
  let token: string
  let n = 0

  beforeAll(async () => {
    app = await startTestApp(open)
    v = await makeVillage(app)
    const admin = await makeAccount(app, { at: v.city, class: 'city', roles: [['system-administrator', v.city]] })
    token = await app.tokenOf(admin.id, 'admin')
  })
  afterAll(() => app.close())

  const create = (body: object, by = token) => app.call<Place>('POST', '/api/places', { token: by, body })
  const read = async (id: string, by = token) =>
    (await app.call<Place & { breadcrumb: { name: string }[] }>('GET', `/api/places/${id}`, { token: by })).body
  const code = () => `p${++n}`

  test('a place that does not belong under its parent is refused', async () => {
    for (const [parentId, kind] of [
      [v.estate.id, 'city'],
      [v.house.id, 'unit'],
      [v.community.id, 'house'],
      [v.city.id, 'estate'],
    ] as const)
      expect((await create({ parentId, kind, code: code(), name: '错位' })).error?.code).toBe('place.wrong-parent')
    expect((await create({ parentId: null, kind: 'city', code: code(), name: '另一个市' })).status).toBe(403)
    expect((await create({ parentId: app.kernel.ids.next(), kind: 'building', code: code(), name: '无根' })).status).toBe(404)
    for (const bad of ['', 'A1', 'a/b', '../x', 'x'.repeat(21)])
      expect((await create({ parentId: v.estate.id, kind: 'building', code: bad, name: '坏码' })).error?.faults[0]?.path).toBe('body.code')
  })

  test('a code is given once under a parent, also by ten who ask together', async () => {
    const body = { parentId: v.estate.id, kind: 'building', code: code(), name: '9幢' }
    const answers = await Promise.all(Array.from({ length: 10 }, () => create(body)))
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1)
    expect(answers.filter(({ error }) => error?.code === 'place.code-taken')).toHaveLength(9)
  })

  test('who manages one estate neither sees nor changes another', async () => {
    const manager = v.tokens.manager
    expect((await app.call('GET', `/api/places/${v.farEstate.id}`, { token: manager })).status).toBe(404)
    expect((await create({ parentId: v.farEstate.id, kind: 'building', code: code(), name: '越界' }, manager)).status).toBe(404)
    const { body } = await app.call<{ items: Place[] }>('GET', '/api/places?kind=estate', { token: manager })
    expect(body.items.map(({ id }) => id)).toEqual([v.estate.id])
    expect((await create({ parentId: v.estate.id, kind: 'area', code: code(), name: '儿童乐园' }, manager)).status).toBe(201)
    expect((await create({ parentId: v.estate.id, kind: 'area', code: code(), name: '不行' }, v.tokens.worker)).status).toBe(403)
  })

  test('a place knows its path, its full name and what it lies in', async () => {
    const created = await create({ parentId: v.unit.id, kind: 'house', code: '1301', name: '1301', floor: 13, area: 89.5 })
    expect(created.body).toMatchObject({
      path: '/jl/yx/wt/fl/03/1/1301/',
      fullName: '江临市 · 云溪街道 · 梧桐社区 · 枫林雅苑 · 3幢 · 1单元 · 1301',
    })
    expect((await read(created.body.id)).breadcrumb.map(({ name }) => name)).toEqual([
      '江临市',
      '云溪街道',
      '梧桐社区',
      '枫林雅苑',
      '3幢',
      '1单元',
      '1301',
    ])
  })

  test('children come in their order, page by page', async () => {
    const building = await makePlace(app.kernel, 'building', code(), '分页楼', v.estate)
    for (const sort of [3, 1, 2, 1, 5]) await create({ parentId: building.id, kind: 'unit', code: code(), name: `u${sort}`, sort })
    const seen: string[] = []
    let cursor = ''
    do {
      const { body } = await app.call<{ items: Place[]; next?: string }>('GET', `/api/places?parentId=${building.id}&limit=2${cursor}`, {
        token,
      })
      seen.push(...body.items.map(({ name }) => name))
      cursor = body.next ? `&cursor=${encodeURIComponent(body.next)}` : ''
    } while (cursor)
    expect(seen).toEqual(['u1', 'u1', 'u2', 'u3', 'u5'])
    const found = await app.call<{ items: Place[] }>('GET', `/api/places?parentId=${v.estate.id}&q=${encodeURIComponent('分页')}`, {
      token,
    })
    expect(found.body.items.map(({ name }) => name)).toEqual(['分页楼'])
  })

  test('a new name shows in everything under the place', async () => {
    const building = await makePlace(app.kernel, 'building', code(), '旧名', v.estate)
    const unit = await makePlace(app.kernel, 'unit', '1', '1单元', building)
    const changed = await app.call('PATCH', `/api/places/${building.id}`, { token, body: { version: 1, name: '文昌阁' } })
    expect(changed.status).toBe(200)
    expect((await read(unit.id)).fullName).toBe('江临市 · 云溪街道 · 梧桐社区 · 枫林雅苑 · 文昌阁 · 1单元')
  })

  test('of eight changes on one version one wins', async () => {
    const building = await makePlace(app.kernel, 'building', code(), '竞争', v.estate)
    const answers = await Promise.all(
      Array.from({ length: 8 }, (_, sort) => app.call('PATCH', `/api/places/${building.id}`, { token, body: { version: 1, sort } })),
    )
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
    expect(answers.filter(({ error }) => error?.code === 'stale')).toHaveLength(7)
  })

  test('a moved building takes along its rooms, the people in them, their rights and their cases', async () => {
    const building = await makePlace(app.kernel, 'building', code(), '搬迁楼', v.secondEstate)
    const house = await makePlace(app.kernel, 'house', '101', '101', building)
    const resident = await makePerson(app.kernel, '苏念安', { house })
    const guard = await makeAccount(app, { at: v.community, roles: [['guard', building]] })
    const [mine, theirs] = [await app.tokenOf(resident, 'resident'), await app.tokenOf(guard.id, 'staff')]
    const repair = await app.call<{ id: string }>('POST', '/api/repairs', {
      token: mine,
      body: { kind: 'home', category: 'water', description: '水管漏水', placeId: house.id, photos: [] },
    })
    expect(repair.status).toBe(201)

    const move = (body: object) => app.call<Place>('POST', `/api/places/${building.id}/move`, { token, body })
    expect((await move({ parentId: house.id, version: 1 })).error?.code).toBe('place.wrong-parent')
    expect((await move({ parentId: v.community.id, version: 1 })).error?.code).toBe('place.wrong-parent')
    const moved = await move({ parentId: v.estate.id, version: 1 })
    expect(moved.body.path).toBe(`${v.estate.path}${building.path.split('/').at(-2)}/`)

    const path = `${moved.body.path}101/`
    expect((await read(house.id)).path).toBe(path)
    expect(
      (await app.call<{ items: { house: { path: string; estate: string } }[] }>('GET', '/api/households/mine', { token: mine })).body.items,
    ).toEqual([expect.objectContaining({ house: expect.objectContaining({ path, estate: '枫林雅苑' }) })])
    const seen = await app.call<{ items: { house: { path: string } }[] }>('GET', '/api/households', { token: theirs })
    expect(seen.body.items.map((item) => item.house.path)).toEqual([path])
    const [row] = await unscoped<{ place_path: string }>(app.kernel.store, 'a test looks where the case is', {
      sql: 'SELECT place_path FROM repairs WHERE id = ?',
      params: [repair.body.id],
    })
    expect(row?.place_path).toBe(path)
    expect((await app.call('GET', `/api/repairs/${repair.body.id}`, { token: v.tokens.manager })).status).toBe(200)
    const officer = v.tokens.officer
    expect((await app.call('GET', `/api/repairs/${repair.body.id}`, { token: officer })).status).toBe(200)
  })

  test('what moves into another community leaves its grid', async () => {
    const grid = await makePlace(app.kernel, 'grid', code(), '网格', v.community)
    const estate = await makePlace(app.kernel, 'estate', code(), '外迁苑', v.community)
    expect((await app.call('PATCH', `/api/places/${estate.id}`, { token, body: { version: 1, gridId: grid.id } })).status).toBe(200)
    const foreign = await app.call('PATCH', `/api/places/${v.farEstate.id}`, { token, body: { version: 1, gridId: grid.id } })
    expect(foreign.error?.faults[0]?.path).toBe('body.gridId')
    const moved = await app.call<Place>('POST', `/api/places/${estate.id}/move`, {
      token,
      body: { parentId: v.otherCommunity.id, version: 2 },
    })
    expect(moved.body).toMatchObject({ gridId: null, fullName: '江临市 · 云溪街道 · 滨河社区 · 外迁苑' })
  })

  test('a place in use is not retired; one that is not keeps its code for ever', async () => {
    for (const place of [v.estate, v.house]) {
      const { version } = await read(place.id)
      expect((await app.call('DELETE', `/api/places/${place.id}?version=${version}`, { token })).error?.code).toBe('place.in-use')
    }
    const spare = await create({ parentId: v.unit.id, kind: 'house', code: 'spare', name: '空置' })
    expect((await app.call('DELETE', `/api/places/${spare.body.id}?version=9`, { token })).error?.code).toBe('stale')
    expect((await app.call('DELETE', `/api/places/${spare.body.id}?version=1`, { token })).status).toBe(204)
    expect((await create({ parentId: v.unit.id, kind: 'house', code: 'spare', name: '再来' })).error?.code).toBe('place.code-taken')
    expect((await create({ parentId: spare.body.id, kind: 'house', code: 'x', name: '其下' })).status).toBe(404)
  })

  test('a building is drawn as units and floors with who lives where', async () => {
    const building = await makePlace(app.kernel, 'building', code(), '楼栋表', v.estate)
    const [one, two] = [
      await makePlace(app.kernel, 'unit', '1', '1单元', building),
      await makePlace(app.kernel, 'unit', '2', '2单元', building),
    ]
    const owned = await makePlace(app.kernel, 'house', '0201', '201', one)
    const lent = await makePlace(app.kernel, 'house', '0301', '301', two)
    await makePlace(app.kernel, 'house', '0202', '202', one)
    await makePerson(app.kernel, '甲', { house: owned })
    await makePerson(app.kernel, '乙', { house: owned, relation: 'family' })
    await makePerson(app.kernel, '丙', { house: lent, relation: 'tenant' })
    const { body } = await app.call<Matrix>('GET', `/api/places/${building.id}/matrix`, { token })
    expect(body.units.map(({ name }) => name)).toEqual(['1单元', '2单元'])
    expect(body.floors).toEqual([3, 2])
    expect(body.rooms.map(({ name, floor, state, members }) => [name, floor, state, members])).toEqual([
      ['201', 2, 'owned', 2],
      ['301', 3, 'let', 1],
      ['202', 2, 'empty', 0],
    ])
    expect((await app.call('GET', `/api/places/${v.unit.id}/matrix`, { token })).status).toBe(404)
  })

  test('guests find estates by name or nearness and learn nothing but names', async () => {
    await app.kernel.store.run('UPDATE places SET longitude = 120.62, latitude = 31.3 WHERE id = ?', [v.farEstate.id])
    await app.kernel.store.run('UPDATE places SET longitude = 120.7, latitude = 31.3 WHERE id = ?', [v.secondEstate.id])
    const near = await app.call<{ items: object[] }>('GET', '/api/estates?longitude=120.621&latitude=31.3')
    expect(near.body.items.slice(0, 2)).toEqual([
      { id: v.farEstate.id, name: '河东苑', community: '滨河社区', metres: 95 },
      { id: v.secondEstate.id, name: '梧桐里', community: '梧桐社区', metres: 7506 },
    ])
    const named = await app.call<{ items: { name: string }[] }>('GET', `/api/estates?q=${encodeURIComponent('枫林')}`)
    expect(named.body.items.map(({ name }) => name)).toEqual(['枫林雅苑'])
    expect((await app.call('GET', '/api/estates?longitude=abc')).status).toBe(400)
    expect(metresBetween({ longitude: 0, latitude: 0 }, { longitude: 0, latitude: 1 })).toBe(111_195)
  })

  test('the room picker walks down to a door, never up or across, and asks for a sign-in', async () => {
    expect((await app.call('GET', `/api/estates/${v.estate.id}/rooms`)).status).toBe(401)
    const by = v.tokens.stranger
    const names = async (under?: string) => {
      const answer = await app.call<{ items: { name: string; kind: string }[] }>(
        'GET',
        `/api/estates/${v.estate.id}/rooms${under ? `?under=${under}` : ''}`,
        { token: by },
      )
      return answer.status === 200 ? answer.body.items.map(({ name }) => name) : answer.status
    }
    expect(await names(v.building.id)).toEqual(['1单元'])
    expect(await names(v.unit.id)).toEqual(expect.arrayContaining(['1201', '1202']))
    expect(await names(v.secondEstate.id)).toBe(404)
    expect(await names(v.community.id)).toBe(404)
    expect((await app.call('GET', `/api/estates/${v.building.id}/rooms`, { token: by })).status).toBe(404)
  })
})
