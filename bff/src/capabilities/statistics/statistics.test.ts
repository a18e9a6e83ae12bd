import { creditCodeSign } from '@liren/contract/archive/index'
import type { Statistics } from '@liren/contract/capabilities/statistics'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startTestApp, type TestApp } from '../../../test/app.ts'
import { peek } from '../../../test/peek.ts'
import { describeStores } from '../../../test/stores.ts'
import { makePerson, makePlace, makeVillage, type TestPlace, type Village } from '../../../test/village.ts'

const creditCode = (n: number) => {
  const head = `9233010${String(n).padStart(10, '0')}`
  return head + creditCodeSign(head)
}

describeStores('statistics of files', (open) => {
  let app: TestApp
  let village: Village
  let grids: TestPlace[]
  let far: string
  beforeAll(async () => {
    app = await startTestApp(open, { start: Date.parse('2026-03-02T10:00+08:00') })
    village = await makeVillage(app)
    far = await app.tokenOf(await makePerson(app.kernel, '郑远行', { roles: [['community-officer', village.otherCommunity]] }), 'admin')
    grids = [
      await makePlace(app.kernel, 'grid', 'g1', '第一网格', village.community),
      await makePlace(app.kernel, 'grid', 'g2', '第二网格', village.community),
    ]
    await app.kernel.store.run('UPDATE places SET grid_id = ? WHERE id = ?', [grids[0]?.id ?? '', village.house.id])
    await app.kernel.store.run('UPDATE places SET grid_id = ? WHERE id = ?', [grids[1]?.id ?? '', village.secondHouse.id])
  })
  afterAll(() => app.close())

  const create = async (path: string, values: object, placeId = village.house.id, as = village.tokens.officer) => {
    const answer = await app.call<{ id: string; version: number }>('POST', path, {
      token: as,
      body: { placeId, source: 'collected', values },
    })
    if (answer.status !== 201) throw new Error(answer.text)
    return answer.body
  }
  const ask = (archive: string, by: string, as = village.tokens.officer, more = '') =>
    app.call<Statistics>('GET', `/api/statistics/${archive}?by=${by}${more}`, { token: as })
  const counts = async (archive: string, by: string, as?: string, more?: string) => {
    const { items } = (await ask(archive, by, as, more)).body
    return Object.fromEntries(items.filter(({ files }) => files > 0).map(({ key, files }) => [key ?? '', files]))
  }

  it('refuses whoever may not count, an archive that may not be read, and what is not counted by', async () => {
    expect((await app.call('GET', '/api/statistics/org?by=industry')).error?.code).toBe('identity.missing')
    expect((await ask('org', 'industry', village.tokens.gridWorker)).error?.code).toBe('permission.denied')
    expect((await ask('grid', 'kind', village.tokens.manager)).error?.code).toBe('permission.denied')
    expect((await ask('nothing', 'industry')).status).toBe(404)
    expect((await ask('org', 'name')).error?.faults[0]?.path).toBe('query.by')
    expect((await ask('person', 'keyClass', village.tokens.manager)).error?.code).toBe('permission.field')
  })

  it('[GB42455-8.1.4-b, SZSQ-5.1.6-b] counts organisations by industry, size and grid as a count of the table itself does', async () => {
    const industries = ['catering', 'retail', 'lodging', null]
    const scales = ['micro', 'small', 'large', null]
    for (let i = 0; i < 11; i++) {
      const place = [village.house.id, village.secondHouse.id, grids[0]?.id ?? '', village.estate.id][i % 4]
      const values = { name: `商户${i}`, kind: 'individual', creditCode: creditCode(i) }
      await create('/api/orgs', { ...values, industry: industries[i % 4], scale: scales[(i * 3) % 4] }, place)
    }
    const gone = await create('/api/orgs', { name: '已迁出', kind: 'social', industry: 'catering' })
    await app.call('POST', `/api/orgs/${gone.id}/retire`, {
      token: village.tokens.officer,
      body: { version: gone.version, reason: '迁出本社区' },
    })
    await create('/api/orgs', { name: '远处商户', kind: 'social', industry: 'catering' }, village.farEstate.id, far)
    const reference = async (sql: string) => {
      const rows = await peek<{ word: string | null; n: number }>(
        app.kernel.store,
        `SELECT ${sql} AS word, COUNT(*) AS n FROM orgs o JOIN places p ON p.id = o.place_id
         WHERE o.state = 'active' AND o.place_path LIKE '${village.community.path}%' GROUP BY ${sql}`,
      )
      return Object.fromEntries(rows.map(({ word, n }) => [word ?? '', Number(n)]))
    }
    for (const by of ['industry', 'scale']) {
      const expected = await reference(`o.${by}`)
      expect(await counts('org', by), by).toEqual(expected)
      expect((await ask('org', by)).body.total).toBe(11)
    }
    const byGrid = await counts('org', 'grid')
    expect(byGrid).toEqual(await reference("COALESCE(CASE WHEN p.kind = 'grid' THEN p.id ELSE p.grid_id END, '')"))
    expect(byGrid[grids[0]?.id ?? '']).toBe(6)
    const { items } = (await ask('org', 'grid')).body
    expect(items.find(({ key }) => key === grids[0]?.id)?.text).toEqual({ zh: '第一网格', en: '第一网格' })
    // each count leads to the very files
    const listed = await app.call<{ items: unknown[] }>('GET', '/api/orgs?f.industry=retail&limit=100', { token: village.tokens.officer })
    expect(listed.body.items).toHaveLength((await counts('org', 'industry')).retail ?? -1)
    expect(await counts('org', 'industry', undefined, `&placeId=${village.secondEstate.id}`)).toEqual({ retail: 3 })
    expect(await counts('org', 'industry', far)).toEqual({ catering: 1 })
  })

  it('[GB42455-7.2.1-a] asks every person for one of four types; the list and the count of each are right', async () => {
    const values = (population: string | undefined) => ({ name: '江望舒', idKind: 'none', population })
    const body = (population: string | undefined) => ({ placeId: village.house.id, source: 'collected', values: values(population) })
    for (const wrong of [undefined, 'alien'])
      expect((await app.call('POST', '/api/people', { token: village.tokens.officer, body: body(wrong) })).error?.faults[0]?.path).toBe(
        'body.values.population',
      )
    const made: Record<string, string[]> = { resident: [], temporary: [], floating: [], key: [] }
    for (const [i, population] of ['resident', 'temporary', 'floating', 'key', 'floating', 'key', 'key'].entries()) {
      const more = population === 'key' ? { keyClass: 'care' } : {}
      made[population]?.push((await create('/api/people', { ...values(population), name: `人${i}`, ...more })).id)
    }
    for (const [population, ids] of Object.entries(made)) {
      const list = await app.call<{ items: { id: string }[] }>('GET', `/api/people?f.population=${population}&limit=100`, {
        token: village.tokens.officer,
      })
      expect(list.body.items.map(({ id }) => id).sort(), population).toEqual([...ids].sort())
    }
    expect(await counts('person', 'population')).toEqual({ resident: 1, temporary: 1, floating: 2, key: 3 })
  })

  it('counts what is sealed by its index, for whoever may read it, and says yes and no of a mark', async () => {
    expect(await counts('person', 'keyClass')).toEqual({ care: 3, '': 4 })
    await create('/api/spaces', { name: '书房', purpose: 'library', position: '中心', isBookable: true }, village.estate.id)
    await create('/api/spaces', { name: '食堂', purpose: 'canteen', position: '中心' }, village.estate.id)
    expect(await counts('space', 'isBookable')).toEqual({ 1: 1, 0: 1 })
    expect(await counts('space', 'estate')).toEqual({ [village.estate.id]: 2 })
    expect(await counts('space', 'source')).toEqual({ collected: 2 })
  })
})
