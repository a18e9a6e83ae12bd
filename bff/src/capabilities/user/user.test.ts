import type { End } from '@liren/contract'
import type { User } from '@liren/contract/capabilities/user'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { goodPassword, makeAccount, otherPassword, signIn, tokenBy } from '../../../test/accounts.ts'
import { startTestApp, type TestApp } from '../../../test/app.ts'
import { describeStores } from '../../../test/stores.ts'
import { makePlace, makeVillage, type TestPlace, type Village } from '../../../test/village.ts'
import { builtinRoleId } from '../../kernel/identity/role-content.ts'
import { unscoped } from '../../kernel/store/scope.ts'

const second = 1000
const day = 86_400 * second

describeStores('users', (open) => {
  let app: TestApp
  let v: Village
  let admin: { id: string; account: string }
  let token: string
  let n = 0

  beforeAll(async () => {
    app = await startTestApp(open)
    v = await makeVillage(app)
    admin = await makeAccount(app, { at: v.city, class: 'city', roles: [['system-administrator', v.city]] })
    token = await app.tokenOf(admin.id, 'admin')
  })
  afterAll(() => app.close())

  /** Everything that a new user needs; a test changes what it is about. */
  const draft = (more: Record<string, unknown> = {}) => {
    n++
    return {
      account: `clerk.${n}`,
      password: goodPassword,
      name: '何清扬',
      phone: `1000004${String(n).padStart(4, '0')}`,
      class: 'village',
      placeId: v.community.id,
      validUntil: new Date(app.clock.now() + 365 * day).toISOString(),
      idleMinutes: 30,
      maxFailures: 5,
      roles: [{ roleId: builtinRoleId('community-officer'), placeId: v.community.id }],
      ...more,
    }
  }
  const create = (body: object, by = token) => app.call<User>('POST', '/api/users', { token: by, body })
  const made = async (more: Record<string, unknown> = {}) => {
    const body = draft(more)
    const answer = await create(body)
    if (answer.status !== 201) throw new Error(answer.text)
    return { ...answer.body, password: body.password }
  }
  /** The new user signs in and changes the initial password, as everybody must. */
  const ready = async (user: { account: string | null }, end: End = 'admin') => {
    const session = await tokenBy(app, user.account as string, goodPassword, { end })
    await app.call('PUT', '/api/session/password', { token: session, body: { current: goodPassword, next: otherPassword } })
    return session
  }
  const change = (id: string, body: object, by = token) => app.call<User>('PATCH', `/api/users/${id}`, { token: by, body })
  const act = (id: string, verb: string, body: object, by = token) =>
    app.call<User>('POST', `/api/users/${id}/${verb}`, { token: by, body })
  const list = (query: string, by = token) => app.call<{ items: User[]; next?: string }>('GET', `/api/users?${query}`, { token: by })

  test('[SZSQ-5.1.1-b] [GB42455-7.3.2-b] a user without any one of the eight items is refused, and the item is named', async () => {
    for (const item of ['account', 'password', 'name', 'phone', 'validUntil', 'idleMinutes', 'maxFailures', 'roles'] as const) {
      const { [item]: _, ...rest } = draft()
      const answer = await create(rest)
      expect([item, answer.status, answer.error?.faults.map(({ path }) => path)]).toEqual([item, 400, [`body.${item}`]])
    }
    const empty = await create({})
    expect(empty.error?.faults.map(({ path }) => path)).toEqual(expect.arrayContaining(['body.account', 'body.phone', 'body.roles']))
    expect((await create(draft({ roles: [] }))).status).toBe(400)
  })

  test('what has no sense is refused', async () => {
    for (const [more, status, code] of [
      [{ phone: '123' }, 400, 'request.invalid'],
      [{ account: 'a b' }, 400, 'request.invalid'],
      [{ password: 'short' }, 400, 'request.invalid'],
      [{ placeId: app.kernel.ids.next() }, 400, 'request.invalid'],
      [{ validFrom: new Date(app.clock.now() + 400 * day).toISOString() }, 400, 'request.invalid'],
      [{ departmentId: app.kernel.ids.next() }, 400, 'request.invalid'],
      [{ roles: [{ roleId: app.kernel.ids.next(), placeId: v.community.id }] }, 422, 'role.unknown'],
      [{ roles: [{ roleId: builtinRoleId('guard'), placeId: v.farEstate.id }] }, 422, 'role.outside-user-place'],
    ] as const) {
      const answer = await create(draft(more))
      expect([JSON.stringify(more), answer.status, answer.error?.code]).toEqual([JSON.stringify(more), status, code])
    }
  })

  test('an account or a phone number that is taken is refused and nothing is left behind', async () => {
    const taken = await made()
    const count = async () => (await list('limit=100')).body.items.length
    const before = await count()
    expect((await create(draft({ account: taken.account }))).error?.code).toBe('user.account-taken')
    const phone = `1000004${String(n - 1).padStart(4, '0')}`
    expect((await create(draft({ phone }))).error?.code).toBe('user.phone-taken')
    expect(await count()).toBe(before)
  })

  test('who is not a system administrator manages no users', async () => {
    const target = await made()
    for (const by of [v.tokens.manager, v.tokens.officer, v.tokens.resident]) {
      expect((await create(draft(), by)).status).toBe(403)
      expect((await change(target.id, { version: 1, name: '别人' }, by)).status).toBe(403)
      expect((await app.call('DELETE', `/api/users/${target.id}?version=1`, { token: by })).status).toBe(403)
    }
  })

  test('an administrator of one street does not see or touch users of another', async () => {
    const other = await makePlace(app.kernel, 'street', `st${++n}`, '青石街道', v.city)
    const local = await makeAccount(app, { at: other, class: 'street', roles: [['system-administrator', other]] })
    const by = await app.tokenOf(local.id, 'admin')
    const target = await made()
    expect((await list('', by)).body.items.map(({ id }) => id)).toEqual([local.id])
    expect((await app.call('GET', `/api/users/${target.id}`, { token: by })).status).toBe(404)
    expect((await act(target.id, 'disable', { version: 1, reason: '越权' }, by)).status).toBe(404)
    expect((await create(draft(), by)).error?.faults[0]?.path).toBe('body.placeId')
  })

  test('an administrator creates, finds, changes and removes a user, who then cannot sign in', async () => {
    const created = await made({ name: '林知远' })
    expect(created).toMatchObject({
      name: '林知远',
      state: 'active',
      mustChangePassword: true,
      roles: [{ role: { code: 'community-officer' } }],
    })
    expect((await app.call<User>('GET', `/api/users/${created.id}`, { token })).body.account).toBe(created.account)
    const changed = await change(created.id, { version: 1, name: '林致远', idleMinutes: 15 })
    expect(changed.body).toMatchObject({ name: '林致远', idleMinutes: 15, version: 2 })
    const session = await tokenBy(app, created.account as string)
    expect((await app.call('DELETE', `/api/users/${created.id}?version=2`, { token })).status).toBe(204)
    expect((await app.call('GET', '/api/session', { token: session })).status).toBe(401)
    expect((await signIn(app, created.account as string, goodPassword)).error?.code).toBe('session.failed')
    expect((await list('limit=100')).body.items.map(({ id }) => id)).not.toContain(created.id)
    expect((await create(draft({ account: created.account }))).error?.code).toBe('user.account-taken')
  })

  test('[SZSQ-5.1.1-c] [GB42455-7.3.2-c] part of an account or part of a name finds exactly those it is part of', async () => {
    const three = [
      await made({ account: 'zhou.wen', name: '欧阳文舟' }),
      await made({ account: 'wen.tao', name: '温涛' }),
      await made({ account: 'lan.yi', name: '兰亦舟' }),
    ]
    const found = async (q: string) => {
      const { body } = await list(`limit=100&q=${encodeURIComponent(q)}`)
      return three.filter(({ id }) => body.items.some((item) => item.id === id)).map(({ account }) => account)
    }
    expect(await found('wen')).toEqual(['zhou.wen', 'wen.tao'])
    expect(await found('LAN')).toEqual(['lan.yi'])
    expect(await found('阳文')).toEqual(['zhou.wen'])
    expect(await found('舟')).toEqual(['zhou.wen', 'lan.yi'])
    expect(await found('欧阳文舟')).toEqual(['zhou.wen'])
    expect(await found('文涛')).toEqual([])
    expect(await found('%')).toEqual([])
    const names = await app.kernel.store.rows<{ gram: string }>('SELECT gram FROM user_name_grams')
    expect(JSON.stringify(names)).not.toMatch(/[\u4e00-\u9fff]/)
  })

  test('a changed name is found by the new one and not by the old', async () => {
    const user = await made({ name: '司徒景行' })
    await change(user.id, { version: 1, name: '诸葛明' })
    expect((await list(`q=${encodeURIComponent('司徒')}`)).body.items).toEqual([])
    expect((await list(`q=${encodeURIComponent('诸葛')}`)).body.items.map(({ id }) => id)).toEqual([user.id])
  })

  test('names are found while the index key is being changed, and when the old key is gone', async () => {
    const user = await made({ name: '上官云起' })
    const find = async () => (await list(`q=${encodeURIComponent('上官')}`)).body.items.map(({ id }) => id)
    const before = app.kernel.keyring.currentVersion('index')
    await app.kernel.keyring.rotate('index')
    // A new key is used once every process has seen it.
    await app.clock.advance(120 * second)
    await app.kernel.keyring.refresh()
    expect(app.kernel.keyring.currentVersion('index')).toBe(before + 1)
    expect(await find()).toEqual([user.id])
    const old = () => app.kernel.store.rows('SELECT gram FROM user_name_grams WHERE gram LIKE ?', [`${before}.%`])
    expect((await old()).length).toBeGreaterThan(0)
    const job = app.house.capabilities.flatMap(({ jobs }) => jobs ?? []).find(({ kind }) => kind === 'user.name-index')
    await job?.run({}, { now: app.clock.now(), scheduledFor: 0 })
    expect(await old()).toEqual([])
    expect(await find()).toEqual([user.id])
  })

  test('a phone number finds its owner, is shown short, and in full only with a reason that is recorded', async () => {
    const phone = '10000049999'
    const user = await made({ phone })
    const { body } = await list(`phone=${phone}`)
    expect(body.items.map(({ id, phone: shown }) => [id, shown])).toEqual([[user.id, '100****9999']])
    const reveal = (more: object) => app.call<{ phone: string }>('POST', `/api/users/${user.id}/reveal`, { token, body: more })
    expect((await reveal({})).status).toBe(400)
    expect((await reveal({ reason: '回访' })).body).toEqual({ phone })
    const [entry] = await everything("audit_entries WHERE action = 'user.revealed' AND subject_id = ?", [user.id])
    expect(JSON.stringify(entry)).toContain('回访')
    expect(JSON.stringify(entry)).not.toContain(phone)
  })

  test('a list goes on where its page ended and shows every user once', async () => {
    for (let i = 0; i < 7; i++)
      await made({ class: 'street', placeId: v.street.id, roles: [{ roleId: builtinRoleId('street-leader'), placeId: v.street.id }] })
    const seen: string[] = []
    let cursor = ''
    do {
      const { body } = await list(`class=street&limit=3${cursor}`)
      seen.push(...body.items.map(({ id }) => id))
      cursor = body.next ? `&cursor=${encodeURIComponent(body.next)}` : ''
    } while (cursor)
    expect(seen.length).toBeGreaterThanOrEqual(7)
    expect(new Set(seen).size).toBe(seen.length)
    expect((await list('class=village&limit=3&cursor=abc')).status).toBe(400)
  })

  test('[SZSQ-5.1.1-d] [GB42455-7.3.2-d] after a reset the old password fails, tokens are void and the next sign-in forces a change', async () => {
    const user = await made()
    const session = await tokenBy(app, user.account as string)
    const reset = await act(user.id, 'password-reset', { version: 1, password: otherPassword })
    expect(reset.body).toMatchObject({ mustChangePassword: true, version: 2 })
    expect((await app.call('GET', '/api/session', { token: session })).status).toBe(401)
    expect((await signIn(app, user.account as string, goodPassword)).status).toBe(401)
    const again = await signIn(app, user.account as string, otherPassword)
    expect(again.body.me.mustChangePassword).toBe(true)
    const messages = await app.call('GET', '/api/messages', { token: again.body.token })
    expect(messages.error?.code).toBe('identity.password-change-required')
    expect((await act(user.id, 'password-reset', { version: 2, password: goodPassword })).error?.faults[0]?.path).toBe('body.password')
  })

  test('a disabled user is out within the same moment and in again when enabled', async () => {
    const user = await made()
    const session = await tokenBy(app, user.account as string)
    const disabled = await act(user.id, 'disable', { version: 1, reason: '长期休假' })
    expect(disabled.body).toMatchObject({ state: 'disabled', stateReason: '长期休假' })
    expect((await app.call('GET', '/api/session', { token: session })).status).toBe(401)
    expect((await signIn(app, user.account as string, goodPassword)).error?.code).toBe('session.disabled')
    expect((await act(user.id, 'enable', { version: 2, reason: '返岗' })).body.state).toBe('active')
    expect((await signIn(app, user.account as string, goodPassword)).status).toBe(201)
  })

  test('[DB3205-7.1-1] a user has one class, and places and roles stay within what the class covers', async () => {
    const { class: _, ...without } = draft()
    expect((await create(without)).error?.faults.map(({ path }) => path)).toEqual(['body.class'])
    const fits: [string, TestPlace][] = [
      ['street', v.street],
      ['command', v.street],
      ['village', v.community],
    ]
    const roles = { street: 'street-leader', command: 'command-officer', village: 'community-officer' } as const
    for (const [userClass, place] of fits) {
      const role = roles[userClass as keyof typeof roles]
      const user = await made({ class: userClass, placeId: place.id, roles: [{ roleId: builtinRoleId(role), placeId: place.id }] })
      const session = await ready(user)
      const { body } = await app.call<{ items: { path: string }[] }>('GET', '/api/places?kind=estate', { token: session })
      const expected = [v.estate, v.secondEstate, v.farEstate].filter(({ path }) => path.startsWith(place.path)).map(({ path }) => path)
      expect(body.items.map(({ path }) => path).sort()).toEqual(expected.sort())
    }
    for (const [userClass, place] of [
      ['street', v.community],
      ['village', v.street],
      ['command', v.community],
      ['property', v.street],
    ] as const)
      expect((await create(draft({ class: userClass, placeId: place.id }))).error?.code).toBe('user.class-place')
  })

  test('nobody changes their own rights, disables or removes themselves', async () => {
    const me = await app.call<User>('GET', `/api/users/${admin.id}`, { token })
    const { version } = me.body
    expect((await change(admin.id, { version, placeId: v.street.id, class: 'street' })).error?.code).toBe('user.self')
    expect((await change(admin.id, { version, roles: [{ roleId: builtinRoleId('auditor'), placeId: v.city.id }] })).error?.code).toBe(
      'user.self',
    )
    expect((await act(admin.id, 'disable', { version, reason: '试' })).error?.code).toBe('user.self')
    expect((await app.call('DELETE', `/api/users/${admin.id}?version=${version}`, { token })).error?.code).toBe('user.self')
    expect((await change(admin.id, { version, idleMinutes: 45 })).status).toBe(200)
  })

  test('two administrators who remove each other at the same moment leave one', async () => {
    const alone = await startTestApp(open)
    const village = await makeVillage(alone)
    const administrator = () => makeAccount(alone, { at: village.city, class: 'city', roles: [['system-administrator', village.city]] })
    const [a, b] = [await administrator(), await administrator()]
    const disable = async (by: string, whom: string) =>
      alone.call('POST', `/api/users/${whom}/disable`, { token: await alone.tokenOf(by, 'admin'), body: { version: 1, reason: '互删' } })
    const answers = await Promise.all([disable(a.id, b.id), disable(b.id, a.id)])
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
    const [remaining, gone] = answers[0]?.status === 200 ? [a, b] : [b, a]
    const shown = await alone.call<User>('GET', `/api/users/${gone.id}`, { token: await alone.tokenOf(remaining.id, 'admin') })
    expect(shown.body.state).toBe('disabled')
    await alone.close()
  })

  test('of two changes on the same version one wins and the other is told', async () => {
    const user = await made()
    const answers = await Promise.all(Array.from({ length: 8 }, (_, i) => change(user.id, { version: 1, idleMinutes: 10 + i })))
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
    expect(answers.filter(({ error }) => error?.code === 'stale')).toHaveLength(7)
    expect((await app.call<User>('GET', `/api/users/${user.id}`, { token })).body.version).toBe(2)
  })

  test('a creation that is sent twice makes one user', async () => {
    const body = draft()
    const key = 'create-user-once-0001'
    const [first, second] = [
      await app.call<User>('POST', '/api/users', { token, body, key }),
      await app.call<User>('POST', '/api/users', { token, body, key }),
    ]
    expect([second.status, second.body]).toEqual([first.status, first.body])
    expect((await app.call('POST', '/api/users', { token, body: { ...body, idleMinutes: 99 }, key })).error?.code).toBe(
      'request.key-reused',
    )
  })

  test('names and numbers are nowhere in the tables in plain', async () => {
    const user = await made({ name: '端木清和', phone: '10000048888' })
    for (const table of ['users', 'user_name_grams', 'audit_entries', 'outbox', 'idempotency_keys'])
      expect(JSON.stringify(await everything(table))).not.toMatch(/端木|10000048888/)
    expect(user.name).toBe('端木清和')
  })
  const everything = (from: string, params: string[] = []) =>
    unscoped(app.kernel.store, 'a test looks at what is kept', { sql: `SELECT * FROM ${from}`, params })

  test('departments: people belong to one, it lends them its roles, and it stays while it has people', async () => {
    const department = await app.call<{ id: string; version: number }>('POST', '/api/departments', {
      token,
      body: { name: '综合治理办', placeId: v.community.id },
    })
    expect(department.status).toBe(201)
    const { id } = department.body
    const user = await made({ departmentId: id, roles: [{ roleId: builtinRoleId('guard'), placeId: v.estate.id }] })
    const session = await ready(user, 'staff')
    expect((await app.call('GET', '/api/households/claims', { token: session })).status).toBe(403)
    const role = { roleId: builtinRoleId('community-officer'), placeId: v.community.id }
    expect((await app.call('POST', `/api/access/department/${id}/roles`, { token, body: role })).status).toBe(201)
    expect((await app.call('PUT', '/api/session/identity', { token: session, body: { end: 'admin' } })).status).toBe(200)
    expect((await app.call('GET', '/api/households/claims', { token: session })).status).toBe(200)
    expect((await app.call('DELETE', `/api/departments/${id}?version=1`, { token })).error?.code).toBe('user.department-in-use')
    expect((await change(user.id, { version: 2, departmentId: null })).status).toBe(200)
    expect((await app.call('GET', '/api/households/claims', { token: session })).status).toBe(403)
    expect((await app.call('DELETE', `/api/departments/${id}?version=1`, { token })).status).toBe(204)
  })
})
