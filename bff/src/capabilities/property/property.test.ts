import type { PropertyOverview } from '@liren/contract/capabilities/property'
import type { Repair } from '@liren/contract/capabilities/repair'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startTestApp, type TestApp } from '../../../test/app.ts'
import { describeStores } from '../../../test/stores.ts'
import { makeVillage, type Village } from '../../../test/village.ts'
import { raiseAlarm } from '../alarm/read.ts'
import { body, openScene } from '../device/testing.ts'
import { noticeDesk } from '../notice/testing.ts'

type Who = keyof Village['tokens']

describeStores('property service', (open) => {
  let app: TestApp
  let v: Village
  beforeAll(async () => {
    app = await startTestApp(open, { start: Date.parse('2026-03-02T10:00+08:00') })
    v = await makeVillage(app)
  })
  afterAll(() => app.close())

  const overview = (who?: Who, query = '') =>
    app.call<PropertyOverview>('GET', `/api/property${query}`, { token: who === undefined ? undefined : v.tokens[who] })
  const post = async <T>(who: Who, path: string, content: object): Promise<T> => {
    const answer = await app.call<T>('POST', `/api/${path}`, { token: v.tokens[who], body: content })
    expect(answer.status, answer.text).toBeLessThan(300)
    return answer.body
  }
  const alarm = (device: { id: string; code: string; name: string }, kind: 'perimeter' | 'passage-blocked') =>
    app.kernel.store.tx((tx) =>
      raiseAlarm(
        app.kernel,
        {
          ...{ kind, device, placePath: v.garden.path, placeLabel: '中心花园', values: {} },
          ...{ source: { kind: 'event', name: 'alarm' }, at: app.kernel.clock.now() },
        },
        tx,
      ),
    )

  it('is for who keeps the estate; others meet nothing of it', async () => {
    expect((await overview()).status).toBe(401)
    for (const who of ['resident', 'worker', 'gridWorker'] as const) expect((await overview(who)).error?.code).toBe('permission.denied')
    expect((await overview('manager', `?estateId=${v.farEstate.id}`)).status).toBe(404)
    expect((await overview('farManager', `?estateId=${v.estate.id}`)).status).toBe(404)
    expect(body(await overview('officer')).estates.map(({ name }) => name)).toEqual(['枫林雅苑', '梧桐里'])
  })

  it('[ZJWL-7.2.4.5] notices, repairs, facilities, order and environment, fire and traffic, and ratings are kept and feed the page of the property service', async () => {
    const empty = body(await overview('manager'))
    expect(empty).toMatchObject({
      notices: { latest: [], waiting: 0 },
      repairs: { created: 0, closed: 0, open: 0, onTime: null },
      facilities: { places: 0, inspected: 0, devices: 0 },
      environment: { security: 0, environment: 0, stations: 0 },
      safety: { fire: 0, lift: 0, lanes: 0, parking: 0 },
      ratings: { stars: null, rated: 0, answered: 0 },
    })

    const desk = noticeDesk(app, v)
    await desk.publish({ title: '水箱清洗' })
    await desk.ok(desk.step('manager', await desk.ok(desk.create('manager', { title: '照明改造' })), 'submit'))

    const report = { kind: 'home', category: 'water', description: '水槽漏水', placeId: v.house.id, photos: [] }
    const [done] = [await post<Repair>('resident', 'repairs', report), await post<Repair>('resident', 'repairs', report)]
    let repair = done
    for (const [who, action, more] of [
      ['worker', 'grab', {}],
      ['worker', 'arrive', { photos: [] }],
      ['worker', 'finish', { photos: [await app.photo(v.tokens.worker)] }],
      ['resident', 'confirm', { rating: 4, comment: '不错' }],
    ] as const)
      repair = await post<Repair>(who, `repairs/${repair.id}/actions/${action}`, { version: repair.version, ...more })

    const items = ['阀门在正常位置']
    const pump = await post<{ id: string }>('manager', 'key-places', {
      ...{ kind: 'pump-room', name: '水泵房', deviceId: null, items, everyDays: 7, placeId: v.garden.id },
    })
    await post('worker', `key-places/${pump.id}/inspections`, {
      version: 1,
      findings: [{ item: items[0], isOk: true, note: '' }],
      note: '',
      photos: [],
    })

    const scene = await openScene(app, v)
    const lamp = await scene.running()
    for (const kind of ['perimeter', 'passage-blocked'] as const) await alarm(lamp, kind)
    await post('officer', 'parking-spaces', {
      ...{ placeId: v.estate.id, source: 'collected' },
      values: { lot: '地库', number: 'A-01', kind: 'standard', usedAs: 'free' },
    })
    await app.work()

    const shown = body(await overview('manager'))
    expect(shown.estate.name).toBe('枫林雅苑')
    expect(shown.notices).toMatchObject({ latest: [{ title: { zh: '水箱清洗' } }], waiting: 1 })
    expect(shown.repairs).toMatchObject({ created: 2, closed: 1, open: 1, onTime: 1 })
    expect(shown.facilities).toMatchObject({ places: 1, inspected: 1, passed: 1, late: 0, devices: 1 })
    expect(shown.environment).toMatchObject({ security: 1 })
    expect(shown.safety).toMatchObject({ fire: 1, lanes: 1, parking: 1 })
    expect(shown.ratings).toMatchObject({ stars: 4, rated: 1 })
    expect(body(await overview('officer', `?estateId=${v.secondEstate.id}`)).repairs.created, 'another estate').toBe(0)
  })

  it('asks the database a fixed number of times, however much is kept', async () => {
    const statements = async (...asked: Parameters<typeof overview>) => Number((await overview(...asked)).headers.get('x-liren-statements'))
    expect(await statements('officer', `?estateId=${v.estate.id}`)).toBe(13)
    expect(await statements('farManager'), 'nothing is kept: who opened no notice is not asked').toBe(12)
  })
})
