import type { AlarmSummary } from '@liren/contract/capabilities/alarm'
import type { Passage, PlateWatch } from '@liren/contract/capabilities/passage'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startTestApp, type TestApp } from '../../../test/app.ts'
import { describeStores } from '../../../test/stores.ts'
import { makePerson, makeVillage, type Village } from '../../../test/village.ts'
import { body } from '../device/testing.ts'
import { type Gates, openGates, type Who } from './testing.ts'

const minute = 60_000
const day = 86_400_000
const morning = Date.parse('2026-03-02T08:00+08:00')

describeStores('plates under watch', (open) => {
  let app: TestApp
  let village: Village
  let g: Gates
  let second: string
  let secondToken: string
  beforeAll(async () => {
    app = await startTestApp(open, { start: morning })
    village = await makeVillage(app)
    g = await openGates(app, village)
    second = await makePerson(app.kernel, '何明察', { roles: [['community-officer', village.community]] })
    secondToken = await app.tokenOf(second, 'admin')
  })
  afterAll(() => app.close())

  const watch = (plate: string, more: object = {}, who: Who = 'officer') =>
    app.call<PlateWatch>('POST', '/api/plate-watches', {
      token: village.tokens[who],
      body: { plate, placeId: village.estate.id, reason: '肇事逃逸协查', level: 2, people: [], untilAt: null, ...more },
    })
  const alarms = async (token: string) =>
    body(await app.call<{ items: AlarmSummary[] }>('GET', '/api/alarms?limit=100&kind=watched-plate', { token })).items
  const messages = async (token: string) =>
    body(await app.call<{ items: { title: { zh: string } }[] }>('GET', '/api/messages?limit=50', { token })).items.filter(({ title }) =>
      title.zh.startsWith('布控车辆'),
    )
  type Hits = { items: Passage[]; days: { day: string; hits: number }[]; next?: string }
  const hits = async (query: string) =>
    body(await app.call<Hits>('GET', `/api/plate-watches/hits?limit=100&${query}`, { token: village.tokens.officer }))

  it('refuses a watch by whoever may not, at places of others, over two people who may not see it, or without end in sight', async () => {
    expect((await watch('浙A90001', {}, 'manager')).status).toBe(403)
    expect((await watch('浙A90001', { placeId: village.farEstate.id })).status).toBe(404)
    expect((await watch('浙A90001', { reason: '' })).status).toBe(400)
    expect((await watch('浙A90001', { people: [village.ids.manager] })).error?.code).toBe('passage.watch-people')
    expect((await watch('浙A90001', { untilAt: new Date(morning - minute).toISOString() })).error?.code).toBe('passage.watch-until')
    expect((await app.call('GET', '/api/plate-watches', { token: village.tokens.manager })).status).toBe(403)
  })

  it('[GB42455-8.1.2-b.1] a camera that sees a watched plate raises an alarm that reaches those who were named, and nobody else learns of it', async () => {
    const set = body(await watch('浙A90002', { people: [second] }), 201)
    expect((await watch('浙a90002')).error?.code).toBe('passage.watch-known')
    await g.tell(g.drive('浙A90002', 'in', morning + minute))
    const [alarm, ...more] = await alarms(village.tokens.officer)
    expect(more).toEqual([])
    expect(alarm).toMatchObject({
      kind: 'watched-plate',
      level: 2,
      state: 'raised',
      title: { zh: '布控车辆出现 浙A***02' },
      device: { code: 'east-barrier' },
    })
    expect(await messages(secondToken)).toHaveLength(1)
    expect(await messages(village.tokens.officer)).toHaveLength(1)
    // who handles every other alarm of the estate sees nothing of this one
    expect(await alarms(village.tokens.manager)).toEqual([])
    expect((await app.call('GET', `/api/alarms/${alarm?.id}`, { token: village.tokens.manager })).status).toBe(404)
    expect(await messages(village.tokens.manager)).toEqual([])
    const overview = body(
      await app.call<{ levels: { level: number; raised: number }[] }>('GET', '/api/alarms/overview', { token: village.tokens.manager }),
    )
    expect(overview.levels.find(({ level }) => level === 2)?.raised).toBe(0)
    const seen = await g.list(`kind=vehicle&plate=${encodeURIComponent('浙A90002')}`, 'manager')
    expect(seen).toMatchObject([{ isWatched: false }])
    const kept = await app.kernel.store.rows<{ payload: string }>("SELECT payload FROM outbox WHERE name = 'alarm.raised'")
    expect(kept.some(({ payload }) => payload.includes('90002'))).toBe(false)

    await g.tell(g.drive('浙A90002', 'out', morning + 5 * minute))
    // once more at the same gate is the same alarm, told again
    expect(await alarms(village.tokens.officer)).toMatchObject([{ times: 2 }])
    expect(await messages(secondToken)).toHaveLength(2)
    const ended = await app.call<PlateWatch>('POST', `/api/plate-watches/${set.id}/end`, {
      token: village.tokens.officer,
      body: { version: 1, reason: '已经查实' },
    })
    expect(body(ended)).toMatchObject({ state: 'ended', hits: 2 })
    await g.tell(g.drive('浙A90002', 'in', morning + 9 * minute))
    expect((await hits(`plate=${encodeURIComponent('浙A90002')}`)).items).toHaveLength(2)
  })

  it('[GB42455-8.1.2-b.2] what was seen of watched plates is found by plate, place and time, and counted', async () => {
    body(await watch('浙A91001'), 201)
    body(await watch('浙A91002', { placeId: village.community.id, untilAt: new Date(morning + 30 * day).toISOString() }), 201)
    const start = morning + 10 * day
    await g.tell(
      ...[0, 1, 1.2, 3].map((d) => g.drive('浙A91001', 'in', start + d * day)),
      g.drive('浙A91001', 'out', start + day + minute, 'west-barrier'),
      ...[0, 2, 25].map((d) => g.drive('浙A91002', 'in', start + d * day)),
      g.drive('浙A91003', 'in', start),
    )
    const since = `from=${new Date(start).toISOString()}`
    const all = await hits(since)
    expect(all.items.map(({ plate }) => plate).sort()).toEqual([...Array(5).fill('浙A91001'), ...Array(2).fill('浙A91002')])
    expect(all.days).toEqual([
      { day: '2026-03-15', hits: 1 },
      { day: '2026-03-14', hits: 1 },
      { day: '2026-03-13', hits: 3 },
      { day: '2026-03-12', hits: 2 },
    ])
    expect((await hits(`${since}&plate=${encodeURIComponent('浙A91002')}`)).items).toHaveLength(2)
    expect((await hits(`${since}&placeId=${g.west.id}`)).items).toMatchObject([{ gate: { code: 'west-barrier' }, isWatched: true }])
    const to = `&to=${new Date(start + day).toISOString()}`
    expect((await hits(since + to)).days.reduce((sum, one) => sum + one.hits, 0)).toBe(2)
  })
})
