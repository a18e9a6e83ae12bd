import type { Page } from '@liren/contract'
import type { Device } from '@liren/contract/capabilities/device'
import type { JobsAnswer } from '@liren/contract/edge/asks'
import type { IdentityLock } from '@liren/contract/edge/lock-endpoints'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startTestApp, type TestApp } from '../../../../test/app.ts'
import { peek } from '../../../../test/peek.ts'
import { describeStores } from '../../../../test/stores.ts'
import { makePerson, makeVillage, type Village } from '../../../../test/village.ts'
import { body, openScene, type PlayedBridge, playBridge } from '../../device/testing.ts'
import { hasUnlocks } from './take.ts'

const minute = 60_000

describeStores('locked identities of devices', (open) => {
  let app: TestApp
  let village: Village
  let scene: Awaited<ReturnType<typeof openScene>>
  let bridge: PlayedBridge
  let security: string
  let farSecurity: string
  let lamp: Device
  let farLamp: Device
  let number = 0

  beforeAll(async () => {
    app = await startTestApp(open, { start: Date.parse('2026-03-02T10:00+08:00') })
    village = await makeVillage(app)
    scene = await openScene(app, village)
    bridge = await playBridge(app, scene.admin, 'edge-1')
    const keeper = async (name: string, place: Village['city']) =>
      app.tokenOf(await makePerson(app.kernel, name, { roles: [['security-administrator', place]] }), 'admin')
    security = await keeper('祝守钥', village.estate)
    farSecurity = await keeper('远守钥', village.farEstate)
    lamp = await scene.running({ name: '东门路灯', bridge: bridge.code })
    farLamp = await scene.running({ name: '远处路灯', bridge: bridge.code, placeId: village.farEstate.id })
  })
  afterAll(() => app.close())

  const lockOf = (identity: string, more: object = {}) => {
    const now = app.clock.now()
    return {
      ...{ lockId: `lock-${++number}`, protocol: 'mqtt-sensor', identity, reason: 'secret', attempts: 10 },
      ...{ firstAt: now - 5000, lastAt: now, lockedAt: now, until: now + 15 * minute, remotes: ['10.0.0.7', '10.0.0.8'], ...more },
    }
  }
  const told = (lock: object, by = bridge) => by.tell(by.event(by.code, 'bridge.lock', lock))
  const list = async (query = '', token = scene.admin) =>
    body(await app.call<Page<IdentityLock>>('GET', `/api/bridge/locks${query}`, { token }))
  const identities = async (query = '', token = scene.admin) => (await list(query, token)).items.map(({ identity }) => identity)
  const find = async (identity: string) => (await list(`?q=${identity}`)).items[0] as IdentityLock
  const read = (id: string, token = scene.admin) => app.call<IdentityLock>('GET', `/api/bridge/locks/${id}`, { token })
  const unlock = ({ id, version }: { id: string; version: number }, token = scene.admin, reason = '安装工输错密钥') =>
    app.call<IdentityLock & { error: { code: string } }>('POST', `/api/bridge/locks/${id}/unlock`, { token, body: { version, reason } })
  const orders = async () => body(await bridge.ask<JobsAnswer>('jobs', { after: 0, open: [] })).unlocks ?? []
  /** Without one the question would be held open. */
  const hasOrders = async (unlocked: string[] = []) => {
    const [row] = await app.kernel.store.rows<{ id: string }>("SELECT id FROM bridges WHERE code = 'edge-1'", [])
    return hasUnlocks(app.kernel, { bridgeId: row?.id ?? '', unlocked }, app.clock.now())
  }
  const answered = (orderId: string, lockId: string, state: string) =>
    bridge.tell(bridge.event(bridge.code, 'bridge.unlock', { orderId, lockId, state }))
  const device = (name: string, more: object = {}) => scene.running({ name, bridge: bridge.code, ...more })

  it('are nobody’s business without the right, and no bridge speaks for another', async () => {
    await told(lockOf(lamp.code))
    const { id, version } = await find(lamp.code)
    const { manager, resident } = village.tokens
    const looks = (token?: string) => app.call('GET', '/api/bridge/locks', token === undefined ? {} : { token })
    expect([(await looks()).status, (await looks(manager)).status, (await looks(resident)).status]).toEqual([401, 403, 403])
    expect([(await unlock({ id, version }, manager)).status, (await unlock({ id, version }, resident)).status]).toEqual([403, 403])
    expect((await app.call('POST', `/api/bridge/locks/${id}/unlock`, { body: { version, reason: '试试' } })).status).toBe(401)
    expect((await unlock({ id, version }, scene.admin, '')).status).toBe(400)
    // Under its own name a bridge tells of a device of another one: that is nobody's device to it.
    const other = await playBridge(app, scene.admin, 'edge-2')
    await told(lockOf(lamp.code, { attempts: 77 }), other)
    const foreign = (await list(`?q=${lamp.code}`)).items.find(({ attempts }) => attempts === 77)
    expect(foreign).toMatchObject({ device: null, bridge: { code: 'edge-2' } })
    // And what a device says of locks is no word of its bridge.
    await bridge.tell(bridge.event(lamp.code, 'bridge.lock', lockOf('invented-by-lamp')))
    expect(await identities('?q=invented-by-lamp')).toEqual([])
  })

  it('stand where their device does, follow it, and those that nobody registered only the system level sees', async () => {
    const moving = await device('要搬的路灯')
    for (const identity of [moving.code, farLamp.code, 'nobody-1'])
      await told(lockOf(identity, identity === 'nobody-1' ? { reason: 'unknown' } : {}))
    const seen = async (token: string) => (await identities('?limit=100', token)).filter((one) => one !== lamp.code).sort()
    expect(await seen(security)).toEqual([moving.code])
    expect(await seen(farSecurity)).toEqual([farLamp.code])
    expect(await identities('?limit=100')).toEqual(expect.arrayContaining([moving.code, farLamp.code, 'nobody-1']))
    const [far, nobody] = [await find(farLamp.code), await find('nobody-1')]
    expect(nobody).toMatchObject({ device: null, reason: 'unknown', remotes: ['10.0.0.7', '10.0.0.8'] })
    for (const hidden of [far, nobody]) {
      expect((await read(hidden.id, security)).status).toBe(404)
      expect((await unlock(hidden, security)).status).toBe(404)
    }
    const { version } = body(await app.call<{ device: Device }>('GET', `/api/devices/${moving.id}`, { token: scene.admin })).device
    const body_ = { version, placeId: village.farEstate.id }
    expect((await app.call('PATCH', `/api/devices/${moving.id}`, { token: scene.admin, body: body_ })).status).toBe(200)
    expect(await seen(security)).toEqual([])
    expect(await seen(farSecurity)).toEqual([farLamp.code, moving.code].sort())
  })

  it('are told whole, again and again, an end is an end, and the list filters, pages and costs the same', async () => {
    const door = await device('南门路灯')
    const lock = lockOf(door.code)
    await told(lock)
    await told({ ...lock, attempts: 25, remotes: ['10.0.0.9'], lastAt: app.clock.now() + 1 })
    expect((await list(`?device=${door.code}`)).items).toMatchObject([
      {
        ...{ attempts: 25, remotes: ['10.0.0.9'], isHeld: true, ended: null, order: null, can: ['unlock'] },
        device: { id: door.id, name: '南门路灯' },
      },
    ])
    await told({ ...lock, attempts: 26, ended: 'renewed' })
    await told({ ...lock, attempts: 99 })
    expect(await find(door.code)).toMatchObject({ attempts: 26, isHeld: false, ended: { why: 'renewed' }, can: [] })
    expect(await unlock(await find(door.code))).toMatchObject({ status: 409, body: { error: { code: 'bridge.lock-over' } } })
    expect(await identities(`?state=held&q=${door.code}`)).toEqual([])
    expect(await identities(`?state=ended&q=${door.code}`)).toEqual([door.code])
    expect(await identities(`?protocol=coap&q=${door.code}`)).toEqual([])

    const statements = async () =>
      Number((await app.call('GET', '/api/bridge/locks?limit=100', { token: scene.admin })).headers.get('x-liren-statements'))
    const before = await statements()
    await bridge.tell(
      ...Array.from({ length: 50 }, (_, i) =>
        bridge.event(bridge.code, 'bridge.lock', lockOf(`flood-${i}`, { reason: 'unknown', protocol: 'coap' })),
      ),
    )
    expect(await statements()).toBe(before)
    const pages: string[] = []
    let cursor: string | undefined
    do {
      const page: Page<IdentityLock> = await list(`?protocol=coap&limit=20${cursor ? `&cursor=${cursor}` : ''}`)
      pages.push(...page.items.map(({ identity }) => identity))
      cursor = page.next ?? undefined
    } while (cursor)
    expect(pages).toHaveLength(50)
    expect(new Set(pages).size).toBe(50)
    expect(pages[0]).toBe('flood-49')
  })

  it('are opened by an order that the bridge fetches once and answers; who, when and why is in the trail', async () => {
    const gate = await device('北门路灯')
    const lock = lockOf(gate.code)
    await told(lock)
    const held = await find(gate.code)
    expect(await unlock({ id: held.id, version: held.version + 1 })).toMatchObject({ status: 409, body: { error: { code: 'conflict' } } })
    expect(await hasOrders()).toBe(false)
    const asked = body(await unlock(held))
    expect(asked).toMatchObject({ isHeld: true, order: { state: 'waiting', reason: '安装工输错密钥', by: '顾系安' }, can: [] })
    expect(await unlock(asked)).toMatchObject({ status: 409, body: { error: { code: 'bridge.lock-asked' } } })
    const [order] = await orders()
    expect(order).toEqual({ orderId: expect.any(String), lockId: lock.lockId })
    expect(await find(gate.code)).toMatchObject({ isHeld: true, order: { state: 'sent' } })
    // The answer to the bridge was lost: it comes again, until the bridge says that it has it.
    expect(await orders()).toEqual([order])
    expect(await hasOrders([order?.orderId ?? ''])).toBe(false)
    expect((await find(gate.code)).isHeld).toBe(true)
    await told({ ...lock, ended: 'unlocked' })
    await answered(order?.orderId ?? '', lock.lockId, 'done')
    expect(await find(gate.code)).toMatchObject({ isHeld: false, ended: { why: 'unlocked' }, order: { state: 'done' } })
    const trail = await peek<{ action: string; after: string }>(
      app.kernel.store,
      `SELECT action, subject_id FROM audit_entries WHERE action = 'bridge.identity-unlocked' AND result = 'done' AND subject_id = '${held.id}'`,
    )
    expect(trail).toHaveLength(1)
  })

  it('stay locked when nobody fetches or answers the order, and that is said; a bridge that is not there is told of at once', async () => {
    const post = await device('西门路灯')
    const lock = lockOf(post.code, { until: app.clock.now() + 300 * minute })
    await told(lock)
    body(await unlock(await find(post.code)))
    await app.clock.advance(2 * minute)
    await bridge.tell(bridge.event(post.code, 'device.online'))
    expect(await hasOrders()).toBe(false)
    await scene.runJob('bridge.expire-locks')
    expect(await find(post.code)).toMatchObject({ isHeld: true, order: { state: 'not-fetched' }, can: ['unlock'] })

    body(await unlock(await find(post.code)))
    const [order] = await orders()
    await app.clock.advance(2 * minute)
    await scene.runJob('bridge.expire-locks')
    expect(await find(post.code)).toMatchObject({ isHeld: true, order: { state: 'no-answer' } })
    // Late is better than never: the bridge's own word counts.
    await told({ ...lock, ended: 'unlocked' })
    await answered(order?.orderId ?? '', lock.lockId, 'done')
    expect(await find(post.code)).toMatchObject({ isHeld: false, order: { state: 'done' } })

    const again = lockOf(post.code, { until: app.clock.now() + 300 * minute })
    await told(again)
    await app.clock.advance(10 * minute)
    const held = await find(post.code)
    expect(await unlock(held)).toMatchObject({ status: 409, body: { error: { code: 'bridge.away' } } })
    expect(await find(post.code)).toMatchObject({ isHeld: true, order: null, version: held.version })
    // It is back, and knows of no such lock: its disk was changed.
    await bridge.tell(bridge.event(post.code, 'device.online'))
    body(await unlock(held))
    const [lost] = await orders()
    await answered(lost?.orderId ?? '', again.lockId, 'gone')
    expect(await find(post.code)).toMatchObject({ isHeld: false, ended: { why: 'lost' }, order: { state: 'gone' } })
  })

  it('end here with their time when the bridge says nothing', async () => {
    const quiet = await device('静门路灯')
    await told(lockOf(quiet.code))
    await app.clock.advance(15 * minute)
    await scene.runJob('bridge.expire-locks')
    expect((await find(quiet.code)).isHeld).toBe(true)
    await app.clock.advance(2 * minute)
    await scene.runJob('bridge.expire-locks')
    expect(await find(quiet.code)).toMatchObject({ isHeld: false, ended: { why: 'time' } })
  })
})
