import type { FileTag, TagCount } from '@liren/contract/capabilities/tag'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startTestApp, type TestApp } from '../../../test/app.ts'
import { peek } from '../../../test/peek.ts'
import { describeStores } from '../../../test/stores.ts'
import { makePerson, makeVillage, toldOfHealth, type Village } from '../../../test/village.ts'

const morning = Date.parse('2026-03-02T10:00+08:00')
const minute = 60_000

describeStores('tags of files', (open) => {
  let app: TestApp
  let village: Village
  let far: string
  beforeAll(async () => {
    app = await startTestApp(open, { start: morning })
    village = await makeVillage(app)
    far = await app.tokenOf(await makePerson(app.kernel, '郑远行', { roles: [['community-officer', village.otherCommunity]] }), 'admin')
  })
  afterAll(() => app.close())

  type Who = keyof Village['tokens']
  const token = (who: Who) => village.tokens[who]
  const create = async (path: string, values: object, placeId = village.house.id) => {
    const answer = await app.call<{ id: string; version: number }>('POST', path, {
      token: token('officer'),
      body: { placeId, source: 'collected', values, ...('health' in values ? { consents: toldOfHealth } : {}) },
    })
    if (answer.status !== 201) throw new Error(answer.text)
    return answer.body
  }
  const person = (name = '江望舒') => create('/api/people', { name, idKind: 'none', population: 'resident' })
  const add = (who: Who, id: string, tag: string, archive = 'person', source = 'collected') =>
    app.call<FileTag>('POST', `/api/tags/${archive}/${id}`, { token: token(who), body: { tag, source } })
  const remove = (who: Who, id: string, tag: string) =>
    app.call<FileTag>('POST', `/api/tags/person/${id}/remove`, { token: token(who), body: { tag, reason: '已不符合' } })
  const tagsOf = async (who: Who, id: string, archive = 'person') =>
    (await app.call<{ items: FileTag[] }>('GET', `/api/tags/${archive}/${id}`, { token: token(who) })).body.items
  const listed = async (who: Who, query: string, path = '/api/people') =>
    (await app.call<{ items: { id: string }[] }>('GET', `${path}?limit=100&${query}`, { token: token(who) })).body.items.map(({ id }) => id)
  const counts = async (as: string, archive = 'person') =>
    (await app.call<{ items: TagCount[] }>('GET', `/api/tags/${archive}`, { token: as })).body.items
  const countOf = async (as: string, tag: string) => (await counts(as)).find((each) => each.tag === tag)?.files

  it('refuses whoever is not signed in, may not tag, or asks for a file or an archive that is none of theirs', async () => {
    const { id } = await person()
    expect((await app.call('GET', `/api/tags/person/${id}`)).error?.code).toBe('identity.missing')
    expect((await add('worker', id, 'volunteer')).error?.code).toBe('permission.denied')
    expect((await app.call('GET', `/api/tags/person/${id}`, { token: far })).status).toBe(404)
    expect((await app.call('POST', `/api/tags/person/${id}`, { token: far, body: { tag: 'volunteer', source: 'manual' } })).status).toBe(
      404,
    )
    expect((await app.call('GET', `/api/tags/nothing/${id}`, { token: token('officer') })).status).toBe(404)
    expect((await app.call('GET', `/api/tags/grid/${id}`, { token: token('manager') })).error?.code).toBe('permission.denied')
    expect((await add('officer', id, 'martian')).error?.faults.map(({ path }) => path)).toEqual(['body.tag'])
    const without = await app.call('POST', `/api/tags/person/${id}`, { token: token('officer'), body: { tag: 'volunteer' } })
    expect(without.error?.faults.map(({ path }) => path)).toEqual(['body.source'])
    expect(await tagsOf('officer', id)).toEqual([])
  })

  it('[GB42455-7.2.1-b] keeps identity, living and registered address, photo and tags; tags are added and removed with their history', async () => {
    const photo = await app.photo(token('officer'))
    const values = { name: '顾清影', idKind: 'passport', idNumber: 'E00112233', population: 'resident' }
    const address = { livingAddress: '枫林雅苑3幢1201', registeredAddress: '江临市云溪街道梧桐路8号' }
    const file = await create('/api/people', { ...values, ...address, photo: [photo] })
    const fields = ['idNumber', 'registeredAddress', 'photo']
    const shown = await app.call<{ values: object }>('POST', `/api/people/${file.id}/reveal`, {
      token: token('officer'),
      body: { fields, reason: '核对资料' },
    })
    expect(shown.body.values).toEqual({ idNumber: 'E00112233', registeredAddress: address.registeredAddress, photo: [photo] })
    const read = await app.call<{ values: object }>('GET', `/api/people/${file.id}`, { token: token('officer') })
    expect(read.body.values).toMatchObject({ name: '顾清影', livingAddress: address.livingAddress })

    const added = await add('gridWorker', file.id, 'volunteer', 'person', 'declared')
    expect(added.status).toBe(201)
    expect(added.body).toMatchObject({ tag: 'volunteer', text: { zh: '志愿者' }, source: 'declared', taggedBy: '吴行知', removedAt: null })
    expect(added.body.taggedAt).toBe(new Date(morning).toISOString())
    expect((await add('gridWorker', file.id, 'volunteer')).error?.code).toBe('tag.known')
    await app.clock.advance(minute)
    expect((await remove('officer', file.id, 'volunteer')).body).toMatchObject({ removedBy: '孙明理', removeReason: '已不符合' })
    expect((await remove('officer', file.id, 'volunteer')).error?.code).toBe('tag.absent')
    await add('officer', file.id, 'volunteer')
    const tags = await tagsOf('officer', file.id)
    expect(tags.map(({ source, removedAt }) => [source, removedAt])).toEqual([
      ['collected', null],
      ['declared', new Date(morning + minute).toISOString()],
    ])
    const history = await app.call<{ items: { action: string; changes: object[]; reason: string | null }[] }>(
      'GET',
      `/api/people/${file.id}/history`,
      { token: token('officer') },
    )
    expect(history.body.items.map(({ action }) => action)).toEqual(['tagged', 'untagged', 'tagged', 'created'])
    expect(history.body.items[1]).toMatchObject({ reason: '已不符合', changes: [{ field: 'tag', before: 'volunteer', after: null }] })
  })

  it('[ZJWL-7.2.3.2.1] holds all six kinds of people, several on one person; the list of each kind is right', async () => {
    const kinds = ['resident', 'community-manager', 'grid-staff', 'property-staff', 'provider', 'visitor']
    const both = await person('叶知秋')
    const expected = new Map<string, string[]>()
    for (const [i, kind] of kinds.entries()) {
      const own = await person(`六类${i}`)
      for (const id of [own.id, both.id]) expect((await add('officer', id, kind)).status, kind).toBe(201)
      expected.set(kind, [own.id, both.id].sort())
    }
    for (const kind of kinds) expect((await listed('gridWorker', `tag=${kind}`)).sort(), kind).toEqual(expected.get(kind))
    expect((await remove('officer', both.id, 'visitor')).status).toBe(200)
    expect(await listed('gridWorker', 'tag=visitor')).toEqual(expected.get('visitor')?.filter((id) => id !== both.id))
    expect((await tagsOf('officer', both.id)).filter(({ removedAt }) => removedAt === null)).toHaveLength(5)
  })

  it('[ZJWL-7.2.3.2.2] keeps basics, home, occupation, party, health and attention; tags feed counts of groups; guarded ones are for few', async () => {
    const house = await create('/api/houses', { purpose: 'home', occupancy: 'owner' })
    const given = { occupation: 'retired', party: 'member', health: 'chronic', keyClass: 'care' }
    const file = await create('/api/people', { name: '闻人清', idKind: 'none', population: 'key', ...given })
    await app.call('POST', `/api/people/${file.id}/links`, {
      token: token('officer'),
      body: { kind: 'lives-in', archive: 'house', otherId: house.id, role: 'owner', source: 'collected' },
    })
    const read = await app.call<{ values: object }>('GET', `/api/people/${file.id}`, { token: token('officer') })
    expect(read.body.values).toMatchObject({ name: '闻人清', ...given })
    const links = await app.call<{ links: { kind: string; to: { id: string } }[] }>('GET', `/api/people/${file.id}/links`, {
      token: token('officer'),
    })
    expect(links.body.links.map(({ kind, to }) => [kind, to.id])).toEqual([['lives-in', house.id]])

    const before = { alone: await countOf(token('officer'), 'alone'), pet: await countOf(token('officer'), 'pet') }
    await add('officer', file.id, 'alone')
    await add('officer', file.id, 'pet')
    expect(await countOf(token('officer'), 'alone')).toBe((before.alone ?? 0) + 1)
    expect(await countOf(token('officer'), 'pet')).toBe((before.pet ?? 0) + 1)
    expect(await listed('officer', 'tag=alone')).toEqual([file.id])

    // a grid worker reads the file, and learns nothing of its guarded tags by any way
    expect((await tagsOf('gridWorker', file.id)).map(({ tag }) => tag)).toEqual(['pet'])
    expect(await listed('gridWorker', 'tag=alone')).toEqual([])
    expect(await countOf(token('gridWorker'), 'alone')).toBeUndefined()
    expect((await add('gridWorker', file.id, 'hardship')).status).toBe(400)
    expect((await remove('gridWorker', file.id, 'alone')).error?.code).toBe('tag.absent')
    const history = await app.call('GET', `/api/people/${file.id}/history`, { token: token('gridWorker') })
    expect(history.text).not.toContain('alone')
    for (const table of ['archive_tags', 'archive_changes', 'audit_entries', 'outbox'])
      expect(JSON.stringify(await peek(app.kernel.store, `SELECT * FROM ${table}`)), table).not.toContain('alone')
  })

  it('tags a hundred at once, says who had it, and who is out of reach or retired; nothing of those changes', async () => {
    const [one, two, gone] = [await person('批一'), await person('批二'), await person('批三')]
    const away = await app.call<{ id: string }>('POST', '/api/people', {
      token: far,
      body: { placeId: village.farEstate.id, source: 'collected', values: { name: '远人', idKind: 'none', population: 'resident' } },
    })
    await app.call('POST', `/api/people/${gone.id}/retire`, { token: token('officer'), body: { version: gone.version, reason: '已搬离' } })
    await add('officer', two.id, 'newcomer')
    const bulk = (body: object) =>
      app.call<{ changed: string[]; unchanged: string[]; refused: string[] }>('POST', '/api/tags/person', { token: token('officer'), body })
    const ids = [one.id, two.id, gone.id, away.body.id]
    expect((await bulk({ ids, add: ['newcomer', 'martian'], remove: [], source: 'manual' })).error?.faults.map(({ path }) => path)).toEqual(
      ['body.add.1'],
    )
    const done = await bulk({ ids, add: ['newcomer'], remove: [], source: 'manual' })
    expect(done.body).toEqual({ changed: [one.id], unchanged: [two.id], refused: [gone.id, away.body.id] })
    expect((await listed('officer', 'tag=newcomer')).sort()).toEqual([one.id, two.id].sort())
    const swap = await bulk({ ids: [one.id, two.id], add: ['pet'], remove: ['newcomer'], source: 'manual', reason: '季度整理' })
    expect(swap.body.changed.sort()).toEqual([one.id, two.id].sort())
    expect(await listed('officer', 'tag=newcomer')).toEqual([])
    const other = await app.call<{ items: FileTag[] }>('GET', `/api/tags/person/${away.body.id}`, { token: far })
    expect(other.body.items).toEqual([])
  })

  it.each([
    ['house', '/api/houses', { purpose: 'home', occupancy: 'owner' }, 'works', 'nextHouse'],
    ['building', '/api/buildings', { number: 'WT-T3', name: '枫林雅苑3幢', purpose: 'home' }, 'high-rise', 'building'],
    ['vehicle', '/api/vehicles', { plate: '浙A10086', plateKind: 'blue', stay: 'temporary' }, 'delivery', 'house'],
    ['org', '/api/orgs', { name: '里仁书屋', kind: 'social' }, 'trusted', 'estate'],
    ['space', '/api/spaces', { name: '邻里客厅', purpose: 'library', position: '中心' }, 'shelter', 'estate'],
    ['parking', '/api/parking-spaces', { lot: '地库', number: 'T-01', kind: 'standard', usedAs: 'free' }, 'reserved', 'estate'],
    ['family', '/api/families', { headName: '江望舒', kind: 'family' }, 'model', 'house'],
  ] as const)('serves the archive %s as well, each with a dictionary of its own', async (archive, path, values, word, at) => {
    const file = await create(path, values, village[at].id)
    expect((await add('officer', file.id, word, archive)).status).toBe(201)
    expect(await listed('officer', `tag=${word}`, path)).toEqual([file.id])
    expect((await counts(token('officer'), archive)).find(({ tag }) => tag === word)?.files).toBe(1)
    expect((await add('officer', file.id, 'grid-staff', archive)).status).toBe(400)
  })

  it('keeps one of two that put the same tag on at once', async () => {
    const { id } = await person()
    const both = await Promise.all([add('officer', id, 'committee'), add('gridWorker', id, 'committee')])
    expect(both.map(({ status }) => status).sort()).toEqual([201, 409])
    expect((await tagsOf('officer', id)).filter(({ tag }) => tag === 'committee')).toHaveLength(1)
  })

  it('asks the store as often for many tags as for one', async () => {
    const { id } = await person()
    const statements = async () =>
      Number((await app.call('GET', `/api/tags/person/${id}`, { token: token('officer') })).headers.get('x-liren-statements'))
    await add('officer', id, 'pet')
    const few = await statements()
    for (const word of ['volunteer', 'newcomer', 'committee', 'building-leader']) await add('officer', id, word)
    expect(await statements()).toBe(few)
  })
})
