import { afterAll, beforeAll, expect, it } from 'vitest'
import { startTestApp, type TestApp } from '../../../test/app.ts'
import { peek } from '../../../test/peek.ts'
import { describeStores } from '../../../test/stores.ts'
import { makeVillage, type Village } from '../../../test/village.ts'

interface Shown {
  id: string
  version: number
  values: Record<string, unknown>
  source: string
  enteredBy: string
}

describeStores('files of houses', (open) => {
  let app: TestApp
  let village: Village
  beforeAll(async () => {
    app = await startTestApp(open, { start: Date.parse('2026-03-02T10:00+08:00') })
    village = await makeVillage(app)
  })
  afterAll(() => app.close())

  type Who = keyof Village['tokens']
  const create = (who: Who, placeId: string, values: object = {}, path = '/api/houses') =>
    app.call<Shown>('POST', path, {
      token: village.tokens[who],
      body: { placeId, source: 'manual', sourceNote: '入户登记表 12 号', values: { purpose: 'home', occupancy: 'owner', ...values } },
    })

  it('[ZJWL-6.3.2.1] is entered from a paper form by an authorised recorder, on record; others are refused', async () => {
    expect((await create('worker', village.house.id)).error?.code).toBe('permission.denied')
    expect((await create('resident', village.house.id)).error?.code).toBe('permission.denied')
    expect((await create('farManager', village.house.id)).error?.faults[0]?.path).toBe('body.placeId')
    const { status, body } = await create('gridWorker', village.house.id)
    expect(status).toBe(201)
    expect(body).toMatchObject({ source: 'manual', enteredBy: '吴行知' })
    const entries = await peek<{ actor_id: string; result: string }>(
      app.kernel.store,
      "SELECT actor_id, result FROM audit_entries WHERE action = 'house.created' ORDER BY id",
    )
    expect(entries.filter(({ result }) => result === 'refused').length).toBe(2)
    expect(entries.at(-1)).toEqual({ actor_id: village.ids.gridWorker, result: 'done' })
  })

  it('[ZJWL-7.2.3.3.2] keeps layout, area and owner; who lives there follows every move in and out', async () => {
    const house = await create('officer', village.nextHouse.id, {
      layout: '3-2',
      area: 128.6,
      ownerName: '江望舒',
      ownerPhone: '10000007001',
    })
    expect(house.body.values).toMatchObject({ layout: '3-2', area: 128.6, ownerName: '江望舒' })
    const people: Shown[] = []
    for (const name of ['先住', '后住'])
      people.push(
        (
          await app.call<Shown>('POST', '/api/people', {
            token: village.tokens.officer,
            body: { placeId: village.nextHouse.id, source: 'manual', values: { name, idKind: 'none', population: 'resident' } },
          })
        ).body,
      )
    const [first, second] = people as [Shown, Shown]
    const move = (person: Shown, startedOn: string) =>
      app.call<{ id: string; version: number }>('POST', `/api/houses/${house.body.id}/links`, {
        token: village.tokens.officer,
        body: { kind: 'lives-in', archive: 'person', otherId: person.id, role: 'tenant', startedOn, source: 'manual' },
      })
    const occupants = async (query = '') => {
      const { body } = await app.call<{ links: { kind: string; from: { id: string } }[] }>(
        'GET',
        `/api/houses/${house.body.id}/links${query}`,
        { token: village.tokens.officer },
      )
      return body.links.filter(({ kind }) => kind === 'lives-in').map(({ from }) => from.id)
    }
    const link = (await move(first, '2025-06-01')).body
    expect(await occupants()).toEqual([first.id])
    const out = { version: link.version, endedOn: '2026-02-01', reason: '退租搬出' }
    const ended = await app.call('POST', `/api/houses/${house.body.id}/links/${link.id}/end`, { token: village.tokens.officer, body: out })
    expect(ended.status).toBe(200)
    expect(await occupants()).toEqual([])
    await move(second, '2026-02-10')
    expect(await occupants()).toEqual([second.id])
    expect(await occupants('?on=2025-12-31')).toEqual([first.id])
    expect(await occupants('?on=2026-02-05')).toEqual([])
  })
})
