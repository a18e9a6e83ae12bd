import type { DemoState } from '@liren/contract/capabilities/setup'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startTestApp, type TestApp } from '../../../test/app.ts'
import { peek } from '../../../test/peek.ts'
import { describeStores } from '../../../test/stores.ts'
import { makePerson, makeVillage, type Village } from '../../../test/village.ts'
import { verifyAudit } from '../../kernel/audit/verify.ts'
import { insertOnce } from '../../kernel/store/insert-once.ts'
import type { Store } from '../../kernel/store/store.ts'
import { mainKey } from '../file/row.ts'
import { partly } from './demo/kept.ts'
import { assertDemoGoesOn, endSetting, seedSetting } from './demo/state.ts'

const trail = ['audit_entries', 'audit_links', 'audit_checkpoints', 'audit_verifications', 'jobs', 'live_events', 'platform_settings']

/** How many rows every table has, but those that tell of the clearing itself. */
async function census(store: Store): Promise<Record<string, number>> {
  const listing = {
    sqlite: "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'",
    mysql: 'SELECT table_name AS name FROM information_schema.tables WHERE table_schema = DATABASE()',
    postgres: 'SELECT tablename AS name FROM pg_tables WHERE schemaname = current_schema()',
  }[store.dialect]
  const names = (await peek<{ name: string }>(store, listing)).map(({ name }) => name).filter((name) => !trail.includes(name))
  const counted: Record<string, number> = {}
  for (const name of names.sort())
    counted[name] = Number((await peek<{ n: number }>(store, `SELECT COUNT(*) AS n FROM ${name}`))[0]?.n ?? 0)
  return counted
}

describeStores('clearing the demonstration', (open) => {
  let app: TestApp
  let village: Village
  let administrator: string
  let manager: string
  let resident: string
  let fresh: Record<string, number>
  let photo: string
  const clear = (token: string | undefined, confirm = '清除演示数据') =>
    app.call<{ demo: DemoState; needed: boolean }>('POST', '/api/setup/clear-demo', { token, body: { confirm } })
  const seeded = { name: seedSetting, value: JSON.stringify({ profile: 'small', seededAt: 0, sets: [] }), updated_at: 0 }

  beforeAll(async () => {
    app = await startTestApp(open)
    await app.work()
    fresh = await census(app.kernel.store)
    village = await makeVillage(app)
    administrator = await app.tokenOf(await makePerson(app.kernel, '管理员', { roles: [['system-administrator', village.city]] }), 'admin')
    manager = await app.tokenOf(await makePerson(app.kernel, '物业经理', { roles: [['property-manager', village.city]] }), 'admin')
    resident = await app.tokenOf(await makePerson(app.kernel, '新邻居', {}), 'resident')
    photo = await app.photo(resident)
  })
  afterAll(() => app.close())

  it('is refused to everybody but the system administration', async () => {
    expect((await clear(undefined)).error?.code).toBe('identity.missing')
    expect((await clear(resident)).error?.code).toBe('permission.denied')
    expect((await clear(manager)).error?.code).toBe('permission.denied')
  })

  it('is refused where nothing was filled in: what people brought themselves is no demonstration', async () => {
    expect((await clear(administrator)).error?.code).toBe('setup.no-demo')
    expect((await peek(app.kernel.store, 'SELECT id FROM users')).length).toBeGreaterThan(3)
  })

  it('is refused without the words that were asked for, and nobody is signed out', async () => {
    await insertOnce(app.kernel.store, 'platform_settings', seeded)
    const answer = await clear(administrator, '清除')
    expect(answer.error).toMatchObject({ code: 'request.invalid', faults: [{ path: 'body.confirm' }] })
    expect((await app.call('GET', '/api/session', { token: resident })).status).toBe(200)
  })

  it('signs everybody out at once and leaves the house as it was on its first day, files too', async () => {
    expect(await app.kernel.files.open(mainKey(photo))).toBeDefined()
    const asked = await clear(administrator, 'clear demo data')
    expect(asked).toMatchObject({ status: 202, body: { demo: 'clearing' } })
    expect((await app.call('GET', '/api/session', { token: resident })).status).toBe(401)
    await app.work()
    expect(await census(app.kernel.store)).toEqual(fresh)
    expect(await app.kernel.files.open(mainKey(photo))).toBeUndefined()
    expect((await app.call<{ demo: DemoState }>('GET', '/api/setup')).body.demo).toBe('cleared')
  })

  it('keeps the trail whole: who asked stands in it, and what was removed', async () => {
    const entries = await peek<{ action: string; actor_id: string }>(
      app.kernel.store,
      "SELECT action, actor_id FROM audit_entries WHERE action IN ('setup.demo-cleared', 'operation.demo-cleared') ORDER BY id",
    )
    expect(entries.map(({ action }) => action)).toContain('operation.demo-cleared')
    expect(entries.filter(({ action }) => action === 'setup.demo-cleared').length).toBeGreaterThan(0)
    expect(await verifyAudit(app.kernel)).toMatchObject({ ok: true, findings: [] })
  })

  it('does not open as a demonstration again, nor does it clear a second time what people brought since', async () => {
    await expect(assertDemoGoesOn(app.kernel)).rejects.toThrow(/LIREN_DEMO=off/)
    const { city } = await makeVillage(app)
    const again = await app.tokenOf(await makePerson(app.kernel, '新管理员', { roles: [['system-administrator', city]] }), 'admin')
    expect((await clear(again)).error?.code).toBe('setup.no-demo')
    expect(await peek(app.kernel.store, 'SELECT value FROM platform_settings WHERE name = ?', [endSetting])).toEqual([
      { value: '{"state":"cleared"}' },
    ])
  })

  it('knows every table of which a part stays', async () => {
    const names = Object.keys(await census(app.kernel.store))
    expect(Object.keys(partly).filter((name) => !names.includes(name) && !trail.includes(name))).toEqual([])
  })
})
