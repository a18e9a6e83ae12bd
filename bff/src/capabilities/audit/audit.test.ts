import type { Page } from '@liren/contract'
import {
  type AuditEntryView,
  actorKinds,
  type auditEntryDetailSchema,
  auditKinds,
  type auditReviewSchema,
  type checkpointSchema,
  tamperClasses,
  type verificationSchema,
} from '@liren/contract/capabilities/audit'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { z } from 'zod/mini'
import { makeAccount } from '../../../test/accounts.ts'
import { type Answer, startTestApp, type TestApp } from '../../../test/app.ts'
import { peek } from '../../../test/peek.ts'
import { describeStores } from '../../../test/stores.ts'
import { makePerson, makeVillage, type Village } from '../../../test/village.ts'
import { auditKinds as kernelKinds } from '../../kernel/audit/audit.ts'
import { tamperClasses as kernelClasses } from '../../kernel/audit/findings.ts'
import { recordStart } from '../../kernel/audit/operations.ts'
import { sampleEntry, withoutTriggers } from '../../kernel/audit/testing.ts'

type Detail = z.infer<typeof auditEntryDetailSchema>
type Verification = z.infer<typeof verificationSchema>
type Review = z.infer<typeof auditReviewSchema>
type Checkpoint = z.infer<typeof checkpointSchema>

