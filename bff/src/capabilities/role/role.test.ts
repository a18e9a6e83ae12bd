import type { Role } from '@liren/contract/capabilities/role'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeAccount } from '../../../test/accounts.ts'
import { startTestApp, type TestApp } from '../../../test/app.ts'
import { describeStores } from '../../../test/stores.ts'
import { makePlace, makeVillage, type TestPlace, type Village } from '../../../test/village.ts'
import { builtinRoleId } from '../../kernel/identity/role-content.ts'

interface Effective {
  readonly exclusive: string | null
  readonly permissions: { code: string; range: string; place: { path: string }; source: { kind: string; name: string } }[]
  readonly denied: { code: string }[]
  readonly fieldRules: { field: string; rule: string }[]
  readonly deniedEndpoints: string[]
}

describeStores('roles and permissions', (open) => {
  let app: TestApp
  let v: Village
  let token: string
  let adminId: string
  let n = 0

  beforeAll(async () => {
    app = await startTestApp(open)
    v = await makeVillage(app)
    const admin = await makeAccount(app, { at: v.city, class: 'city', roles: [['system-administrator', v.city]] })
    adminId = admin.id
    token = await app.tokenOf(admin.id, 'admin')
  })
  afterAll(() => app.close())

  const draft = (more: object = {}) => ({
    name: `自定义${++n}`,
    description: '只看报修',
    ends: ['admin'],
    permissions: [{ code: 'repair.read', range: 'place' }],
    fieldRules: [],
    deniedEndpoints: [],
    ...more,
  })
  const create = (body: object, by = token) => app.call<Role>('POST', '/api/roles', { token: by, body })
  const made = async (more: object = {}) => (await create(draft(more))).body
  const give = (kind: string, id: string, roleId: string, place: TestPlace, by = token) =>
    app.call('POST', `/api/access/${kind}/${id}/roles`, { token: by, body: { roleId, placeId: place.id } })
  /** Somebody who holds just this role at this place, signed in to the back office. */
  const holder = async (roleId: string, place: TestPlace, at: TestPlace = place) => {
    const { id } = await makeAccount(app, { at })
    expect((await give('user', id, roleId, place)).status).toBe(201)
    return { id, token: await app.tokenOf(id, 'admin') }
  }

  test('[SZSQ-5.1.3-b] [GB42455-7.3.4-b] a role without a name is refused; name and description are shown in list and detail', async () => {
    for (const name of [undefined, '', '   ']) expect((await create(draft({ name }))).error?.faults[0]?.path).toBe('body.name')
    const role = await made({ name: '夜班巡查', description: '只在夜间' })
    const shown = { name: '夜班巡查', description: '只在夜间' }
    expect((await app.call('GET', `/api/roles/${role.id}`, { token })).body).toMatchObject(shown)
    const list = await app.call<{ items: Role[] }>('GET', `/api/roles?q=${encodeURIComponent('夜班')}`, { token })
    expect(list.body.items).toEqual([expect.objectContaining(shown)])
    expect((await create(draft({ name: '夜班巡查' }))).error?.code).toBe('role.name-taken')
  })

  test('[SZSQ-5.1.3-a] [GB42455-7.3.4-a] an administrator creates, reads, changes and removes a role; others get 403', async () => {
    const role = await made()
    for (const by of [v.tokens.manager, v.tokens.officer, v.tokens.resident, v.tokens.worker]) {
      expect((await create(draft(), by)).status).toBe(403)
      expect((await app.call('PUT', `/api/roles/${role.id}`, { token: by, body: { ...draft(), version: 1 } })).status).toBe(403)
      expect((await app.call('DELETE', `/api/roles/${role.id}?version=1`, { token: by })).status).toBe(403)
    }
    const body = { ...draft({ permissions: [{ code: 'place.read', range: 'place' }] }), version: 1 }
    const changed = await app.call<Role>('PUT', `/api/roles/${role.id}`, { token, body })
    expect(changed.body).toMatchObject({ version: 2, permissions: [{ code: 'place.read', range: 'place' }] })
    expect((await app.call('PUT', `/api/roles/${role.id}`, { token, body })).error?.code).toBe('stale')
    const { id } = await holder(role.id, v.community)
    expect((await app.call('DELETE', `/api/roles/${role.id}?version=2`, { token })).error?.code).toBe('role.in-use')
    const held = await app.call<{ assignments: { id: string }[] }>('GET', `/api/access/user/${id}`, { token })
    await app.call('DELETE', `/api/access/user/${id}/roles/${held.body.assignments[0]?.id}`, { token })
    expect((await app.call('DELETE', `/api/roles/${role.id}?version=2`, { token })).status).toBe(204)
    expect((await app.call('GET', `/api/roles/${role.id}`, { token })).status).toBe(404)
  })

  test('built-in roles are there, and can be neither changed nor removed', async () => {
    const { body } = await app.call<{ items: Role[] }>('GET', '/api/roles?limit=100', { token })
    expect(body.items.filter(({ isBuiltin }) => isBuiltin).length).toBeGreaterThanOrEqual(17)
    const id = builtinRoleId('guard')
    expect((await app.call('PUT', `/api/roles/${id}`, { token, body: { ...draft(), version: 1 } })).error?.code).toBe('role.builtin')
    expect((await app.call('DELETE', `/api/roles/${id}?version=1`, { token })).error?.code).toBe('role.builtin')
  })

  test('a list of roles pages through all of them once', async () => {
    const seen: string[] = []
    let cursor = ''
    do {
      const { body } = await app.call<{ items: Role[]; next?: string }>('GET', `/api/roles?limit=5${cursor}`, { token })
      seen.push(...body.items.map(({ id }) => id))
      cursor = body.next ? `&cursor=${encodeURIComponent(body.next)}` : ''
    } while (cursor)
    expect(new Set(seen).size).toBe(seen.length)
    expect(seen.length).toBeGreaterThan(17)
  })

  test('unknown permissions, fields and interfaces are refused, each by its place; reserved permissions too', async () => {
    const unknown = await create(
      draft({
        permissions: [
          { code: 'repair.read', range: 'place' },
          { code: 'repair.fly', range: 'place' },
        ],
        fieldRules: [{ field: 'user.shoeSize', rule: 'read' }],
        deniedEndpoints: ['repair.vanish'],
      }),
    )
    expect(unknown.error?.faults.map(({ path }) => path)).toEqual([
      'body.permissions.1.code',
      'body.fieldRules.0.field',
      'body.deniedEndpoints.0',
    ])
    for (const code of ['user.manage', 'key.manage', 'audit.read'])
      expect((await create(draft({ permissions: [{ code, range: 'place' }] }))).error?.code).toBe('role.reserved')
  })

  test('the catalogue lists what can be granted: permissions, interfaces, fields', async () => {
    const { body } = await app.call<{
      groups: { name: string; permissions: { code: string }[]; endpoints: { id: string }[]; fields: { key: string }[] }[]
    }>('GET', '/api/permissions', { token })
    const group = body.groups.find(({ name }) => name === 'user')
    expect(group?.permissions.map(({ code }) => code)).toContain('user.manage')
    expect(group?.endpoints.map(({ id }) => id)).toContain('user.reset-password')
    expect(group?.fields.map(({ key }) => key)).toEqual(['user.name', 'user.phone'])
    expect(body.groups.map(({ name }) => name)).toEqual(expect.arrayContaining(['repair', 'household', 'place', 'role']))
  })

  test('[SZSQ-5.1.4-a] [GB42455-7.3.6-a] a role without a function lacks the code its menu comes from, and its interface answers 403', async () => {
    const without = await holder((await made({ permissions: [{ code: 'household.read', range: 'place' }] })).id, v.community)
    const me = await app.call<{ permissions: string[] }>('GET', '/api/session', { token: without.token })
    expect(me.body.permissions).toEqual(['household.read'])
    expect((await app.call('GET', '/api/households', { token: without.token })).status).toBe(200)
    expect((await app.call('GET', '/api/repairs', { token: without.token })).status).toBe(403)
    const withIt = await holder((await made()).id, v.community)
    expect((await app.call('GET', '/api/repairs', { token: withIt.token })).status).toBe(200)
  })

  test('[SZSQ-5.1.4-b] [GB42455-7.3.6-b] the same list shows each of two roles its own places only', async () => {
    const role = await made({ permissions: [{ code: 'household.read', range: 'place' }] })
    const [here, there] = [await holder(role.id, v.estate, v.community), await holder(role.id, v.secondEstate, v.community)]
    const residents = async (by: string) => {
      const { body } = await app.call<{ items: { house: { path: string } }[] }>('GET', '/api/households?limit=100', { token: by })
      return [...new Set(body.items.map(({ house }) => house.path))].sort()
    }
    expect(await residents(here.token)).toEqual([v.house.path, v.nextHouse.path].sort())
    expect(await residents(there.token)).toEqual([v.secondHouse.path])
  })

  test('[SZSQ-5.1.4-c] [GB42455-7.3.6-c] a role with a read-only form and without the delete interface may read, but neither submit nor delete', async () => {
    const role = await made({
      permissions: [
        { code: 'place.read', range: 'place' },
        { code: 'place.manage', range: 'place' },
        { code: 'household.manage', range: 'place' },
      ],
      fieldRules: [{ field: 'place.name', rule: 'read' }],
      deniedEndpoints: ['place.retire'],
    })
    const clerk = await holder(role.id, v.estate, v.community)
    const area = await makePlace(app.kernel, 'area', `lawn${n}`, '草坪', v.estate)
    expect((await app.call('GET', `/api/places/${area.id}`, { token: clerk.token })).status).toBe(200)
    const submitted = await app.call('PATCH', `/api/places/${area.id}`, { token: clerk.token, body: { version: 1, name: '大草坪' } })
    expect([submitted.status, submitted.error?.code, submitted.error?.faults[0]?.path]).toEqual([403, 'permission.field', 'body.name'])
    expect((await app.call('DELETE', `/api/places/${area.id}?version=1`, { token: clerk.token })).status).toBe(403)
    expect((await app.call('PATCH', `/api/places/${area.id}`, { token: clerk.token, body: { version: 1, sort: 3 } })).status).toBe(200)
    expect((await app.call('DELETE', `/api/places/${area.id}?version=2`, { token: v.tokens.manager })).status).toBe(204)
  })

  test('a second role that allows the interface opens it again', async () => {
    const permissions = [{ code: 'place.manage', range: 'place' }]
    const [narrow, wide] = [await made({ permissions, deniedEndpoints: ['place.retire'] }), await made({ permissions })]
    const clerk = await holder(narrow.id, v.estate, v.community)
    const area = await makePlace(app.kernel, 'area', `pond${n}`, '池塘', v.estate)
    const remove = () => app.call('DELETE', `/api/places/${area.id}?version=1`, { token: clerk.token })
    expect((await remove()).status).toBe(403)
    await give('user', clerk.id, wide.id, v.estate)
    expect((await remove()).status).toBe(204)
  })

  test('[ZJWL-9.3.1.4] roles times departments: each sees exactly the rows and fields that were set', async () => {
    const plain = await made({
      permissions: [{ code: 'household.read', range: 'place' }],
      fieldRules: [{ field: 'household.phone', rule: 'read' }],
    })
    const short = await made({
      permissions: [{ code: 'household.read', range: 'place' }],
      fieldRules: [{ field: 'household.phone', rule: 'masked' }],
    })
    const hidden = await made({
      permissions: [{ code: 'household.read', range: 'place' }],
      fieldRules: [{ field: 'household.phone', rule: 'hidden' }],
    })
    const shapes = [
      [plain, /^1000000\d{4}$/],
      [short, /^100\*{4}\d{4}$/],
      [hidden, /^\*{3}$/],
    ] as const
    for (const place of [v.estate, v.secondEstate])
      for (const [role, shape] of shapes) {
        const department = await app.call<{ id: string }>('POST', '/api/departments', {
          token,
          body: { name: `处${++n}`, placeId: place.id },
        })
        expect((await give('department', department.body.id, role.id, place)).status).toBe(201)
        const { id } = await makeAccount(app, { at: place, class: 'property', departmentId: department.body.id })
        const { body } = await app.call<{ items: { phone: string; house: { path: string } }[] }>('GET', '/api/households?limit=100', {
          token: await app.tokenOf(id, 'admin'),
        })
        const expected = [v.house, v.nextHouse, v.secondHouse].filter(({ path }) => path.startsWith(place.path)).map(({ path }) => path)
        expect([...new Set(body.items.map(({ house }) => house.path))].sort()).toEqual(expected.sort())
        for (const item of body.items) expect(item.phone).toMatch(shape)
      }
  })

  test('three administrations exclude each other, in whatever order and however parallel', async () => {
    const { id } = await makeAccount(app, { at: v.city, class: 'city' })
    const answers = await Promise.all(
      ['system-administrator', 'security-administrator', 'auditor'].map((code) => give('user', id, builtinRoleId(code), v.city)),
    )
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1)
    expect(answers.filter(({ error }) => error?.code === 'role.exclusive')).toHaveLength(2)
    const department = await app.call<{ id: string }>('POST', '/api/departments', { token, body: { name: `局${++n}`, placeId: v.city.id } })
    expect((await give('department', department.body.id, builtinRoleId('auditor'), v.city)).error?.code).toBe('role.exclusive')
  })

  test('nobody gives themselves anything, gives beyond their own places, or takes the last administrator', async () => {
    expect((await give('user', adminId, builtinRoleId('guard'), v.estate)).error?.code).toBe('role.own')
    const local = await makeAccount(app, { at: v.street, class: 'street', roles: [['system-administrator', v.street]] })
    const by = await app.tokenOf(local.id, 'admin')
    const { id } = await makeAccount(app, { at: v.street, class: 'street' })
    const other = await makePlace(app.kernel, 'street', `qs${++n}`, '青石街道', v.city)
    expect((await give('user', id, builtinRoleId('street-leader'), other, by)).error?.code).toBe('role.beyond-own-scope')
    expect((await give('user', adminId, builtinRoleId('guard'), v.estate, by)).status).toBe(404)
  })

  test('two administrators who take each other the role at the same moment leave one', async () => {
    const alone = await startTestApp(open)
    const village = await makeVillage(alone)
    const two: { id: string; token: string; assignment: string }[] = []
    for (let i = 0; i < 2; i++) {
      const { id } = await makeAccount(alone, { at: village.city, class: 'city', roles: [['system-administrator', village.city]] })
      const theirs = await alone.tokenOf(id, 'admin')
      const held = await alone.call<{ assignments: { id: string }[] }>('GET', `/api/access/user/${id}`, { token: theirs })
      two.push({ id, token: theirs, assignment: held.body.assignments[0]?.id as string })
    }
    const [a, b] = two as [(typeof two)[0], (typeof two)[0]]
    const take = (by: typeof a, from: typeof a) =>
      alone.call('DELETE', `/api/access/user/${from.id}/roles/${from.assignment}`, { token: by.token })
    const answers = await Promise.all([take(a, b), take(b, a)])
    expect(answers.filter(({ status }) => status === 204)).toHaveLength(1)
    const left = await Promise.all(two.map(async (one) => (await alone.call('GET', '/api/users', { token: one.token })).status))
    expect(left.sort()).toEqual([200, 403])
    await alone.close()
  })

  test('one permission can be allowed or denied directly, and a denial wins', async () => {
    const { id, token: theirs } = await holder((await made()).id, v.estate, v.community)
    const put = (code: string, effect: string, place: TestPlace = v.estate) =>
      app.call('PUT', `/api/access/user/${id}/overrides`, { token, body: { code, effect, placeId: place.id } })
    const may = async (path: string) => (await app.call('GET', path, { token: theirs })).status
    expect([await may('/api/repairs'), await may('/api/households')]).toEqual([200, 403])
    expect((await put('household.read', 'allow')).status).toBe(204)
    expect((await put('repair.read', 'deny')).status).toBe(204)
    expect([await may('/api/repairs'), await may('/api/households')]).toEqual([403, 200])
    const { body } = await app.call<Effective>('GET', `/api/access/user/${id}/effective`, { token })
    expect(body.permissions.map(({ code, source }) => [code, source.kind])).toEqual([['household.read', 'direct']])
    expect(body.denied.map(({ code }) => code)).toEqual(['repair.read'])
    await put('household.read', 'default')
    await put('repair.read', 'default')
    expect([await may('/api/repairs'), await may('/api/households')]).toEqual([200, 403])
    expect((await put('user.manage', 'allow')).error?.code).toBe('role.reserved')
    expect((await put('repair.fly', 'allow')).error?.code).toBe('role.unknown')
    expect((await put('household.read', 'allow', v.farEstate)).error?.code).toBe('role.outside-user-place')
  })

  test('the effective permissions name where each comes from, and are what the person can really do', async () => {
    const department = await app.call<{ id: string }>('POST', '/api/departments', {
      token,
      body: { name: `科${++n}`, placeId: v.community.id },
    })
    const lent = await made({ name: `科室角色${n}`, permissions: [{ code: 'place.read', range: 'place' }] })
    await give('department', department.body.id, lent.id, v.community)
    const own = await made({ permissions: [{ code: 'household.read', range: 'place' }] })
    const { id } = await makeAccount(app, { at: v.community, departmentId: department.body.id })
    await give('user', id, own.id, v.estate)
    const { body } = await app.call<Effective>('GET', `/api/access/user/${id}/effective`, { token })
    expect(body.permissions.map(({ code, place, source }) => [code, place.path, source.kind, source.name])).toEqual(
      expect.arrayContaining([
        ['place.read', v.community.path, 'department-role', lent.name],
        ['household.read', v.estate.path, 'role', own.name],
      ]),
    )
    const theirs = await app.tokenOf(id, 'admin')
    const me = await app.call<{ permissions: string[] }>('GET', '/api/session', { token: theirs })
    expect(me.body.permissions.sort()).toEqual([...new Set(body.permissions.map(({ code }) => code))].sort())
    const resident = await app.call<Effective>('GET', `/api/access/user/${v.ids.resident}/effective`, { token })
    expect(resident.body.permissions.every(({ source }) => source.kind === 'household')).toBe(true)
  })

  test('a role that was changed in the database means nothing any more', async () => {
    const role = await made()
    const { token: theirs } = await holder(role.id, v.community)
    const content = JSON.stringify({ ...draft(), permissions: [{ code: 'household.read', range: 'place' }] })
    await app.kernel.store.run('UPDATE roles SET content = ? WHERE id = ?', [content, role.id])
    await app.clock.advance(3000)
    expect((await app.call('GET', '/api/households', { token: theirs })).status).toBe(403)
    expect((await app.call('GET', '/api/repairs', { token: theirs })).status).toBe(403)
  })

  test('what a grid covers is what belongs to it, wherever it stands in the tree', async () => {
    const grid = await makePlace(app.kernel, 'grid', `g${++n}`, '第一网格', v.community)
    const { body: building } = await app.call<{ version: number }>('GET', `/api/places/${v.building.id}`, { token })
    const worker = await makeAccount(app, { at: v.community, roles: [['grid-worker', grid]] })
    const theirs = await app.tokenOf(worker.id, 'grid')
    const houses = async () => {
      const answer = await app.call<{ items: { house: { path: string } }[] }>('GET', '/api/households?limit=100', { token: theirs })
      return [...new Set(answer.body.items.map(({ house }) => house.path))].sort()
    }
    expect(await houses()).toEqual([])
    const put = await app.call('PATCH', `/api/places/${v.building.id}`, { token, body: { version: building.version, gridId: grid.id } })
    expect(put.status).toBe(200)
    expect(await houses()).toEqual([v.house.path, v.nextHouse.path].sort())
  })
})
