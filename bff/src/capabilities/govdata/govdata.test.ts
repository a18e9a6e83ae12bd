import type { GovItem, GovReport, GovTrace, GovUsed } from '@liren/contract/capabilities/govdata'
import { type GovernmentSim, startGovernmentSim } from '@liren/simulators/government'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startTestApp, type TestApp } from '../../../test/app.ts'
import { peek } from '../../../test/peek.ts'
import { describeStores } from '../../../test/stores.ts'
import { makePerson, makeVillage, type Village } from '../../../test/village.ts'

const account = { appId: 'liren-demonstration', secret: 'demonstration-only' }
const authorisation = { number: 'GA-2026-0012', purpose: '困难群众走访帮扶', until: '2026-12-31' }
const columns = [
  { name: 'kind', zh: '救助类别', en: 'Kind of aid' },
  { name: 'since', zh: '享受起始', en: 'Since' },
]
const aid = {
  ...{ name: '低保救助对象', provider: '市民政局', subject: 'person', grade: 'L3', scenes: ['aid', 'elder'], columns },
  ...{ rule: '仅用于上门帮扶核对，不得截图外传', refreshDays: 30, isOpen: true, authorisation },
}

describeStores('data of the government', (open) => {
  let app: TestApp
  let village: Village
  let sim: GovernmentSim
  let security: string
  let securityId: string
  let personId: string
  const number = 'E10203040'

  beforeAll(async () => {
    const record = (key: string) => (key === number ? { kind: '最低生活保障', since: '2025-04', secretColumn: 'not ours' } : null)
    const publicData = [{ item: 'minimum-living', authorisation: authorisation.number, record }]
    sim = await startGovernmentSim({ ...account, people: [], publicData, now: () => app.clock.now() })
    const settings = { LIREN_REDIS_URL: '', LIREN_GOVERNMENT_URL: sim.url, LIREN_GOVERNMENT_PAGE: sim.page }
    app = await startTestApp(open, { start: Date.parse('2026-03-02T10:00+08:00'), settings })
    village = await makeVillage(app)
    securityId = await makePerson(app.kernel, '顾知微', { roles: [['security-administrator', village.city]] })
    security = await app.tokenOf(securityId, 'admin')
    personId = await makeFile({ name: '司空照野', idKind: 'passport', idNumber: number })
  })
  afterAll(async () => {
    await app.close()
    await sim.close()
  })

  const makeFile = async (values: object): Promise<string> => {
    const body = { placeId: village.house.id, source: 'manual', values: { population: 'resident', ...values } }
    const made = await app.call<{ id: string }>('POST', '/api/people', { token: village.tokens.officer, body })
    expect(made.status, made.text).toBe(201)
    return made.body.id
  }
  const save = (over: object = {}, code = 'minimum-living', token = security) =>
    app.call<GovItem>('PUT', `/api/govdata/items/${code}`, { token, body: { ...aid, version: 0, ...over } })
  const use = (over: object = {}, code = 'minimum-living', token = village.tokens.officer) =>
    app.call<GovUsed>('POST', `/api/govdata/items/${code}/uses`, {
      token,
      body: { fileId: personId, scene: 'aid', reason: '上门核对帮扶资格', ...over },
    })
  const traces = async (query = '') =>
    (await app.call<{ items: GovTrace[] }>('GET', `/api/govdata/trace?limit=100${query}`, { token: security })).body.items
  const report = async (query = '') => {
    const answer = await app.call<{ items: GovReport[] }>('GET', `/api/govdata/report${query}`, { token: security })
    expect(answer.status, answer.text).toBe(200)
    return answer.body.items
  }

  it('is kept by security, used by officers, and by nobody else', async () => {
    expect((await save({}, 'minimum-living', village.tokens.officer)).status).toBe(403)
    expect((await use({}, 'minimum-living', security)).status).toBe(403)
    expect((await use({}, 'minimum-living', village.tokens.manager)).status).toBe(403)
    expect((await app.call('GET', '/api/govdata/trace', { token: village.tokens.manager })).status).toBe(403)
    const faults = await save({ scenes: [], rule: '', authorisation: { ...authorisation, number: '' } })
    expect(faults.error?.faults.map(({ path }) => path).sort()).toEqual(['body.authorisation.number', 'body.rule', 'body.scenes'])
    expect((await save({ version: 3 })).status).toBe(404)
  })

  it('[ZJWL-9.4.1-1] every item has scenes, a grade and a rule of use; use outside of its scenes is refused', async () => {
    const saved = await save()
    expect(saved.status, saved.text).toBe(200)
    expect(saved.body).toMatchObject({ grade: 'L3', scenes: ['aid', 'elder'], rule: aid.rule, state: 'ready', version: 1 })
    expect((await save()).error?.code).toBe('stale')
    const { items } = (await app.call<{ items: GovItem[] }>('GET', '/api/govdata/items', { token: village.tokens.officer })).body
    for (const item of items)
      expect([item.scenes.length > 0, /^L[1-4]$/.test(item.grade), item.rule.length > 3]).toEqual([true, true, true])

    const used = await use()
    expect(used.status, used.text).toBe(200)
    expect(used.body).toMatchObject({ found: true, rule: aid.rule, authorisation: authorisation.number })
    // only the columns that are registered, whatever the platform sends
    expect(used.body.values.map(({ zh, value }) => [zh, value])).toEqual([
      ['救助类别', '最低生活保障'],
      ['享受起始', '2025-04'],
    ])
    const outside = await use({ scene: 'business' })
    expect([outside.status, outside.error?.code]).toEqual([403, 'govdata.scene-unfit'])
    expect(outside.text).not.toContain('最低生活保障')
  })

  it('[ZJWL-6.1] a pull carries authorisation number and purpose to the platform; without them the join is refused and nothing is asked', async () => {
    expect(sim.asked.at(-1)).toMatchObject({
      item: 'minimum-living',
      key: number,
      authorisation: 'GA-2026-0012',
      purpose: '困难群众走访帮扶',
    })
    const before = sim.asked.length
    const bare = await save({ authorisation: null }, 'disability')
    expect(bare.body.state).toBe('unauthorised')
    expect((await use({}, 'disability')).error?.code).toBe('govdata.unauthorised')
    const over = await save({ authorisation: { ...authorisation, until: '2026-03-01' }, version: 1 }, 'disability')
    expect(over.body.state).toBe('over')
    expect((await use({}, 'disability')).error?.code).toBe('govdata.authorisation-over')
    expect(sim.asked).toHaveLength(before)
    // a number that the platform does not know is refused there, and nothing is kept
    await save({ authorisation: { ...authorisation, number: 'GA-2026-9999' }, version: 2 }, 'disability')
    expect((await use({}, 'disability')).error?.code).toBe('government.data-refused')
    expect(sim.asked).toHaveLength(before)
    const kept = await peek<{ content_sealed: string }>(app.kernel.store, 'SELECT content_sealed FROM govdata_records')
    expect(kept).toHaveLength(1)
    expect(kept[0]?.content_sealed).not.toContain('最低生活保障')
  })

  it('asks the platform once while what it said is fresh, says when it has nothing, and needs a number to ask by', async () => {
    const before = sim.asked.length
    expect((await use()).body.found).toBe(true)
    expect(sim.asked).toHaveLength(before)
    const other = await makeFile({ name: '江晚晴', idKind: 'passport', idNumber: 'E99887766' })
    expect((await use({ fileId: other })).body).toMatchObject({ found: false, values: [] })
    const without = await makeFile({ name: '无证者', idKind: 'none' })
    expect((await use({ fileId: without })).error?.code).toBe('govdata.no-key')
    expect((await use({ fileId: village.house.id })).status).toBe(404)
  })

  it('[ZJWL-9.4.1-2] every look is on record with who, why and what, refused ones too, and the report by item adds up to them', async () => {
    const lines = await traces('&item=minimum-living')
    expect(lines[lines.length - 2]).toMatchObject({
      action: 'use',
      who: '孙明理',
      reason: '上门核对帮扶资格',
      fileId: personId,
      outcome: 'done',
      scene: 'aid',
    })
    expect(lines.find(({ why }) => why === 'govdata.scene-unfit')).toMatchObject({ outcome: 'refused', scene: 'business', who: '孙明理' })
    expect(lines.filter(({ action }) => action === 'pull').every((line) => line.authorisation === 'GA-2026-0012')).toBe(true)
    const all = await traces()
    for (const item of await report()) {
      const own = all.filter((line) => line.item === item.item)
      const count = (keep: (line: GovTrace) => boolean) => own.filter(keep).length
      expect(item).toMatchObject({
        uses: count(({ action, outcome }) => action === 'use' && outcome === 'done'),
        refused: count(({ outcome }) => outcome === 'refused'),
        pulls: count(({ action }) => action === 'pull'),
        people: new Set(own.map(({ who }) => who)).size,
        lastAt: own[0]?.at ?? null,
      })
      expect(own.length).toBeGreaterThan(0)
    }
    const audited = await peek<{ result: string }>(
      app.kernel.store,
      "SELECT result FROM audit_entries WHERE action = 'govdata.used' AND subject_id = 'minimum-living' ORDER BY id",
    )
    expect(audited.filter(({ result }) => result === 'done')).toHaveLength(
      lines.filter(({ action, outcome }) => action === 'use' && outcome === 'done').length,
    )
    // the report of yesterday knows nothing of today
    const early = await report('?from=2026-01-01&to=2026-01-02')
    expect(early.every(({ uses, lastAt }) => uses === 0 && lastAt === null)).toBe(true)
  })

  it('lets go of what was pulled when the authorisation ends or the data are out of date', async () => {
    const kept = async () => (await peek(app.kernel.store, 'SELECT id FROM govdata_records')).length
    const clear = async () => {
      const job = app.house.worker.jobs.find(({ kind }) => kind === 'govdata.clear')
      await job?.run({}, { now: app.clock.now(), scheduledFor: app.clock.now() })
    }
    await clear()
    expect(await kept()).toBe(2)
    expect((await save({ authorisation: null, version: 1 })).body.state).toBe('unauthorised')
    await clear()
    expect(await kept()).toBe(0)
  })
})
