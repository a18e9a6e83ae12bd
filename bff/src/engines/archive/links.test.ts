import { afterAll, beforeAll, expect, it } from 'vitest'
import { startTestApp, type TestApp } from '../../../test/app.ts'
import { describeStores } from '../../../test/stores.ts'
import { makePerson, makePlace, makeVillage, type Village } from '../../../test/village.ts'

interface File {
  id: string
  version: number
}
interface Graph {
  nodes: { archive: string; id: string; title: string; depth: number }[]
  links: { id: string; kind: string; role: string | null; startedOn: string | null; endedOn: string | null; version: number }[]
  hidden: number
  isCut: boolean
}

describeStores('links between files', (open) => {
  let app: TestApp
  let village: Village
  let otherOfficer: string
  const files = {} as Record<'person' | 'house' | 'org' | 'club' | 'vehicle' | 'grid' | 'far', File>

  const post = async <T = File>(token: string, path: string, body: object): Promise<T> => {
    const answer = await app.call<T>('POST', path, { token, body })
    if (answer.status >= 300) throw new Error(`${path} ${answer.status} ${answer.text}`)
    return answer.body
  }
  const graph = async (path: string, token = village.tokens.officer) => (await app.call<Graph>('GET', path, { token })).body

  beforeAll(async () => {
    app = await startTestApp(open, { start: Date.parse('2026-03-02T10:00+08:00') })
    village = await makeVillage(app)
    const grid = await makePlace(app.kernel, 'grid', 'g1', '第一网格', village.community)
    otherOfficer = await app.tokenOf(
      await makePerson(app.kernel, '方知远', { roles: [['community-officer', village.otherCommunity]] }),
      'admin',
    )
    const { officer } = village.tokens
    const make = (path: string, placeId: string, values: object, token = officer) =>
      post(token, path, { placeId, source: 'collected', values })
    files.person = await make('/api/people', village.house.id, { name: '江望舒', idKind: 'none', population: 'resident' })
    files.house = await make('/api/houses', village.house.id, { purpose: 'home', occupancy: 'owner' })
    files.org = await make('/api/orgs', grid.id, {
      name: '梧桐里面馆',
      kind: 'individual',
      creditCode: '91990100MA7000000Q',
      industry: 'catering',
    })
    files.club = await make('/api/orgs', village.estate.id, { name: '枫林志愿队', kind: 'social' })
    files.vehicle = await make('/api/vehicles', village.house.id, { plate: '浙A12345', plateKind: 'blue', stay: 'temporary' })
    files.grid = await make('/api/grids', grid.id, { name: '第一网格', code: 'G1', kind: 'home' })
    files.far = await make('/api/people', village.farEstate.id, { name: '远方客', idKind: 'none', population: 'resident' }, otherOfficer)
  })
  afterAll(() => app.close())

  const link = (body: object, token = village.tokens.officer, id = files.person.id) =>
    app.call<Graph['links'][number]>('POST', `/api/people/${id}/links`, { token, body: { source: 'collected', ...body } })

  it('refuses links that do not fit, with files out of reach, and for those who may only look', async () => {
    expect((await link({ kind: 'parks-at', archive: 'house', otherId: files.house.id })).error?.code).toBe('person.link-unfit')
    expect((await link({ kind: 'lives-in', archive: 'house', otherId: files.house.id, role: 'king' })).error?.code).toBe(
      'person.link-unfit',
    )
    expect((await link({ kind: 'kin-of', archive: 'person', otherId: files.person.id })).error?.code).toBe('person.link-unfit')
    expect((await link({ kind: 'kin-of', archive: 'person', otherId: files.far.id })).error?.code).toBe('person.link-other')
    expect((await link({ kind: 'lives-in', archive: 'house', otherId: files.house.id }, otherOfficer)).status).toBe(404)
    expect((await link({ kind: 'lives-in', archive: 'house', otherId: files.house.id }, village.tokens.worker)).error?.code).toBe(
      'permission.denied',
    )
  })

  it('[GB42455-8.1.1-c] [SZSQ-5.1.5] links a person to grid, house, business, organisation and vehicle; both sides show each, with its dates', async () => {
    const wanted = [
      ['in-grid', 'grid', files.grid, '/api/grids'],
      ['lives-in', 'house', files.house, '/api/houses'],
      ['works-at', 'org', files.org, '/api/orgs'],
      ['member-of', 'org', files.club, '/api/orgs'],
      ['owns-vehicle', 'vehicle', files.vehicle, '/api/vehicles'],
    ] as const
    for (const [kind, archive, file] of wanted)
      expect((await link({ kind, archive, otherId: file.id, startedOn: '2025-01-01' })).status, kind).toBe(201)
    const own = await graph(`/api/people/${files.person.id}/links`)
    expect(own.links.map(({ kind }) => kind).sort()).toEqual(wanted.map(([kind]) => kind).sort())
    for (const [kind, , file, path] of wanted) {
      const back = await graph(`${path}/${file.id}/links`)
      expect(
        back.links.find((entry) => entry.kind === kind),
        kind,
      ).toMatchObject({ startedOn: '2025-01-01', endedOn: null })
      expect(back.nodes.map(({ id }) => id)).toContain(files.person.id)
    }
    const ended = own.links.find(({ kind }) => kind === 'works-at')
    await post(village.tokens.officer, `/api/people/${files.person.id}/links/${ended?.id}/end`, {
      version: ended?.version,
      endedOn: '2026-02-01',
    })
    expect((await graph(`/api/orgs/${files.org.id}/links`)).links).toEqual([])
    expect((await graph(`/api/orgs/${files.org.id}/links?ended=true`)).links).toMatchObject([
      { kind: 'works-at', startedOn: '2025-01-01', endedOn: '2026-02-01' },
    ])
  })

  it('refuses the same link twice at a time, an end before its beginning, and a step of an older version', async () => {
    expect((await link({ kind: 'lives-in', archive: 'house', otherId: files.house.id })).error?.code).toBe('person.link-known')
    const { links } = await graph(`/api/people/${files.person.id}/links`)
    const living = links.find(({ kind }) => kind === 'lives-in') as Graph['links'][number]
    const end = (body: object) =>
      app.call('POST', `/api/people/${files.person.id}/links/${living.id}/end`, { token: village.tokens.officer, body })
    expect((await end({ version: 1, endedOn: '2024-12-31' })).error?.code).toBe('person.link-dates')
    expect((await end({ version: 7, endedOn: '2026-03-01' })).error?.code).toBe('stale')
    const twice = await Promise.all([
      link({ kind: 'drives', archive: 'vehicle', otherId: files.vehicle.id }),
      link({ kind: 'drives', archive: 'vehicle', otherId: files.vehicle.id }),
    ])
    expect(twice.map(({ status }) => status).sort()).toEqual([201, 409])
  })

  it('[GB42455-8.1.3-d] tells who lived in a house on any past day; moving keeps both intervals', async () => {
    const { officer } = village.tokens
    const before = await post(officer, '/api/people', {
      placeId: village.house.id,
      source: 'collected',
      values: { name: '前住户', idKind: 'none', population: 'resident' },
    })
    const moved = await link({ kind: 'lives-in', archive: 'house', otherId: files.house.id, startedOn: '2019-05-01' }, officer, before.id)
    await post(officer, `/api/people/${before.id}/links/${moved.body.id}/end`, { version: 1, endedOn: '2024-12-01' })
    const on = async (day: string) =>
      (await graph(`/api/houses/${files.house.id}/links?on=${day}`)).nodes
        .filter(({ archive }) => archive === 'person')
        .map(({ title }) => title)
    expect(await on('2018-01-01')).toEqual([])
    expect(await on('2020-06-01')).toEqual(['前住户'])
    expect(await on('2024-12-15')).toEqual([])
    expect(await on('2025-06-01')).toEqual(['江望舒'])
  })

  it('[GB42455-7.1.4-d.3] walks from a vehicle over its owner to the house within two hops, and no further than asked', async () => {
    const one = await graph(`/api/vehicles/${files.vehicle.id}/links?depth=1`)
    expect(one.nodes.map(({ archive }) => archive).sort()).toEqual(['person', 'vehicle'])
    const two = await graph(`/api/vehicles/${files.vehicle.id}/links?depth=2`)
    expect(two.nodes.find(({ id }) => id === files.house.id)).toMatchObject({ archive: 'house', depth: 2 })
    expect((await app.call('GET', `/api/vehicles/${files.vehicle.id}/links?depth=4`, { token: village.tokens.officer })).status).toBe(400)
  })

  it('counts what the viewer may not read, and names none of it', async () => {
    const seen = await graph(`/api/people/${files.person.id}/links`, village.tokens.manager)
    expect(seen.nodes.map(({ archive }) => archive)).not.toContain('grid')
    expect(seen.hidden).toBeGreaterThan(0)
    expect(seen.links.map(({ kind }) => kind)).not.toContain('in-grid')
  })

  it('asks as many statements for a file with many links as for one with few', async () => {
    const count = async (path: string) =>
      Number((await app.call('GET', path, { token: village.tokens.officer })).headers.get('x-liren-statements'))
    await count(`/api/people/${files.person.id}/links`)
    const { officer } = village.tokens
    const house = `/api/houses/${files.house.id}/links`
    const few = await count(house)
    for (let i = 0; i < 5; i++) {
      const more = await post(officer, '/api/people', {
        placeId: village.house.id,
        source: 'collected',
        values: { name: `同住人${i}`, idKind: 'none', population: 'temporary' },
      })
      await link({ kind: 'lives-in', archive: 'house', otherId: files.house.id }, officer, more.id)
    }
    expect(await count(house)).toBe(few)
  })

  it('[GB42455-8.1.4-a] [SZSQ-5.1.6-a] refuses a second file with the same credit code and names the first', async () => {
    const twin = await app.call('POST', '/api/orgs', {
      token: village.tokens.manager,
      body: {
        placeId: village.estate.id,
        source: 'collected',
        values: { name: '另一家面馆', kind: 'individual', creditCode: '91990100MA7000000Q' },
      },
    })
    expect(twin.error).toMatchObject({ code: 'org.exists' })
    const seen = await app.call('POST', '/api/orgs', {
      token: village.tokens.officer,
      body: {
        placeId: village.estate.id,
        source: 'collected',
        values: { name: '另一家面馆', kind: 'individual', creditCode: '91990100MA7000000Q' },
      },
    })
    expect(seen.error?.details).toMatchObject({ id: files.org.id })
  })

  it('[GB42455-8.1.2-a] refuses a second vehicle with the same plate and kind of plate; an update is visible at once', async () => {
    const { officer } = village.tokens
    const draft = { placeId: village.house.id, source: 'collected', values: { plate: '浙a12345', plateKind: 'blue', stay: 'temporary' } }
    expect((await app.call('POST', '/api/vehicles', { token: officer, body: draft })).error).toMatchObject({
      code: 'vehicle.exists',
      details: { id: files.vehicle.id },
    })
    const changed = await app.call('PATCH', `/api/vehicles/${files.vehicle.id}`, {
      token: officer,
      body: { version: 1, source: 'collected', values: { colour: 'red' } },
    })
    expect(changed.status).toBe(200)
    expect(
      (await app.call<{ values: object }>('GET', `/api/vehicles/${files.vehicle.id}`, { token: village.tokens.housekeeper })).body.values,
    ).toMatchObject({ colour: 'red' })
  })

  it('[GB42455-8.1.3-a] [ZJWL-7.2.3.3.1] keeps one file for each house; two with one spatial code are refused, and the code finds one', async () => {
    const { officer } = village.tokens
    const draft = (placeId: string, spatialCode: string) => ({
      placeId,
      source: 'manual',
      values: { purpose: 'home', occupancy: 'empty', spatialCode },
    })
    expect((await app.call('POST', '/api/houses', { token: officer, body: draft(village.house.id, 'ZJ330100000001') })).error?.code).toBe(
      'house.exists',
    )
    const next = await post(officer, '/api/houses', draft(village.nextHouse.id, 'ZJ330100000002'))
    expect(
      (await app.call('POST', '/api/houses', { token: officer, body: draft(village.secondHouse.id, 'ZJ330100000002') })).error,
    ).toMatchObject({ code: 'house.exists', details: { id: next.id } })
    const found = await app.call<{ items: { id: string; values: { addressCode: string } }[] }>(
      'GET',
      '/api/houses?f.spatialCode=ZJ330100000002',
      { token: officer },
    )
    expect(found.body.items.map(({ id }) => id)).toEqual([next.id])
    expect(found.body.items[0]?.values.addressCode).toBe('JL-YX-WT-FL-03-1-1202')
  })

  it('[ZJWL-7.2.3.5.2] knows the fourteen uses of public spaces; a space of each can be made', async () => {
    const { officer } = village.tokens
    const { body } = await app.call<{ items: { code: string; items: { code: string }[] }[] }>('GET', '/api/dictionaries')
    const uses = body.items.find(({ code }) => code === 'space-use')?.items.map(({ code }) => code) ?? []
    expect(uses).toHaveLength(14)
    for (const purpose of uses)
      await post(officer, '/api/spaces', {
        placeId: village.garden.id,
        source: 'manual',
        values: { name: `空间 ${purpose}`, purpose, position: '中心花园' },
      })
    const listed = await app.call<{ items: { values: { purpose: string } }[] }>('GET', '/api/spaces?limit=100', { token: officer })
    expect(new Set(listed.body.items.map(({ values }) => values.purpose))).toEqual(new Set(uses))
  })

  it('[GB42455-8.1.4-c] [SZSQ-5.1.6-c] shows a unit that was placed in a grid to the worker of that grid, and lists it under it', async () => {
    const id = await makePerson(app.kernel, '网格甲', { roles: [['grid-worker', await placeOf(app, '第一网格')]] })
    const token = await app.tokenOf(id, 'grid')
    const seen = await app.call<{ items: { id: string }[] }>('GET', '/api/orgs?limit=100', { token })
    expect(seen.body.items.map((item) => item.id)).toEqual([files.org.id])
  })
})

async function placeOf(app: TestApp, name: string) {
  const [row] = await app.kernel.store.rows<{ id: string; path: string; name: string }>(
    'SELECT id, path, name FROM places WHERE name = ?',
    [name],
  )
  if (!row) throw new Error(`no place ${name}`)
  return row
}
