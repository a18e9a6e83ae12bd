import type { AuditEntryView } from '@liren/contract/capabilities/audit'
import type { User } from '@liren/contract/capabilities/user'
import type { WorkbookExport } from '@liren/contract/capabilities/workbook'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { goodPassword, makeAccount, signIn } from '../../../test/accounts.ts'
import { type Answer, startTestApp, type TestApp } from '../../../test/app.ts'
import { describeStores } from '../../../test/stores.ts'
import { makePerson, makeVillage, type Village } from '../../../test/village.ts'
import { builtinRoleId } from '../../kernel/identity/index.ts'
import { openScene, playBridge } from '../device/testing.ts'

describeStores('what the trail says of each thing that happened', (open) => {
  let app: TestApp
  let village: Village
  let auditor: string
  let admin: string

  beforeAll(async () => {
    // the database itself counts the age of an entry
    app = await startTestApp(open, { start: Date.now() })
    village = await makeVillage(app)
    const person = async (role: string) => makePerson(app.kernel, role, { roles: [[role, village.city]] })
    auditor = await app.tokenOf(await person('auditor'), 'admin')
    admin = await app.tokenOf(await person('system-administrator'), 'admin')
  })
  afterAll(() => app.close())

  const ok = async <T>(asked: Promise<Answer<T>>): Promise<T> => {
    const answer = await asked
    if (answer.status >= 400) throw new Error(`${answer.status} ${answer.text}`)
    return answer.body
  }
  /** As an auditor finds them, newest first. */
  const entries = async (query: string) =>
    (await ok(app.call<{ items: AuditEntryView[] }>('GET', `/api/audit/entries?limit=50&${query}`, { token: auditor }))).items

  it('[CSPSTC-7.3-e] a failed sign-in, a refused permission and an export: who, what about, when, what kind, with which result', async () => {
    const someone = await makeAccount(app, { at: village.community, roles: [['community-officer', village.community]] })
    const officer = await app.tokenOf(someone.id, 'admin')
    const began = app.clock.now()

    expect((await signIn(app, someone.account, 'not-the-password-1')).error?.code).toBe('session.failed')
    const denied = await app.call('POST', '/api/roles', { token: officer, body: {} })
    expect(denied.error?.code).toBe('permission.denied')
    const asked = await app.call<WorkbookExport>('POST', '/api/workbooks/exports', {
      token: officer,
      body: { archive: 'person', columns: ['name'], filters: {}, reason: '季度核对' },
    })
    expect(asked.status).toBe(202)

    const [failure] = await entries(`subject=user&subjectId=${someone.id}&result=refused`)
    // nobody was proven to be anybody: the account that was tried is what it is about, the address is who
    expect(failure).toMatchObject({ actorKind: 'anonymous', subject: 'user', subjectId: someone.id, result: 'refused' })
    expect(failure?.ip).toBeTruthy()
    expect(failure?.reason).toBe('session.failed')
    const [refusal] = await entries(`actorId=${someone.id}&result=refused`)
    expect(refusal).toMatchObject({ actorId: someone.id, actorKind: 'user', action: 'role.created', subject: 'role', result: 'refused' })
    expect(refusal?.reason).toBe('permission.denied')
    const exported = (await entries(`actorId=${someone.id}&result=done`)).find(({ action }) => action === 'workbook.exported')
    expect(exported).toMatchObject({ actorId: someone.id, subjectId: asked.body.id, result: 'done', reason: '季度核对' })

    for (const entry of [failure, refusal, exported]) {
      expect(entry?.actorId ?? entry?.ip, 'who').toBeTruthy()
      expect(entry?.subject, 'what about').toBeTruthy()
      expect(Date.parse(entry?.at ?? ''), 'when').toBeGreaterThanOrEqual(began)
      expect(entry?.action, 'what kind').toMatch(/^[a-z-]+\.[a-z-]+$/)
      expect(['done', 'refused', 'failed'], 'with which result').toContain(entry?.result)
    }
  })

  it('[DB3205-7.2.10-3] departments, roles, users and devices: every making, change, removal and sign-in is found by the auditor, whom nothing lets alter it', async () => {
    const department = await ok(
      app.call<{ id: string; version: number }>('POST', '/api/departments', {
        token: admin,
        body: { name: '网格科', placeId: village.community.id },
      }),
    )
    const renamed = await ok(
      app.call<{ version: number }>('PATCH', `/api/departments/${department.id}`, {
        token: admin,
        body: { name: '网格办', version: department.version },
      }),
    )
    await ok(app.call('DELETE', `/api/departments/${department.id}?version=${renamed.version}`, { token: admin }))
    const content = { name: '夜班', ends: ['admin'], permissions: [], fieldRules: [], deniedEndpoints: [] }
    const role = await ok(app.call<{ id: string; version: number }>('POST', '/api/roles', { token: admin, body: content }))
    const changed = await ok(
      app.call<{ version: number }>('PUT', `/api/roles/${role.id}`, {
        token: admin,
        body: { ...content, name: '夜班二', version: role.version },
      }),
    )
    await ok(app.call('DELETE', `/api/roles/${role.id}?version=${changed.version}`, { token: admin }))
    const user = await ok(
      app.call<User>('POST', '/api/users', {
        token: admin,
        body: {
          ...{ account: 'trail.one', password: goodPassword, name: '乔留痕', phone: '10000009901', class: 'village' },
          ...{ placeId: village.community.id, validUntil: '2030-01-01T00:00:00.000Z', idleMinutes: 30, maxFailures: 5 },
          roles: [{ roleId: builtinRoleId('grid-worker'), placeId: village.community.id }],
        },
      }),
    )
    expect((await signIn(app, 'trail.one', goodPassword)).status).toBe(201)
    const moved = await ok(
      app.call<User>('PATCH', `/api/users/${user.id}`, { token: admin, body: { name: '乔留名', version: user.version } }),
    )
    await ok(app.call('DELETE', `/api/users/${user.id}?version=${moved.version}`, { token: admin }))

    const { made, post } = await openScene(app, village)
    const bridge = await playBridge(app, admin, 'trail-bridge')
    const device = await made({ code: 'trail-lamp' })
    const edited = await ok(
      app.call<{ version: number }>('PATCH', `/api/devices/${device.id}`, {
        token: admin,
        body: { name: '西门路灯', version: device.version },
      }),
    )
    await bridge.tell(bridge.event('trail-lamp', 'device.online'))
    // still there: saying it again is no sign-in
    await bridge.tell(bridge.event('trail-lamp', 'device.online'))
    await ok(post({ id: device.id, version: edited.version }, 'retire', { note: '拆除' }))

    const actions = async (subjectId: string) => (await entries(`subjectId=${subjectId}`)).map(({ action }) => action).reverse()
    expect(await actions(department.id)).toEqual(['user.department-created', 'user.department-changed', 'user.department-retired'])
    expect(await actions(role.id)).toEqual(['role.created', 'role.changed', 'role.retired'])
    expect(await actions(user.id)).toEqual(['user.created', 'session.opened', 'user.changed', 'user.retired'])

    expect(await actions(device.id)).toEqual(['device.created', 'device.changed', 'device.signed-in', 'device.retired'])

    // there is no way to write to the trail but by acting
    const writing = [...app.house.registry.values()].filter(
      ({ endpoint }) => endpoint.path.startsWith('/api/audit/entries') && endpoint.method !== 'GET',
    )
    expect(writing.map(({ endpoint }) => endpoint.id)).toEqual([])
    const [entry] = await entries(`subjectId=${user.id}`)
    for (const method of ['PUT', 'PATCH', 'DELETE'])
      expect([404, 405]).toContain((await app.call(method, `/api/audit/entries/${entry?.id}`, { token: auditor, body: {} })).status)
    await expect(app.kernel.store.run('UPDATE audit_entries SET action = ? WHERE id = ?', ['nothing', entry?.id ?? ''])).rejects.toThrow()
    await expect(app.kernel.store.run('DELETE FROM audit_entries WHERE id = ?', [entry?.id ?? ''])).rejects.toThrow()
    expect((await entries(`subjectId=${user.id}`))[0]).toEqual(entry)
  })
})
