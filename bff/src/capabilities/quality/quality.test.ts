import { residentIdSign } from '@liren/contract/archive/index'
import type { QualityFault, QualityFigures, QualityPeriod, QualityTask } from '@liren/contract/capabilities/quality'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startTestApp, type TestApp } from '../../../test/app.ts'
import { describeStores } from '../../../test/stores.ts'
import { makePerson, makePlace, makeVillage, type Village } from '../../../test/village.ts'
import { dayOf, nextDaily } from '../../kernel/background/daily.ts'
import { plantRepeating } from '../../kernel/background/jobs.ts'

const morning = Date.parse('2026-03-02T10:00+08:00')
const day = 86_400_000
const head = '99010119860309011'
const number = head + residentIdSign(head)

describeStores('quality of data', (open) => {
  let app: TestApp
  let village: Village
  let farId: string
  let officer: string
  beforeAll(async () => {
    app = await startTestApp(open, { start: morning })
    village = await makeVillage(app)
    const grid = await makePlace(app.kernel, 'grid', 'g1', '第一网格', village.community)
    await app.kernel.store.run('UPDATE places SET grid_id = ? WHERE id = ?', [grid.id, village.house.id])
    farId = await makePerson(app.kernel, '郑远行', { roles: [['community-officer', village.otherCommunity]] })
    officer = village.tokens.officer
  })
  afterAll(() => app.close())

  const create = async (path: string, values: object, placeId = village.house.id) => {
    const answer = await app.call<{ id: string; version: number }>('POST', path, {
      token: officer,
      body: { placeId, source: 'collected', values },
    })
    if (answer.status !== 201) throw new Error(answer.text)
    return answer.body
  }
  const job = async (kind: string) =>
    app.house.capabilities
      .flatMap(({ jobs }) => jobs ?? [])
      .find((each) => each.kind === kind)
      ?.run({}, { now: app.clock.now(), scheduledFor: app.clock.now() })
  const figures = async (archive: string, token = officer) =>
    (await app.call<{ items: QualityFigures[] }>('GET', '/api/quality', { token })).body.items.find((each) => each.archive === archive)
  const faulty = async (archive: string, query = '', token = officer) =>
    (await app.call<{ items: QualityFault[]; next?: string }>('GET', `/api/quality/${archive}/faults${query}`, { token })).body
  const rulesOf = async (archive: string, id: string) =>
    (await faulty(archive, '?limit=100')).items.find(({ fileId }) => fileId === id)?.faults.map(({ rule }) => rule) ?? []

  it('is seen by whoever may, of archives that they may read, and of their own places', async () => {
    expect((await app.call('GET', '/api/quality')).error?.code).toBe('identity.missing')
    expect((await app.call('GET', '/api/quality', { token: village.tokens.worker })).error?.code).toBe('permission.denied')
    expect((await app.call('POST', '/api/quality/measure', { token: village.tokens.manager })).error?.code).toBe('permission.denied')
    expect((await app.call('GET', '/api/quality/nonsense/faults', { token: officer })).status).toBe(404)
    expect((await app.call('GET', '/api/quality/grid/faults', { token: village.tokens.manager })).error?.code).toBe('permission.denied')
  })

  it('finds what is wrong with a file, says which fields, and forgets it once it is mended', async () => {
    const person = await create('/api/people', { name: '江望舒', idKind: 'resident', idNumber: number, population: 'resident' })
    const vehicle = await create('/api/vehicles', { plate: '浙A12345', plateKind: 'blue', stay: 'temporary', validUntil: '2026-03-01' })
    const house = await create('/api/houses', { purpose: 'home', occupancy: 'let', landlordName: '白露' })
    await job('quality.follow')
    expect(await rulesOf('person', person.id)).toEqual(['missing', 'no-home'])
    expect(await rulesOf('vehicle', vehicle.id)).toEqual(['expired', 'missing', 'no-owner'])
    expect(await rulesOf('house', house.id)).toEqual(['missing', 'no-owner', 'no-tenant'])
    const { items } = await faulty('vehicle', '?rule=expired')
    expect(items[0]?.faults.find(({ rule }) => rule === 'expired')?.fields.map(({ zh }) => zh)).toEqual(['有效期至'])
    const link = { kind: 'lives-in', archive: 'house', otherId: house.id, role: 'tenant', source: 'collected' }
    expect((await app.call('POST', `/api/people/${person.id}/links`, { token: officer, body: link })).status).toBe(201)
    await app.call('PATCH', `/api/vehicles/${vehicle.id}`, {
      token: officer,
      body: { version: vehicle.version, source: 'collected', values: { validUntil: '2027-03-01', ownerName: '江望舒' } },
    })
    await job('quality.follow')
    expect(await rulesOf('person', person.id)).toEqual(['missing'])
    expect(await rulesOf('house', house.id)).toEqual(['missing', 'no-owner'])
    expect(await rulesOf('vehicle', vehicle.id)).toEqual(['missing'])
  })

  it('sees a number that says another birthday or sex, however it came to be there', async () => {
    const other = '990101197801020'
    const tail = `${other}22`
    const file = await create('/api/people', {
      name: '许知远',
      idKind: 'resident',
      idNumber: tail + residentIdSign(tail),
      population: 'resident',
    })
    const birthDay = app.kernel.sealer.seal('1990-01-01', { table: 'people', column: 'birth_day_sealed', row: file.id })
    await app.kernel.store.run("UPDATE people SET birth_day_sealed = ?, sex = 'male' WHERE id = ?", [birthDay, file.id])
    await job('quality.measure')
    expect(await rulesOf('person', file.id)).toEqual(expect.arrayContaining(['id-birthday', 'id-sex']))
  })

  it('is measured by estate and grid, the same twice on a day, and day after day', async () => {
    await job('quality.measure')
    const before = await figures('person')
    await job('quality.measure')
    expect(await figures('person')).toEqual(before)
    expect(before).toMatchObject({ files: 2, faulty: 2, fresh: 1, day: '2026-03-02' })
    const grids = await app.call<{ items: { name: string | null; files: number }[] }>('GET', '/api/quality/person/grids', {
      token: officer,
    })
    expect(grids.body.items).toEqual([expect.objectContaining({ name: '第一网格', files: 2 })])
    await app.clock.leap(200 * day)
    officer = await app.tokenOf(village.ids.officer, 'admin')
    await job('quality.measure')
    expect(await figures('person')).toMatchObject({ fresh: 0, day: '2026-09-18' })
    const trend = await app.call<{ items: { day: string }[] }>('GET', '/api/quality/person/trend', { token: officer })
    expect(trend.body.items.map((each) => each.day)).toEqual(['2026-09-18'])
    expect((await faulty('person', '?rule=stale')).items).toHaveLength(2)
  })

  it('counts what stands above the estates too, each file once', async () => {
    const space = (name: string) => ({ name, purpose: 'party', position: '中心路 1 号', ownership: 'public' })
    const [community] = await app.kernel.store.rows<{ id: string }>(
      "SELECT id FROM places WHERE kind = 'community' AND ? LIKE path || '%'",
      [village.estate.path],
    )
    await create('/api/spaces', space('社区服务中心'), community?.id)
    await create('/api/spaces', space('小区活动室'), village.estate.id)
    await job('quality.measure')
    expect(await figures('space')).toMatchObject({ files: 2 })
  })

  it('another community sees no figure and no file of here', async () => {
    const token = await app.tokenOf(farId, 'admin')
    expect(await figures('person', token)).toMatchObject({ files: 0, faulty: 0 })
    expect((await faulty('person', '', token)).items).toEqual([])
    expect((await app.call<{ items: unknown[] }>('GET', '/api/quality/person/grids', { token })).body.items).toEqual([])
  })

  it('lists by cursor without doubles, with as many statements for many as for few', async () => {
    const seen: string[] = []
    let cursor: string | undefined
    do {
      const page: { items: QualityFault[]; next?: string } = await faulty('person', `?limit=1${cursor ? `&cursor=${cursor}` : ''}`)
      seen.push(...page.items.map(({ fileId }) => fileId))
      cursor = page.next
    } while (cursor)
    expect(seen).toHaveLength(2)
    expect(new Set(seen).size).toBe(2)
    const count = async (limit: number) =>
      Number((await app.call('GET', `/api/quality/person/faults?limit=${limit}`, { token: officer })).headers.get('x-liren-statements'))
    expect(await count(100)).toBe(await count(1))
  })

  it('lets whoever may measure say how often an archive is looked at again, within reason', async () => {
    officer = await app.tokenOf(village.ids.officer, 'admin')
    const manager = await app.tokenOf(village.ids.manager, 'admin')
    const set = (body: object, token = officer) => app.call<QualityPeriod>('PUT', '/api/quality-periods/space', { token, body })
    expect((await set({ days: 90, version: 0 }, manager)).error?.code).toBe('permission.denied')
    expect((await set({ days: 1, version: 0 })).error?.faults.map(({ path }) => path)).toEqual(['body.days'])
    expect((await set({ days: 90, version: 0 })).body).toMatchObject({ archive: 'space', days: 90, isSet: true, version: 1 })
    expect((await set({ days: 60, version: 0 })).error?.code).toBe('stale')
    const { items } = (await app.call<{ items: QualityPeriod[] }>('GET', '/api/quality-periods', { token: officer })).body
    expect(items.find(({ archive }) => archive === 'space')).toMatchObject({ days: 90, isSet: true })
    expect(items.find(({ archive }) => archive === 'org')).toMatchObject({ isSet: false, version: 0 })
  })

  it('[GB42455-7.2.3-c] makes a task when the period of a building is over, lists buildings not confirmed in time, and ends both once somebody confirms', async () => {
    officer = await app.tokenOf(village.ids.officer, 'admin')
    const dueOn = dayOf(app.clock.now() + 30 * day, 'Asia/Shanghai')
    const building = await create('/api/buildings', { number: 'WT-B9', name: '九幢', purpose: 'home' }, village.building.id)
    const tasks = async (query = '', token = officer) =>
      (await app.call<{ items: QualityTask[] }>('GET', `/api/quality/building/tasks${query}`, { token })).body.items
    const period = { token: officer, body: { days: 30, version: 0 } }
    expect((await app.call('PUT', '/api/quality-periods/building', period)).status).toBe(200)
    await job('quality.tasks')
    await job('quality.follow')
    expect(await tasks()).toEqual([])
    expect(await rulesOf('building', building.id)).not.toContain('stale')
    await app.clock.leap(31 * day)
    officer = await app.tokenOf(village.ids.officer, 'admin')
    for (const kind of ['quality.tasks', 'quality.tasks', 'quality.measure']) await job(kind)
    const [task, ...others] = await tasks()
    expect(others).toEqual([])
    expect(task).toMatchObject({ fileId: building.id, title: '九幢', state: 'open', dueOn, doneAt: null })
    expect((await faulty('building', '?rule=stale')).items.map(({ fileId }) => fileId)).toEqual([building.id])
    expect(await tasks('', await app.tokenOf(farId, 'admin'))).toEqual([])

    const confirm = { token: officer, body: { version: building.version } }
    expect((await app.call('POST', `/api/buildings/${building.id}/verify`, confirm)).status).toBe(200)
    await app.work()
    await job('quality.follow')
    expect(await tasks()).toEqual([])
    expect((await tasks('?state=done')).map(({ fileId }) => fileId)).toEqual([building.id])
    expect((await faulty('building', '?rule=stale')).items).toEqual([])
    // and again once the next period is over
    await app.clock.leap(31 * day)
    officer = await app.tokenOf(village.ids.officer, 'admin')
    await job('quality.tasks')
    expect((await tasks()).map(({ fileId }) => fileId)).toEqual([building.id])
  })

  it('[GB42455-7.1.4-d.1] is measured by the clock every night, once more on demand with the same figures, and each run is on record', async () => {
    const nightly = app.house.capabilities.flatMap(({ jobs }) => jobs ?? []).filter(({ kind }) => kind === 'quality.measure')
    await plantRepeating(app.kernel, nightly)
    const keeper = await makePerson(app.kernel, '顾守夜', { roles: [['system-administrator', village.city]] })
    const token = async () => app.tokenOf(keeper, 'admin')
    const runs = async () =>
      (
        await app.call<{ items: { state: string; runAt: string; finishedAt: string | null }[] }>('GET', '/api/jobs/quality.measure/runs', {
          token: await token(),
        })
      ).body.items.filter(({ state }) => state === 'done')
    const measured = async () => figures('house', await app.tokenOf(village.ids.officer, 'admin'))
    expect(await runs()).toEqual([])
    const today = dayOf(app.clock.now(), 'Asia/Shanghai')
    await app.clock.leap(nextDaily(app.clock.now(), '03:40', 'Asia/Shanghai') - app.clock.now() - 1000)
    await app.work()
    expect(await runs()).toEqual([])
    await app.clock.leap(2000)
    await app.work()
    const [first, ...others] = await runs()
    expect(others).toEqual([])
    expect(first?.finishedAt).not.toBeNull()
    const night = dayOf(app.clock.now(), 'Asia/Shanghai')
    expect(night > today).toBe(true)
    const before = await measured()
    expect(before).toMatchObject({ day: night })

    const again = async () => {
      await app.clock.leap(60_000)
      expect((await app.call('POST', '/api/jobs/quality.measure/run', { token: await token() })).status).toBe(202)
      await app.work()
    }
    await again()
    expect(await measured()).toEqual({ ...before, measuredAt: expect.any(String) })
    expect(await runs()).toHaveLength(2)
    // and it does look again: one file more is one more in the figures
    officer = await app.tokenOf(village.ids.officer, 'admin')
    await create('/api/houses', { purpose: 'home', occupancy: 'let', landlordName: '白露' }, village.nextHouse.id)
    await again()
    expect((await measured())?.files).toBe((before?.files ?? 0) + 1)
    expect(await runs()).toHaveLength(3)
  })
})
