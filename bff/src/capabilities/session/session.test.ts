import { text } from '@liren/contract'
import type { Me } from '@liren/contract/capabilities/session'
import { firstDigest } from '@liren/contract/device-events'
import type { Context } from 'koa'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { goodPassword, makeAccount, signIn, tokenBy } from '../../../test/accounts.ts'
import { startTestApp, type TestApp } from '../../../test/app.ts'
import { describeStores } from '../../../test/stores.ts'
import { makePerson, makeVillage, type Village } from '../../../test/village.ts'
import { assignRole, theHouse } from '../../kernel/identity/assign.ts'
import { createAuthenticator } from '../../kernel/identity/authenticate.ts'
import { builtinRoleId } from '../../kernel/identity/role-content.ts'
import { countStatements } from '../../kernel/store/sql-count.ts'
import { sendMessage } from '../message/send.ts'

const day = 86_400_000

describeStores('being signed in', (open) => {
  let app: TestApp
  let v: Village
  beforeAll(async () => {
    app = await startTestApp(open)
    v = await makeVillage(app)
  })
  afterAll(() => app.close())

  const me = (token: string) => app.call<Me>('GET', '/api/session', { token })
  const switchTo = (token: string, body: object) => app.call<Me>('PUT', '/api/session/identity', { token, body })

  test('an identity that one does not have cannot be taken', async () => {
    const { account } = await makeAccount(app, { at: v.estate, class: 'property', roles: [['repair-worker', v.estate]] })
    const token = await tokenBy(app, account)
    for (const wanted of [{ end: 'admin' }, { end: 'grid' }, { end: 'staff', placeId: v.farEstate.id }]) {
      const refused = await switchTo(token, wanted)
      expect([refused.status, refused.error?.code]).toEqual([403, 'session.no-such-identity'])
    }
  })

  test("somebody else's session can neither be seen nor closed", async () => {
    const [a, b] = [await makeAccount(app, { at: v.community }), await makeAccount(app, { at: v.community })]
    const [mine, theirs] = [await tokenBy(app, a.account), await tokenBy(app, b.account)]
    const listed = await app.call<{ items: { id: string }[] }>('GET', '/api/sessions', { token: mine })
    const foreign = (await me(theirs)).body.session.id
    expect(listed.body.items.map(({ id }) => id)).not.toContain(foreign)
    expect((await app.call('DELETE', `/api/sessions/${foreign}`, { token: mine })).status).toBe(404)
    expect((await me(theirs)).status).toBe(200)
  })

  test('[SZSQ-4-a.1] one account with two roles signs in once and is at home in the apps of both', async () => {
    const id = await makePerson(app.kernel, '丁一舟', { house: v.secondHouse, phone: '10000030001', at: v.estate })
    await app.kernel.store.tx((tx) =>
      assignRole(
        app.kernel,
        theHouse,
        { kind: 'user', id },
        { roleId: builtinRoleId('housekeeper'), place: v.estate, from: null, until: null },
        tx,
      ),
    )
    const token = await app.tokenOf(id, 'resident')
    await app.kernel.store.tx((tx) =>
      sendMessage(
        app.kernel,
        { userId: id, group: 'community', title: text('停水通知', 'Water'), body: text('周六', 'Saturday'), source: 'test', cause: 'test' },
        tx,
      ),
    )
    const seen: number[] = []
    for (const [end, permission] of [
      ['resident', undefined],
      ['staff', 'household.review'],
      ['admin', 'household.review'],
    ] as const) {
      const there = await switchTo(token, { end })
      expect([there.status, there.body.end]).toEqual([200, end])
      expect(there.body.permissions.includes('household.review')).toBe(permission !== undefined)
      expect((await app.call('GET', '/api/households/mine', { token })).status).toBe(200)
      expect((await app.call('GET', '/api/households/claims', { token })).status).toBe(permission ? 200 : 403)
      const messages = await app.call<{ total: number }>('GET', '/api/messages/unread', { token })
      expect(messages.status).toBe(200)
      seen.push(messages.body.total)
    }
    expect(seen).toEqual([1, 1, 1])
  })

  test('[GB42455-7.3.1-b] [DB3205-7.3.1-1] one sign-in opens every app; signing out, and being signed out, closes all of them', async () => {
    const system = await makeAccount(app, { at: v.city, class: 'city', roles: [['system-administrator', v.city]] })
    const security = await makeAccount(app, { at: v.city, class: 'city', roles: [['security-administrator', v.city]] })
    const apps = [
      '/api/users',
      '/api/roles',
      '/api/places',
      '/api/households',
      '/api/apis',
      '/api/jobs',
      '/api/apps',
      '/api/messages',
      '/api/session',
    ]
    const statuses = async (token: string) => Promise.all(apps.map(async (path) => (await app.call('GET', path, { token })).status))
    const first = await tokenBy(app, system.account, goodPassword, { end: 'admin' })
    expect(await statuses(first)).toEqual(apps.map(() => 200))
    await app.call('DELETE', '/api/session', { token: first })
    expect(await statuses(first)).toEqual(apps.map(() => 401))

    const second = await tokenBy(app, system.account, goodPassword, { end: 'admin' })
    expect(await statuses(second)).toEqual(apps.map(() => 200))
    const by = await tokenBy(app, security.account, goodPassword, { end: 'admin' })
    expect((await app.call('DELETE', `/api/users/${system.id}/sessions`, { token: by })).status).toBe(204)
    expect(await statuses(second)).toEqual(apps.map(() => 401))
  })

  test('one may close one device, all others, or all', async () => {
    const { account } = await makeAccount(app, { at: v.community })
    const open = async (device: string) => (await signIn(app, account, goodPassword, { device })).body
    const [a, b, c] = [await open('书房电脑'), await open('手机'), await open('平板')]
    const listed = await app.call<{ items: { id: string; device: string; isCurrent: boolean }[] }>('GET', '/api/sessions', {
      token: a.token,
    })
    expect(listed.body.items.map(({ device, isCurrent }) => [device, isCurrent])).toEqual([
      ['平板', false],
      ['手机', false],
      ['书房电脑', true],
    ])
    expect((await app.call('DELETE', `/api/sessions/${b.me.session.id}`, { token: a.token })).status).toBe(204)
    expect((await me(b.token as string)).status).toBe(401)
    expect((await app.call('DELETE', '/api/sessions?keepThis=true', { token: a.token })).status).toBe(204)
    expect((await me(c.token as string)).status).toBe(401)
    expect((await me(a.token as string)).status).toBe(200)
    expect((await app.call('DELETE', '/api/sessions', { token: a.token })).status).toBe(204)
    expect((await me(a.token as string)).status).toBe(401)
  })

  test('a role that is taken away is gone at once, and one that runs out is gone to the second', async () => {
    const admin = await makeAccount(app, { at: v.city, class: 'city', roles: [['system-administrator', v.city]] })
    const token = await app.tokenOf(admin.id, 'admin')
    const { id, account } = await makeAccount(app, { at: v.community, roles: [['community-officer', v.community]] })
    const theirs = await tokenBy(app, account, goodPassword, { end: 'admin' })
    expect((await app.call('GET', '/api/households', { token: theirs })).status).toBe(200)
    const { body } = await app.call<{ assignments: { id: string }[] }>('GET', `/api/access/user/${id}`, { token })
    expect((await app.call('DELETE', `/api/access/user/${id}/roles/${body.assignments[0]?.id}`, { token })).status).toBe(204)
    expect((await app.call('GET', '/api/households', { token: theirs })).status).toBe(403)

    const validUntil = new Date(app.clock.now() + 60_000).toISOString()
    const given = { roleId: builtinRoleId('community-officer'), placeId: v.community.id, validUntil }
    expect((await app.call('POST', `/api/access/user/${id}/roles`, { token, body: given })).status).toBe(201)
    expect((await app.call('GET', '/api/households', { token: theirs })).status).toBe(200)
    await app.clock.advance(59_000)
    expect((await app.call('GET', '/api/households', { token: theirs })).status).toBe(200)
    await app.clock.advance(1000)
    expect((await app.call('GET', '/api/households', { token: theirs })).status).toBe(403)
  })

  test('a change made by another process is seen within five seconds although its message was lost', async () => {
    const { id, account } = await makeAccount(app, { at: v.community, roles: [['community-officer', v.community]] })
    const token = await tokenBy(app, account, goodPassword, { end: 'admin' })
    expect((await app.call('GET', '/api/households', { token })).status).toBe(200)
    await app.kernel.store.run('DELETE FROM role_assignments WHERE subject_id = ?', [id])
    await app.clock.advance(5000)
    expect((await app.call('GET', '/api/households', { token })).status).toBe(403)
  })

  test('two hundred tokens that are nearly right are refused', async () => {
    const { account } = await makeAccount(app, { at: v.community })
    const token = await tokenBy(app, account)
    const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
    const authenticator = createAuthenticator(app.kernel)
    const isKnown = async (value: string) => {
      const request = { method: 'GET', req: { headers: { authorization: `Bearer ${value}` }, socket: {} } } as unknown as Context
      return (await authenticator.authenticate(request)).principal.kind === 'user'
    }
    const changed = Array.from({ length: 200 }, (_, i) => {
      const at = i % token.length
      const other = letters[(letters.indexOf(token[at] as string) + 1 + Math.floor(i / token.length)) % letters.length]
      return token.slice(0, at) + other + token.slice(at + 1)
    })
    expect(new Set(changed).size).toBe(200)
    expect((await Promise.all(changed.map(isKnown))).filter(Boolean)).toEqual([])
    expect(await isKnown(token)).toBe(true)
    authenticator.close()
  })

  test('[DB3205-4-c] people of city, street and community, and of three classes, have other menus and see other data', async () => {
    const tiers = [
      ['city', 'system-administrator', v.city],
      ['street', 'street-leader', v.street],
      ['command', 'command-officer', v.street],
      ['village', 'community-officer', v.community],
    ] as const
    const menus: string[] = []
    for (const [userClass, role, at] of tiers) {
      const { account } = await makeAccount(app, { at, class: userClass, roles: [[role, at]] })
      const { body } = await signIn(app, account, goodPassword, { end: 'admin' })
      menus.push(body.me.permissions.join())
      const answer = await app.call<{ items: { path: string }[] }>('GET', '/api/places?kind=estate', { token: body.token })
      const expected = [v.estate, v.secondEstate, v.farEstate].map(({ path }) => path).filter((path) => path.startsWith(at.path))
      expect([role, answer.body.items.map(({ path }) => path).sort()]).toEqual([role, expected.sort()])
    }
    expect(new Set(menus).size).toBe(tiers.length)
    expect(menus[1]).not.toContain('repair.dispatch')
    expect(menus[2]).toContain('repair.dispatch')
  })

  test('[DB3205-7.2.10-1] users and bridges of devices must prove who they are; roles of a department count for its people only', async () => {
    expect((await signIn(app, 'nobody.known', goodPassword)).status).toBe(401)
    const keys = app.kernel.crypto.generateKeyPair()
    const event = { device: 'door-1', sequence: 1, at: 1000, heardAt: 2000, type: 'door.opened', values: {} }
    const payload = JSON.stringify({ bridge: 'unregistered', number: 1, previous: firstDigest, events: [event] })
    const signature = app.kernel.crypto.sign(keys.privateKey, Buffer.from(payload)).toString('base64')
    const batch = await app.call('POST', '/api/bridge/batches', { body: { payload, signature } })
    expect([batch.status, batch.error?.code]).toEqual([401, 'bridge.unknown'])

    const admin = await makeAccount(app, { at: v.city, class: 'city', roles: [['system-administrator', v.city]] })
    const token = await app.tokenOf(admin.id, 'admin')
    const body = { name: '综合办', placeId: v.community.id }
    const department = await app.call<{ id: string }>('POST', '/api/departments', { token, body })
    const given = { roleId: builtinRoleId('community-officer'), placeId: v.community.id }
    expect((await app.call('POST', `/api/access/department/${department.body.id}/roles`, { token, body: given })).status).toBe(201)
    const inside = await makeAccount(app, { at: v.community, departmentId: department.body.id })
    const outside = await makeAccount(app, { at: v.community })
    for (const [who, status] of [
      [inside, 200],
      [outside, 403],
    ] as const) {
      const theirs = await tokenBy(app, who.account, goodPassword, { end: 'admin' })
      expect((await app.call('GET', '/api/households', { token: theirs })).status).toBe(status)
    }
    expect((await app.call('GET', '/api/households')).status).toBe(401)
  })

  test('somebody who is known costs no statement until two seconds have passed', async () => {
    const { account } = await makeAccount(app, { at: v.community })
    const token = await tokenBy(app, account)
    const authenticator = createAuthenticator(app.kernel)
    const request = { method: 'GET', req: { headers: { authorization: `Bearer ${token}` }, socket: {} } } as unknown as Context
    const statements = async () => (await countStatements(async () => authenticator.authenticate(request))).count
    expect(await statements()).toBeGreaterThan(0)
    expect(await statements()).toBe(0)
    await app.clock.advance(1999)
    expect(await statements()).toBe(0)
    await app.clock.advance(1)
    expect(await statements()).toBeGreaterThan(0)
    authenticator.close()
  })

  test('an account or an assignment that was changed in the database is not believed', async () => {
    const { id, account } = await makeAccount(app, { at: v.community, roles: [['guard', v.estate]] })
    const token = await tokenBy(app, account, goodPassword, { end: 'staff' })
    await app.kernel.store.run('UPDATE role_assignments SET role_id = ? WHERE subject_id = ?', [builtinRoleId('system-administrator'), id])
    await app.clock.advance(3000)
    expect((await me(token)).body.permissions).toEqual([])
    await app.kernel.store.run("UPDATE users SET class = 'city' WHERE id = ?", [id])
    await app.clock.advance(3000)
    expect((await me(token)).status).toBe(401)
    expect((await signIn(app, account, goodPassword)).error?.code).toBe('role.tampered')
  })

  test('the nightly sweep forgets what can open nothing any more, and nothing else', async () => {
    const { account } = await makeAccount(app, { at: v.community, idleMinutes: 43_200 })
    const token = await tokenBy(app, account)
    const sweep = app.house.capabilities.flatMap(({ jobs }) => jobs ?? []).find(({ kind }) => kind === 'session.sweep')
    const count = async () => Number((await app.kernel.store.rows<{ n: number }>('SELECT COUNT(*) AS n FROM sessions'))[0]?.n)
    const before = await count()
    await sweep?.run({}, { now: app.clock.now(), scheduledFor: 0 })
    expect(await count()).toBe(before)
    expect((await me(token)).status).toBe(200)
    await sweep?.run({}, { now: app.clock.now() + 300 * day, scheduledFor: 0 })
    expect(await count()).toBe(0)
  })
})
