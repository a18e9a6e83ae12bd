import type { z } from '@liren/contract'
import type { Device } from '@liren/contract/capabilities/device'
import type { DeviceAccess } from '@liren/contract/device/access-endpoints'
import type { effectiveSchema } from '@liren/contract/identity/role-shapes'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { makeAccount } from '../../../test/accounts.ts'
import { startTestApp, type TestApp } from '../../../test/app.ts'
import { peek } from '../../../test/peek.ts'
import { describeStores } from '../../../test/stores.ts'
import { makeVillage, type Village } from '../../../test/village.ts'
import { builtinRoleId } from '../../kernel/identity/index.ts'
import { body, openScene, playBridge } from './testing.ts'

type Entry = { kind: 'user' | 'department' | 'role'; id: string; effect: 'allow' | 'deny' }
type Effective = z.infer<typeof effectiveSchema>

describeStores('who may command a device', (open) => {
  let app: TestApp
  let village: Village
  let scene: Awaited<ReturnType<typeof openScene>>
  let door: Device
  let department: string
  let n = 0

  beforeAll(async () => {
    app = await startTestApp(open)
    village = await makeVillage(app)
    scene = await openScene(app, village)
  })
  afterAll(() => app.close())
  beforeEach(async () => {
    const bridge = await playBridge(app, scene.admin, `edge-${++n}`)
    door = await scene.running({ productId: scene.product('door-controller'), name: '3幢单元门', bridge: bridge.code })
    department = body(
      await app.call<{ id: string }>('POST', '/api/departments', {
        token: scene.admin,
        body: { name: `秩序部${n}`, placeId: village.estate.id },
      }),
      201,
    ).id
  })

  const manager = () => village.tokens.manager
  const read = (token = manager(), id = door.id) => app.call<DeviceAccess>('GET', `/api/devices/${id}/access`, { token })
  const set = async (entries: Entry[], more: { token?: string; version?: number } = {}) =>
    app.call<DeviceAccess>('PUT', `/api/devices/${door.id}/access`, {
      token: more.token ?? manager(),
      body: { entries, version: more.version ?? body(await read()).version },
    })
  const command = async (token: string) => {
    const answer = await app.call('POST', `/api/devices/${door.id}/commands`, { token, body: { name: 'door.open', values: {} } })
    return answer.status === 201 ? 'done' : answer.error?.code
  }
  const can = async (token: string) =>
    body(await app.call<{ can: string[] }>('GET', `/api/devices/${door.id}`, { token })).can.includes('command')
  const guard = async (departmentId?: string) => {
    const roles = [['guard', village.estate]] as const
    const { id } = await makeAccount(app, {
      at: village.estate,
      class: 'property',
      roles: [...roles],
      ...(departmentId ? { departmentId } : {}),
    })
    return { id, token: await app.tokenOf(id, 'staff') }
  }
  const effective = async (kind: string, id: string) =>
    body(await app.call<Effective>('GET', `/api/access/${kind}/${id}/effective`, { token: scene.admin }))

  it('is told to and set by those who keep the device, at its place, and by nobody else', async () => {
    const someone = await guard()
    expect((await read('')).status).toBe(401)
    expect((await read(someone.token)).error?.code).toBe('permission.denied')
    expect((await set([], { token: someone.token })).error?.code).toBe('permission.denied')
    expect((await read(village.tokens.farManager)).status).toBe(404)
    expect((await set([], { token: village.tokens.farManager })).status).toBe(404)
  })

  it('refuses whom nobody knows, whoever is named twice and a stale list, all faults at once, and keeps what was', async () => {
    const { id } = await guard()
    await set([{ kind: 'user', id, effect: 'deny' }])
    const nobody = app.kernel.ids.next()
    const wrong = await set([
      { kind: 'user', id: nobody, effect: 'allow' },
      { kind: 'department', id: nobody, effect: 'allow' },
      { kind: 'role', id: builtinRoleId('cashier'), effect: 'allow' },
      { kind: 'user', id, effect: 'allow' },
      { kind: 'user', id, effect: 'deny' },
    ])
    expect(wrong.status).toBe(400)
    expect(wrong.error?.faults.map(({ path }) => path)).toEqual([0, 1, 2, 4].map((at) => `body.entries.${at}.id`))
    expect((await set([], { version: 1 })).error?.code).toBe('stale')
    expect(body(await read()).entries).toMatchObject([{ kind: 'user', id, effect: 'deny' }])
  })

  it('[DB3205-7.2.10-2] is granted by role, department, user and device; what comes of it is shown and holds', async () => {
    // by role, at its place
    const byRole = await guard()
    expect(await command(byRole.token)).toBe('done')
    // by department: without a role of one's own nothing, with the role of the department everything in it
    const clerk = await makeAccount(app, { at: village.estate, class: 'property', departmentId: department })
    const clerkToken = await app.tokenOf(clerk.id, 'staff')
    expect(await command(clerkToken)).toBe('permission.denied')
    body(
      await app.call('POST', `/api/access/department/${department}/roles`, {
        token: scene.admin,
        body: { roleId: builtinRoleId('guard'), placeId: village.estate.id },
      }),
      201,
    )
    expect(await command(clerkToken)).toBe('done')
    // by user: one permission given and one taken directly
    const direct = await makeAccount(app, { at: village.estate, class: 'property', roles: [['repair-worker', village.estate]] })
    const directToken = await app.tokenOf(direct.id, 'staff')
    const override = (id: string, effect: string) =>
      app.call('PUT', `/api/access/user/${id}/overrides`, {
        token: scene.admin,
        body: { code: 'device.command', effect, placeId: village.estate.id },
      })
    expect(await command(directToken)).toBe('permission.denied')
    expect((await override(direct.id, 'allow')).status).toBe(204)
    expect(await command(directToken)).toBe('done')
    expect((await override(byRole.id, 'deny')).status).toBe(204)
    expect(await command(byRole.token)).toBe('permission.denied')
    expect((await override(byRole.id, 'default')).status).toBe(204)

    // by device: kept for one department and one person, closed to another person
    const shut = await guard(department)
    body(
      await set([
        { kind: 'department', id: department, effect: 'allow' },
        { kind: 'user', id: direct.id, effect: 'allow' },
        { kind: 'user', id: shut.id, effect: 'deny' },
      ]),
    )
    const held = { [clerk.id]: 'done', [direct.id]: 'done', [shut.id]: 'device.not-permitted', [byRole.id]: 'device.not-permitted' }
    const tokens = { [clerk.id]: clerkToken, [direct.id]: directToken, [shut.id]: shut.token, [byRole.id]: byRole.token }
    for (const [id, token] of Object.entries(tokens)) {
      expect(await command(token), id).toBe(held[id])
      expect(await can(token), id).toBe(held[id] === 'done')
    }
    // the page of the device tells the same of each of them, and by what
    const shown = new Map(body(await read()).people.map((one) => [one.id, [one.standing, one.by, one.may]]))
    expect(shown.get(clerk.id)).toEqual(['allowed', 'department', true])
    expect(shown.get(direct.id)).toEqual(['allowed', 'user', true])
    expect(shown.get(shut.id)).toEqual(['denied', 'user', false])
    expect(shown.get(byRole.id)).toEqual(['unlisted', null, false])
    // and the page of the person tells where each right comes from
    const source = async (id: string) =>
      (await effective('user', id)).permissions.filter(({ code }) => code === 'device.command').map((held) => held.source.kind)
    expect(await source(clerk.id)).toEqual(['department-role'])
    expect(await source(direct.id)).toEqual(['direct'])
    expect(await source(byRole.id)).toEqual(['role'])
    expect((await effective('user', shut.id)).devices).toEqual([
      { id: door.id, code: door.code, name: door.name, effect: 'allow', by: 'department' },
      { id: door.id, code: door.code, name: door.name, effect: 'deny', by: 'user' },
    ])
    expect((await effective('department', department)).devices.map(({ effect }) => effect)).toEqual(['allow'])
  })

  it('a role that is named opens and closes the device for its holders; wishes and dangerous commands are held by it too', async () => {
    const someone = await guard()
    body(await set([{ kind: 'role', id: builtinRoleId('property-manager'), effect: 'allow' }]))
    expect([await command(manager()), await command(someone.token)]).toEqual(['done', 'device.not-permitted'])
    body(await set([{ kind: 'role', id: builtinRoleId('property-manager'), effect: 'deny' }]))
    expect([await command(manager()), await command(someone.token)]).toEqual(['device.not-permitted', 'done'])
    const danger = await app.call('POST', `/api/devices/${door.id}/dangerous-commands`, {
      token: manager(),
      body: { name: 'door.hold-open', values: {}, reason: '搬家通行', confirm: door.code },
    })
    expect(danger.error?.code).toBe('device.not-permitted')
    const wish = await app.call('PUT', `/api/devices/${door.id}/shadow/desired`, { token: manager(), body: { values: {}, version: 0 } })
    expect(wish.error?.code).toBe('device.not-permitted')
    body(await set([]))
    expect(await command(manager())).toBe('done')
  })

  it('every change is written down with what it was before, and so is every refusal', async () => {
    const someone = await guard()
    body(await set([{ kind: 'user', id: someone.id, effect: 'deny' }]))
    await command(someone.token)
    const trail = await peek<{ action: string; result: string; actor_id: string; reason: string | null }>(
      app.kernel.store,
      `SELECT action, result, actor_id, reason FROM audit_entries WHERE subject_id = '${door.id}' AND action IN ('device.access-set', 'device.commanded') ORDER BY id`,
    )
    expect(trail).toMatchObject([
      { action: 'device.access-set', result: 'done', actor_id: village.ids.manager },
      { action: 'device.commanded', result: 'refused', actor_id: someone.id, reason: 'device.not-permitted' },
    ])
  })

  it('a row that somebody changed in the database closes the device to people', async () => {
    body(await set([{ kind: 'user', id: village.ids.manager, effect: 'deny' }]))
    await app.kernel.store.run("UPDATE device_access SET effect = 'allow' WHERE device_id = ?", [door.id])
    expect(await command(manager())).toBe('device.not-permitted')
  })

  it('two lists set at the same moment are never mixed: one stands, the other is stale', async () => {
    const [a, b] = [await guard(), await guard()]
    const { version } = body(await read())
    const answers = await Promise.all([a, b].map(({ id }) => set([{ kind: 'user', id, effect: 'deny' }], { version })))
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409])
    expect(body(await read()).entries).toHaveLength(1)
  })
})