describeStores('the audit capability', (open) => {
  let app: TestApp
  let village: Village
  let auditor: string
  let auditorId: string
  let streetAuditor: string
  let security: string
  let system: string

  const ok = async <T>(asked: Promise<Answer<T>>): Promise<T> => {
    const answer = await asked
    if (answer.status >= 400) throw new Error(`${answer.status} ${answer.text}`)
    return answer.body
  }
  const list = (query: string, token = auditor) => ok(app.call<Page<AuditEntryView>>('GET', `/api/audit/entries${query}`, { token }))
  const run = async (kind: string, payload: Record<string, unknown> = {}) => {
    const job = app.house.worker.jobs.find((one) => one.kind === kind)
    if (!job) throw new Error(`There is no job ${kind}`)
    await job.run(payload, { now: app.clock.now(), scheduledFor: app.clock.now() })
  }

  beforeAll(async () => {
    app = await startTestApp(open, { start: Date.now() })
    village = await makeVillage(app)
    // The whole house: a grant there covers entries that belong to no place.
    const house = { ...village.city, path: '/' }
    auditorId = await makePerson(app.kernel, '审计员', { roles: [['auditor', house]] })
    auditor = await app.tokenOf(auditorId, 'admin')
    streetAuditor = await app.tokenOf(await makePerson(app.kernel, '社区审计员', { roles: [['auditor', village.community]] }), 'admin')
    security = await app.tokenOf(await makePerson(app.kernel, '安全员', { roles: [['security-administrator', house]] }), 'admin')
    system = await app.tokenOf(await makePerson(app.kernel, '系统管理员', { roles: [['system-administrator', house]] }), 'admin')
  })
  afterAll(() => app.close())

  it('speaks of the same kinds and classes as the kernel', () => {
    expect(auditKinds).toEqual(kernelKinds)
    expect(tamperClasses).toEqual(kernelClasses)
    expect(actorKinds).toContain(sampleEntry().actorKind)
  })

  it('is closed to everybody but the auditor, the system administrator included', async () => {
    const paths = ['entries', 'status', 'checkpoints', 'verifications', 'alterations', 'archives', 'reviews']
    for (const path of paths) {
      for (const token of [system, security, village.tokens.manager, village.tokens.resident])
        expect((await app.call('GET', `/api/audit/${path}`, { token })).status, path).toBe(403)
      expect((await app.call('GET', `/api/audit/${path}`)).status, path).toBe(401)
      expect((await app.call('GET', `/api/audit/${path}`, { token: auditor })).status, path).toBe(200)
    }
    expect(
      (await app.call('PUT', `/api/audit/policies/${village.ids.manager}`, { token: auditor, body: { reads: true, reason: 'x' } })).status,
    ).toBe(403)
    for (const method of ['PUT', 'PATCH', 'DELETE'])
      expect((await app.call(method, `/api/audit/entries/${app.kernel.ids.next()}`, { token: auditor, body: {} })).status, method).toBe(405)
  })

  it('[ZJWL-9.1.5-1] writes a failed sign-in and a denied permission with subject, object, time, kind and result', async () => {
    const from = app.clock.now()
    await app.clock.advance(1000)
    await app.call('PUT', `/api/audit/policies/${village.ids.manager}`, {
      token: village.tokens.manager,
      body: { reads: true, reason: 'x' },
    })
    await app.call('POST', '/api/session', {
      body: { account: 'nobody.here', password: 'Wrong-password-1', end: 'admin', device: 'test', client: 'bearer' },
    })
    const { items } = await list(`?result=refused&from=${new Date(from + 500).toISOString()}`)
    const denied = items.find((item) => item.action === 'audit.policy-set')
    expect(denied).toMatchObject({
      actorId: village.ids.manager,
      actorName: '陈望舒',
      subject: 'audit',
      kind: 'business',
      reason: 'permission.denied',
    })
    const failed = items.find((item) => item.action.startsWith('session.'))
    expect(failed).toMatchObject({ actorKind: 'anonymous', subject: 'session', ip: '127.0.0.1' })
    for (const item of [denied, failed]) expect(Date.parse(item?.at ?? '')).toBe(from + 1000)
  })

  it('[GB42455-6.3.1-c.1] keeps before, after, operator and time of every change of a person, and lets nobody edit them', async () => {
    const person = await makeAccount(app, { at: village.community, class: 'village', roles: [['community-officer', village.community]] })
    const read = () => ok(app.call<{ version: number }>('GET', `/api/users/${person.id}`, { token: system }))
    for (const maxFailures of [7, 9]) {
      await app.clock.advance(1000)
      const { version } = await read()
      await ok(app.call('PATCH', `/api/users/${person.id}`, { token: system, body: { version, maxFailures } }))
    }
    const { items } = await list(`?subjectId=${person.id}&action=user.changed`)
    expect(items.map((item) => [Date.parse(item.at), item.actorName])).toEqual([
      [app.clock.now(), '系统管理员'],
      [app.clock.now() - 1000, '系统管理员'],
    ])
    const [second, first] = await Promise.all(
      items.map((item) => ok(app.call<Detail>('GET', `/api/audit/entries/${item.id}`, { token: auditor }))),
    )
    expect(second?.before).toEqual(first?.after)
    expect([first?.after?.maxFailures, second?.after?.maxFailures]).toEqual([7, 9])
    expect(first?.before?.maxFailures).toBeLessThan(7)
    const { store } = app.kernel
    for (const sql of ["UPDATE audit_entries SET after_json = '{}' WHERE id = ?", 'DELETE FROM audit_entries WHERE id = ?'])
      await expect(store.run(sql, [items[0]?.id ?? '']), sql).rejects.toThrow('only ever added to')
  })

  it('shows an auditor of one place only what happened there', async () => {
    const paths = [village.estate.path, village.farEstate.path, '/']
    for (const path of paths) await app.kernel.audit.write(sampleEntry({ action: 'test.scoped', placePath: path }))
    const seen = async (token: string) => (await list('?action=test.scoped', token)).items.map((item) => item.placePath).sort()
    expect(await seen(auditor)).toEqual([...paths].sort())
    expect(await seen(streetAuditor)).toEqual([village.estate.path])
    const [hidden] = (await list(`?action=test.scoped&placePath=${village.farEstate.path}`)).items
    expect((await app.call('GET', `/api/audit/entries/${hidden?.id}`, { token: streetAuditor })).status).toBe(404)
    expect((await app.call('GET', `/api/audit/entries/${hidden?.id}`, { token: auditor })).status).toBe(200)
  })

  it('pages through by cursor and filters by every element', async () => {
    const from = app.clock.now()
    for (let i = 0; i < 25; i++) {
      await app.clock.advance(10)
      await app.kernel.audit.write(
        sampleEntry({
          actorId: `p${i % 5}`,
          action: `paged.${i % 3 === 0 ? 'a' : 'b'}`,
          subject: 'page',
          subjectId: `s${i}`,
          result: i % 2 ? 'done' : 'failed',
        }),
      )
    }
    const all: AuditEntryView[] = []
    for (let cursor = ''; ; ) {
      const page = await list(`?action=paged.&limit=10${cursor}`)
      all.push(...page.items)
      if (!page.next) break
      cursor = `&cursor=${page.next}`
    }
    expect(all.map((item) => item.subjectId)).toEqual(Array.from({ length: 25 }, (_, i) => `s${24 - i}`))
    const counts = async (query: string) => (await list(`?subject=page&limit=100&${query}`)).items.length
    expect(await counts('actorId=p1')).toBe(5)
    expect(await counts('action=paged.a')).toBe(9)
    expect(await counts('subjectId=s7')).toBe(1)
    expect(await counts('result=failed')).toBe(13)
    expect(await counts('kind=host')).toBe(0)
    expect(await counts(`from=${new Date(from + 101).toISOString()}&to=${new Date(from + 201).toISOString()}`)).toBe(10)
    const wrong = await app.call('GET', `/api/audit/entries?result=maybe&from=yesterday&placePath=jl`, { token: auditor })
    expect(wrong.error?.faults.map((fault) => fault.path).sort()).toEqual(['query.from', 'query.placePath', 'query.result'])
  })

  it('[GB42455-10.2-d] collects operations of all four kinds and filters by them', async () => {
    await recordStart(app.kernel, { instance: 'here:7300', version: '0.1.0', migrated: ['0001-kernel'], settings: { LIREN_PORT: '7300' } })
    for (const kind of ['host', 'application', 'database', 'system']) {
      const { items } = await list(`?kind=${kind}`)
      expect(items.length, kind).toBeGreaterThanOrEqual(1)
      expect(items.every((item) => item.kind === kind && item.actorId !== null && item.action.startsWith('operation.'))).toBe(true)
    }
  })

  it('tells of one entry what changed, its number, and whether it is intact', async () => {
    await app.kernel.audit.write(sampleEntry({ action: 'test.detail', before: { state: 'new' }, after: { state: 'done' } }))
    const [item] = (await list('?action=test.detail')).items
    const detail = () => ok(app.call<Detail>('GET', `/api/audit/entries/${item?.id}`, { token: auditor }))
    expect(await detail()).toMatchObject({ before: { state: 'new' }, after: { state: 'done' }, seq: null, checkpoint: null, intact: true })
    await run('audit.seal')
    await app.clock.advance(61_000)
    await app.kernel.audit.write(sampleEntry())
    await run('audit.seal')
    const sealed = await detail()
    expect(sealed.seq).toBeGreaterThan(0)
    expect(sealed.checkpoint).toBeGreaterThanOrEqual(sealed.seq ?? 0)
    expect((await app.call('GET', `/api/audit/entries/${app.kernel.ids.next()}`, { token: auditor })).status).toBe(404)
  })

  it('shows its checkpoints to the auditor and takes them back as evidence', async () => {
    await run('audit.seal')
    const { items } = await ok(app.call<Page<Checkpoint>>('GET', '/api/audit/checkpoints', { token: auditor }))
    expect(items[0]?.text).toMatch(/^liren-audit\//)
    const kept = items.map(({ text, signature }) => ({ text, signature }))
    const { id } = await ok(app.call<{ id: string }>('POST', '/api/audit/verifications', { token: auditor, body: { kept } }))
    const find = async () =>
      (await ok(app.call<Page<Verification>>('GET', '/api/audit/verifications', { token: auditor }))).items.find((item) => item.id === id)
    expect(await find()).toMatchObject({ state: 'waiting' })
    await app.work()
    expect(await find()).toMatchObject({ state: 'sound', findings: [] })
    expect((await find())?.entries).toBeGreaterThan(10)
    const status = await ok(app.call<Record<string, unknown>>('GET', '/api/audit/status', { token: auditor }))
    expect(status).toMatchObject({ protection: 'refused', keepDays: 400, lastVerification: { id, state: 'sound' } })
    expect(status.witnessSize).toBe(status.checkpointSize)
  })

  it('[GB42455-10.2-c] writes the reads of a watched person, and only writes of others', async () => {
    const watched = village.ids.manager
    const path = `/api/audit/policies/${watched}`
    const body = { reads: true, reason: '离岗审查' }
    expect((await app.call('PUT', `/api/audit/policies/${app.kernel.ids.next()}`, { token: security, body })).status).toBe(404)
    expect((await app.call('PUT', path, { token: security, body: { reads: true } })).status).toBe(400)
    const readsOf = async (userId: string) => (await list(`?actorId=${userId}&result=done`)).items.length
    const readOnce = () =>
      Promise.all([village.tokens.manager, village.tokens.officer].map((token) => ok(app.call('GET', '/api/repairs', { token }))))
    const before = [await readsOf(watched), await readsOf(village.ids.officer)]
    await readOnce()
    expect([await readsOf(watched), await readsOf(village.ids.officer)]).toEqual(before)
    expect(await ok(app.call('PUT', path, { token: security, body }))).toMatchObject({ userId: watched, reads: true, version: 1 })
    await app.clock.advance(5000)
    await readOnce()
    expect([await readsOf(watched), await readsOf(village.ids.officer)]).toEqual([(before[0] ?? 0) + 1, before[1]])
    // What comes from the cache has been seen as well.
    const cachedBefore = [await readsOf(watched), await readsOf(village.ids.officer)]
    for (const token of [village.tokens.manager, village.tokens.officer])
      for (let i = 0; i < 3; i++) await ok(app.call('GET', '/api/home', { token }))
    expect([await readsOf(watched), await readsOf(village.ids.officer)]).toEqual([(cachedBefore[0] ?? 0) + 3, cachedBefore[1]])
    expect(await ok(app.call('PUT', path, { token: security, body: { reads: false, reason: '审查结束' } }))).toMatchObject({ version: 2 })
    const { items } = await ok(app.call<Page<{ userName: string }>>('GET', '/api/audit/policies', { token: security }))
    expect(items).toMatchObject([{ userName: '陈望舒', reads: false, reason: '审查结束' }])
  })

  it('[DB3205-8-a] lays each month before the auditor, who must conclude', async () => {
    for (let i = 0; i < 25; i++) await app.kernel.audit.write(sampleEntry({ actorId: village.ids.farManager, result: 'refused' }))
    const month = new Date(app.clock.now() + 8 * 3_600_000).toISOString().slice(0, 7)
    await app.clock.advance(32 * 86_400_000)
    for (let i = 0; i < 2; i++) await run('audit.review')
    auditor = await app.tokenOf(auditorId, 'admin')
    const reviews = async () => (await ok(app.call<Page<Review>>('GET', '/api/audit/reviews', { token: auditor }))).items
    const [review] = await reviews()
    expect(await reviews()).toHaveLength(1)
    expect(review).toMatchObject({ month, state: 'open', conclusion: null, version: 1 })
    const refused = review?.anomalies.find((anomaly) => anomaly.rule === 'refused-often')
    expect(refused?.examples[0]).toMatchObject({ who: village.ids.farManager, count: 25 })
    const conclude = (body: object) => app.call<Review>('POST', `/api/audit/reviews/${review?.id}/conclusion`, { token: auditor, body })
    expect((await conclude({ conclusion: ' ', version: 1 })).error?.faults[0]?.path).toBe('body.conclusion')
    expect((await conclude({ conclusion: '已核查', version: 7 })).error?.code).toBe('stale')
    expect((await conclude({ conclusion: '误操作，已约谈', version: 1 })).body).toMatchObject({ state: 'concluded', reviewerId: auditorId })
    expect((await conclude({ conclusion: '再改一次', version: 2 })).error?.code).toBe('stale')
    expect((await reviews())[0]?.conclusion).toBe('误操作，已约谈')
  })

  it('[CSPSTC-7.3-a] [ZJWL-9.3.1.1-2] flags a row that was altered behind the application, and tells the auditor', async () => {
    await run('audit.integrity')
    const alterations = async () =>
      (
        await ok(
          app.call<Page<{ table: string; rowId: string; settledAt: string | null }>>('GET', '/api/audit/alterations', { token: auditor }),
        )
      ).items
    expect(await alterations()).toEqual([])
    const { store } = app.kernel
    await store.run("UPDATE users SET place_path = '/' WHERE id = ?", [village.ids.worker])
    await run('audit.integrity')
    expect(await alterations()).toMatchObject([{ table: 'users', rowId: village.ids.worker, settledAt: null }])
    const events = await store.rows<{ live: string }>("SELECT live FROM outbox WHERE name = 'audit.row-altered'")
    expect(JSON.parse(events[0]?.live ?? '{}')).toEqual({ permission: 'audit.read' })
    await app.work()
    const { items: letters } = await ok(app.call<Page<object>>('GET', '/api/messages', { token: auditor }))
    const told = { source: 'audit', subject: 'audit', subjectId: village.ids.worker, urgent: true }
    expect(letters.filter((letter) => (letter as { urgent: boolean }).urgent)).toMatchObject([told])
    const boxes = await peek<{ user_id: string }>(store, "SELECT user_id FROM messages WHERE source = 'audit' AND is_urgent = 1")
    // The auditor of the house and the one of the community, and nobody else.
    expect(boxes.map((row) => row.user_id)).toContain(auditorId)
    expect(boxes).toHaveLength(2)
    expect((await list('?action=operation.row-altered')).items).toMatchObject([
      { subject: 'users', subjectId: village.ids.worker, result: 'failed' },
    ])
    await store.run('UPDATE users SET place_path = ? WHERE id = ?', [village.estate.path, village.ids.worker])
    await run('audit.integrity')
    expect((await alterations())[0]?.settledAt).not.toBeNull()
  })

  it('names the entry when somebody changed the trail in the database', async () => {
    const { store } = app.kernel
    await run('audit.seal')
    const [row] = await peek<{ entry_id: string; seq: number }>(store, 'SELECT entry_id, seq FROM audit_links WHERE seq = 5')
    await withoutTriggers(store)
    await store.run("UPDATE audit_entries SET result = 'failed', reason = 'x' WHERE id = ?", [row?.entry_id ?? ''])
    await run('audit.verify')
    const { items } = await ok(app.call<Page<Verification>>('GET', '/api/audit/verifications', { token: auditor }))
    expect(items[0]).toMatchObject({ state: 'broken', findings: [{ class: 'edited', seq: 5, entryId: row?.entry_id }] })
    const detail = await ok(app.call<Detail>('GET', `/api/audit/entries/${row?.entry_id}`, { token: auditor }))
    expect(detail.intact).toBe(false)
    const status = await ok(app.call<{ protection: string }>('GET', '/api/audit/status', { token: auditor }))
    expect(status.protection).toBe('detected')
    expect((await list('?action=operation.trail-broken')).items).toHaveLength(1)
  })
})
