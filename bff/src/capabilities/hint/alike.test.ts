import type { Hint, HintModelState, HintSummary } from '@liren/contract/capabilities/hint'
import type { Repair } from '@liren/contract/capabilities/repair'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startTestApp, type TestApp } from '../../../test/app.ts'
import { describeStores } from '../../../test/stores.ts'
import { makePlace, makeVillage, type TestPlace, type Village } from '../../../test/village.ts'
import { body } from '../device/testing.ts'
import { pauseMs, runHints } from './run.ts'

const day = 86_400_000

describeStores('similar events of one grid', (open) => {
  let app: TestApp
  let v: Village
  let grid: TestPlace
  let other: TestPlace
  let photo: string
  beforeAll(async () => {
    app = await startTestApp(open, { start: Date.parse('2026-03-02T08:00+08:00') })
    v = await makeVillage(app)
    grid = await makePlace(app.kernel, 'grid', 'g1', '第一网格', v.community)
    other = await makePlace(app.kernel, 'grid', 'g2', '第二网格', v.community)
    for (const [place, at] of [
      [v.house, grid],
      [v.nextHouse, grid],
      [v.secondHouse, other],
    ] as const)
      await app.kernel.store.run('UPDATE places SET grid_id = ? WHERE id = ?', [at.id, place.id])
  })
  afterAll(() => app.close())

  type Who = 'resident' | 'neighbour' | 'stranger'
  const houses = { resident: 'house', neighbour: 'nextHouse', stranger: 'secondHouse' } as const
  const report = async (who: Who, category = 'water'): Promise<Repair> => {
    photo = await app.photo(v.tokens[who])
    const draft = { kind: 'home', category, description: '厨房水管漏水，地板湿了', placeId: v[houses[who]].id, photos: [photo] }
    return body(await app.call<Repair>('POST', '/api/repairs', { token: v.tokens[who], body: draft }), 201)
  }
  const hints = async (token = v.tokens.officer) =>
    body(await app.call<{ items: HintSummary[] }>('GET', '/api/hints?model=events-alike&limit=50', { token })).items
  const set = (more: object = {}) =>
    app.call<HintModelState>('PUT', '/api/hint-models', {
      token: v.tokens.officer,
      body: { communityId: v.community.id, model: 'events-alike', isOn: true, params: { days: 7, events: 3 }, version: 0, ...more },
    })
  const later = async (ms: number) => {
    await app.clock.leap(ms)
    for (const [who, end] of [
      ['resident', 'resident'],
      ['neighbour', 'resident'],
      ['stranger', 'resident'],
      ['officer', 'admin'],
      ['gridWorker', 'grid'],
    ] as const)
      v.tokens[who] = await app.tokenOf(v.ids[who], end)
  }

  it('says nothing where nobody asked for it, and takes no parameter that is none', async () => {
    for (const who of ['resident', 'neighbour', 'resident'] as const) await report(who, 'power')
    await app.work()
    expect(await hints()).toEqual([])
    expect((await set({ params: { days: 7, events: 1 } })).error).toMatchObject({
      code: 'hint.param',
      faults: [{ path: 'body.params.events' }],
    })
    await later(8 * day)
  })

  it('[DB3205-7.2.7-1] with the rule of three similar events in seven days in one grid, the third raises a warning as it arrives', async () => {
    expect(body(await set())).toMatchObject({ isOn: true, params: { days: 7, events: 3 } })
    const first = await report('resident')
    await later(3 * day)
    const second = await report('neighbour')
    // another grid, and another kind: neither makes a third of these
    await report('stranger')
    await report('resident', 'door-window')
    await app.work()
    expect(await hints()).toEqual([])

    const third = await report('resident')
    // nothing but what the arrival itself set going: the models come round later
    await app.work()
    const [hint, ...more] = await hints()
    expect(more).toEqual([])
    expect(hint).toMatchObject({ state: 'raised', subject: { kind: 'grid', id: grid.id, name: '第一网格' }, task: 'check' })
    const whole = body(await app.call<Hint>('GET', `/api/hints/${hint?.id}`, { token: v.tokens.officer }))
    expect(whole).toMatchObject({ facts: { events: 3, days: 7, kindZh: expect.any(String) }, params: { days: 7, events: 3 } })
    expect(whole.records).toEqual([first, second, third].map(({ id }) => ({ kind: 'repair', id })))
    const { items } = body(
      await app.call<{ items: { subjectId: string | null }[] }>('GET', '/api/messages?limit=50', { token: v.tokens.gridWorker }),
    )
    expect(items.filter(({ subjectId }) => subjectId === hint?.id)).toHaveLength(1)

    // a fourth is part of the same warning; when the days are over it is over
    const fourth = await report('neighbour')
    await app.work()
    expect((await hints()).map(({ id }) => id)).toEqual([hint?.id])
    const grown = body(await app.call<Hint>('GET', `/api/hints/${hint?.id}`, { token: v.tokens.officer }))
    expect(grown.records).toContainEqual({ kind: 'repair', id: fourth.id })
    await later(8 * day + pauseMs)
    await runHints(app.kernel)
    expect(await hints()).toMatchObject([{ id: hint?.id, state: 'cleared' }])
  })
})
