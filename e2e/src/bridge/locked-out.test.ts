import type { Page } from '@liren/contract'
import type { IdentityLock } from '@liren/contract/edge/lock-endpoints'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { body } from '../../../bff/src/capabilities/device/testing.ts'
import { describeStores } from '../../../bff/test/stores.ts'
import { until } from '../../../device-bridge/test/stand.ts'
import { type Estate, openEstate } from './estate.ts'

describeStores('an identity that is locked at the bridge, over real lines', (open) => {
  let estate: Estate
  let bridge: Awaited<ReturnType<Estate['openBridge']>>
  beforeAll(async () => {
    estate = await openEstate(open)
    bridge = await estate.openBridge('gate-bridge', { LIREN_BRIDGE_LOCK_AFTER: '4', LIREN_BRIDGE_LOCK_MINUTES: '60' })
  }, 90_000)
  afterAll(() => estate?.close(), 90_000)

  const list = async (query = '') =>
    body(await estate.app.call<Page<IdentityLock>>('GET', `/api/bridge/locks${query}`, { token: estate.scene.admin })).items
  const lockOf = async (identity: string) => (await list(`?q=${identity}`))[0]

  it('is refused also with the right secret, stays so after a restart, and is let in once the house has it unlocked', async () => {
    let at = bridge.bridge.mqttsPort
    const knock = (code: string, secret: string) =>
      estate.knock(`mqtts://127.0.0.1:${at}`, { clientId: code, username: code, password: secret, ca: bridge.ca })
    const { device, config } = await estate.put(bridge, 'lamp-9', 'street-lamp')
    const neighbour = await estate.put(bridge, 'lamp-8', 'street-lamp')

    for (let i = 0; i < 4; i++) expect(await knock('lamp-9', `a-guess-${i}-0000000000`)).toBe('refused')
    expect([await knock('lamp-9', config.secret), await knock('lamp-8', neighbour.config.secret)]).toEqual(['refused', 'in'])
    for (let i = 0; i < 4; i++) expect(await knock('nobody-7', `a-guess-${i}-0000000000`)).toBe('refused')
    await until(async () => (await lockOf('lamp-9')) !== undefined && (await lockOf('nobody-7')) !== undefined)
    const told = (await lockOf('lamp-9')) as IdentityLock
    expect(told).toMatchObject({
      ...{ protocol: 'mqtt-sensor', identity: 'lamp-9', device: { id: device.id }, reason: 'secret', attempts: 4, isHeld: true },
      ...{ remotes: ['127.0.0.1'], bridge: { code: 'gate-bridge' }, order: null, can: ['unlock'] },
    })
    expect(Date.parse(told.until) - Date.parse(told.lockedAt)).toBe(60 * 60_000)
    expect(await lockOf('nobody-7')).toMatchObject({ device: null, reason: 'unknown', isHeld: true })
    expect(await lockOf('lamp-8')).toBeUndefined()

    const next = await bridge.again()
    at = next.bridge.mqttsPort
    await until(() => next.registry.get('lamp-8')?.isEnabled === true)
    await until(async () => (await knock('lamp-8', neighbour.config.secret)) === 'in')
    expect(await knock('lamp-9', config.secret)).toBe('refused')

    const held = (await lockOf('lamp-9')) as IdentityLock
    const path = `/api/bridge/locks/${held.id}/unlock`
    const order = { version: held.version, reason: '安装工输错密钥' }
    expect((await estate.app.call('POST', path, { token: estate.village.tokens.manager, body: order })).status).toBe(403)
    expect(await knock('lamp-9', config.secret)).toBe('refused')
    const asked = body(await estate.app.call<IdentityLock>('POST', path, { token: estate.scene.admin, body: order }))
    // Nothing is pretended: the answer of the bridge is what unlocks.
    expect(asked).toMatchObject({ isHeld: true, order: { state: 'waiting' } })
    await until(async () => (await lockOf('lamp-9'))?.isHeld === false)
    expect(await lockOf('lamp-9')).toMatchObject({ ended: { why: 'unlocked' } })
    await until(async () => (await lockOf('lamp-9'))?.order?.state === 'done')
    expect(await knock('lamp-9', config.secret)).toBe('in')
    await until(async () => (await estate.heard(device, 'device.recovered')).length === 1)
    // The other one was not ordered about, and is locked still.
    expect((await lockOf('nobody-7'))?.isHeld).toBe(true)

    // A bridge that is switched off is not asked.
    for (let i = 0; i < 4; i++) expect(await knock('lamp-8', `a-guess-${i}-0000000000`)).toBe('refused')
    await until(async () => (await lockOf('lamp-8')) !== undefined)
    const again = (await lockOf('lamp-8')) as IdentityLock
    type Bridges = { items: { code: string; version: number }[] }
    const { items } = body(await estate.app.call<Bridges>('GET', '/api/bridge/bridges', { token: estate.scene.admin }))
    const { version } = items.find(({ code }) => code === 'gate-bridge') as Bridges['items'][number]
    const off = { name: 'gate-bridge', publicKey: bridge.publicKey, isEnabled: false, version }
    body(await estate.app.call('PUT', '/api/bridge/bridges/gate-bridge', { token: estate.scene.admin, body: off }))
    const refused = await estate.app.call<{ error: { code: string } }>('POST', `/api/bridge/locks/${again.id}/unlock`, {
      ...{ token: estate.scene.admin, body: { version: again.version, reason: '再试一次' } },
    })
    expect([refused.status, refused.body.error.code]).toEqual([409, 'bridge.away'])
    expect(await lockOf('lamp-8')).toMatchObject({ isHeld: true, order: null })
    expect(await knock('lamp-8', neighbour.config.secret)).toBe('refused')
  }, 90_000)
})
