import fc from 'fast-check'
import { afterEach, describe, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { openStand, standIn, until } from '../../../test/stand.ts'
import type { PlayedPile } from '../../families/ocpp/play.ts'
import { readMessage } from '../../families/ocpp/rpc.ts'
import { momentOf } from '../../families/ocpp/values.ts'
import { ocpp16 } from './index.ts'
import { dialPile } from './play.ts'
import { badMessages, fieldMessages, goodMessages } from './samples.ts'
import { mended } from './schemas.ts'

const bytes = (text: string) => Buffer.from(text)
const secret = 'correct-horse-battery'

describe('messages', () => {
  test.each(badMessages)('$text is refused', ({ text, at, why }) => {
    const read = ocpp16.decode(bytes(text))
    if (read.ok) throw new Error('it was believed')
    expect(read.at).toBe(at)
    expect(read.why).toMatch(why)
  })

  test.each(goodMessages)('$text is read', ({ text, says }) => {
    const read = ocpp16.decode(bytes(text))
    if (!read.ok) throw new Error(read.why)
    expect(read.value).toMatchObject(says)
  })

  test('any text is survived', () => {
    fc.assert(fc.property(fc.string({ maxLength: 80 }), (text) => void ocpp16.decode(bytes(text))))
    fc.assert(fc.property(fc.json(), (text) => void readMessage(bytes(`[2,"x","Heartbeat",${text}]`))))
  })

  test('a time without a zone is UTC, and what is no time is none', () => {
    expect(momentOf('2026-03-02T10:00:00')).toBe(Date.UTC(2026, 2, 2, 10))
    expect(momentOf('2026-03-02T10:00:00+08:00')).toBe(Date.UTC(2026, 2, 2, 2))
    expect(momentOf('2026-13-02T10:00:00Z')).toBeUndefined()
    expect(momentOf('yesterday')).toBeUndefined()
  })

  test.each(fieldMessages)('what the field sends wrongly is mended without changing its meaning: $why', ({ action, sent, mends }) => {
    expect(mended(action, sent)).toEqual(mends)
  })
})

describe('a pile on the line', () => {
  const ends: (() => unknown)[] = []
  afterEach(async () => {
    for (const end of ends.splice(0).reverse()) await end()
  })
  const device = (more: object = {}) => ({
    code: 'pile-1',
    protocol: 'ocpp16',
    kind: 'pile',
    product: 'pile',
    secret,
    ...more,
  })
  async function stand(more: object = {}, options: Parameters<typeof openStand>[1] = {}) {
    const opened = await openStand([device(more)], options)
    ends.push(opened.close)
    return { ...opened, url: `ws://127.0.0.1:${opened.bridge.ports['ocpp16.http']}` }
  }
  async function dial(url: string, options: Partial<Parameters<typeof dialPile>[1]> = {}): Promise<PlayedPile> {
    const pile = await dialPile(url, { now: () => Date.now(), identity: 'pile-1', password: secret, ...options })
    ends.push(pile.close)
    return pile
  }
  const boot = (pile: PlayedPile) =>
    pile.call('BootNotification', { chargePointVendor: 'V', chargePointModel: 'M', firmwareVersion: '1.2' })
  const now = () => new Date().toISOString()

  test('is refused without its password, with another one, under another name, and with another version', async () => {
    const { url, platform } = await stand()
    await expect(dial(url, { password: undefined as unknown as string })).rejects.toThrow(/401/)
    await expect(dial(url, { password: 'guess' })).rejects.toThrow(/401/)
    await expect(dial(url, { identity: 'pile-2' })).rejects.toThrow(/404/)
    const other = new WebSocket(`${url}/ocpp/pile-1`, ['ocpp2.0.1'], {
      headers: { authorization: `Basic ${Buffer.from(`pile-1:${secret}`).toString('base64')}` },
    })
    await expect(new Promise((_, reject) => other.once('error', reject))).rejects.toThrow(/400/)
    expect(platform.told('pile-1')).toEqual([])
  })

  test('boots, tells its state, charges and is metered; every event carries the time of the pile', async () => {
    const { url, platform } = await stand({ acceptsEveryCard: true })
    const pile = await dial(url)
    expect(await boot(pile)).toMatchObject({ status: 'Accepted', interval: 60 })
    await pile.call('StatusNotification', { connectorId: 1, errorCode: 'NoError', status: 'Preparing' })
    const started = await pile.call('StartTransaction', {
      connectorId: 1,
      idTag: 'CARD1',
      meterStart: 1000,
      timestamp: '2026-03-02T02:00:00Z',
    })
    expect(started).toMatchObject({ transactionId: 1, idTagInfo: { status: 'Accepted' } })
    await pile.call('MeterValues', {
      connectorId: 1,
      transactionId: 1,
      meterValue: [
        {
          timestamp: '2026-03-02T02:10:00Z',
          sampledValue: [
            { value: '1.5', unit: 'kWh' },
            { value: '7000', measurand: 'Power.Active.Import', unit: 'W' },
            { value: 'x', measurand: 'Voltage' },
            { value: '231.5', measurand: 'Voltage', location: 'Outlet' },
            { value: '191', measurand: 'Voltage', location: 'Inlet', phase: 'L2-N', unit: 'V' },
            { value: '398', measurand: 'Voltage', location: 'Inlet', phase: 'L1-L2', unit: 'V' },
            { value: '50.02', measurand: 'Frequency', location: 'Inlet' },
            { value: '48', measurand: 'Frequency' },
          ],
        },
      ],
    })
    await pile.call('StopTransaction', { transactionId: 1, meterStop: 4500, timestamp: '2026-03-02T03:00:00Z', reason: 'EVDisconnected' })
    await until(() => platform.told('pile-1', 'charging.stopped').length === 1)
    expect(platform.told('pile-1', 'charging.metered')[0]).toMatchObject({
      at: Date.parse('2026-03-02T02:10:00Z'),
      values: { connector: 1, transaction: '1', meterWh: 1500, powerW: 7000, volts: 231.5, hertz: 48 },
    })
    // of its mains only what it says that it measured there, and no voltage between two phases
    expect(platform.told('pile-1', 'pile.input').map(({ values }) => values)).toEqual([
      { connector: 1, phase: 'l2', volts: 191 },
      { connector: 1, hertz: 50.02 },
    ])
    expect(platform.told('pile-1', 'charging.stopped')[0]).toMatchObject({
      at: Date.parse('2026-03-02T03:00:00Z'),
      values: { transaction: '1', energyWh: 3500, reason: 'EVDisconnected' },
    })
  })

  test('a card that nobody knows is told so, and so is the platform', async () => {
    const { url, platform } = await stand()
    const pile = await dial(url)
    expect(await pile.call('Authorize', { idTag: 'STRANGER' })).toEqual({ idTagInfo: { status: 'Invalid' } })
    const list = platform.command('pile-1', {
      name: 'charging.token-list',
      values: {
        version: 3,
        isFull: true,
        tokens: [
          { token: 'FRIEND', isAccepted: true },
          { token: 'FOE', isAccepted: false },
        ],
      },
    })
    await until(() => platform.statesOf(list).at(-1) === 'failed')
    pile.close()
    const better = await dial(url, { onCall: (action) => (action === 'GetLocalListVersion' ? { listVersion: 3 } : undefined) })
    const again = platform.command('pile-1', {
      name: 'charging.token-list',
      values: {
        version: 3,
        isFull: true,
        tokens: [
          { token: 'FRIEND', isAccepted: true },
          { token: 'FOE', isAccepted: false },
        ],
      },
    })
    await until(() => platform.statesOf(again).at(-1) === 'done')
    expect(await better.call('Authorize', { idTag: 'FRIEND' })).toEqual({ idTagInfo: { status: 'Accepted' } })
    expect(await better.call('Authorize', { idTag: 'FOE' })).toEqual({ idTagInfo: { status: 'Invalid' } })
  })

  test('what was said twice is kept once: the same message, the same start after a reconnect, the same end', async () => {
    const { url, platform } = await stand({ acceptsEveryCard: true })
    const pile = await dial(url)
    const start = { connectorId: 1, idTag: 'CARD1', meterStart: 5, timestamp: '2026-03-02T02:00:00Z' }
    pile.raw(`[2,"same","StartTransaction",${JSON.stringify(start)}]`)
    pile.raw(`[2,"same","StartTransaction",${JSON.stringify(start)}]`)
    await until(() => pile.messages.filter((text) => text.includes('"same"')).length === 2)
    pile.close()
    await pile.closed
    const again = await dial(url)
    expect(await again.call('StartTransaction', start)).toMatchObject({ transactionId: 1 })
    const stop = { transactionId: 1, meterStop: 9, timestamp: '2026-03-02T03:00:00Z' }
    await again.call('StopTransaction', stop)
    await again.call('StopTransaction', stop)
    // begun while it was offline, so without a number of ours
    await again.call('StopTransaction', { transactionId: -1, meterStop: 20, idTag: 'CARD7', timestamp: '2026-03-02T04:00:00Z' })
    await until(() => platform.told('pile-1', 'charging.stopped').length === 2)
    expect(platform.told('pile-1', 'charging.stopped').map((one) => 'transaction' in one.values && one.values.transaction)).toEqual([
      '1',
      '-1',
    ])
  })

  test('the number of a charging goes on after a restart of the bridge', async () => {
    const platform = standIn()
    const first = await stand({ acceptsEveryCard: true }, { platform })
    const pile = await dial(first.url)
    await pile.call('StartTransaction', { connectorId: 1, idTag: 'CARD1', meterStart: 5, timestamp: now() })
    await first.bridge.close()
    const second = await stand({ acceptsEveryCard: true }, { platform, folder: first.folder })
    const back = await dial(second.url)
    const next = await back.call('StartTransaction', { connectorId: 2, idTag: 'CARD2', meterStart: 5, timestamp: now() })
    expect(next).toMatchObject({ transactionId: 2 })
    await back.call('StopTransaction', { transactionId: 1, meterStop: 105, timestamp: now() })
    await until(() => platform.told('pile-1', 'charging.stopped').length === 1)
    expect(platform.told('pile-1', 'charging.stopped')[0]?.values).toMatchObject({ connector: 1, energyWh: 100 })
  })

  test('a remote start is done when the pile started, a remote stop when it stopped', async () => {
    const { url, platform } = await stand()
    const pile = await dial(url)
    await boot(pile)
    const start = platform.command('pile-1', { name: 'charging.start', values: { connector: 1, token: 'APP-77' } })
    await until(() => platform.statesOf(start).at(-1) === 'done')
    expect(platform.statesOf(start)).toEqual(['sent', 'accepted', 'done'])
    const busy = platform.command('pile-1', { name: 'charging.start', values: { connector: 1, token: 'APP-78' } })
    await until(() => platform.statesOf(busy).at(-1) === 'failed')
    const stop = platform.command('pile-1', { name: 'charging.stop', values: { transaction: '1' } })
    await until(() => platform.statesOf(stop).at(-1) === 'done')
    expect(await pile.call('Authorize', { idTag: 'APP-77' })).toEqual({ idTagInfo: { status: 'Invalid' } })
  })

  test('"accepted" without a start stays open until its time is up', async () => {
    const { url, platform } = await stand()
    const pile = await dial(url, { onCall: (action) => (action === 'RemoteStartTransaction' ? { status: 'Accepted' } : undefined) })
    await boot(pile)
    const start = platform.command('pile-1', { name: 'charging.start', values: { connector: 1, token: 'APP' } }, 1200)
    await until(() => platform.statesOf(start).length === 3)
    expect(platform.statesOf(start)).toEqual(['sent', 'accepted', 'failed'])
  })

  test('settings are read back before they are done', async () => {
    const kept: Record<string, string> = {}
    const { url, platform } = await stand()
    await dial(url, {
      onCall: (action, payload) => {
        if (action === 'ChangeConfiguration' && payload.key !== 'Stubborn') kept[String(payload.key)] = String(payload.value)
        if (action === 'GetConfiguration')
          return { configurationKey: Object.entries(kept).map(([key, value]) => ({ key, readonly: false, value })) }
        return undefined
      },
    })
    const done = platform.command('pile-1', { name: 'device.configure', values: { settings: { HeartbeatInterval: 30 } } })
    const failed = platform.command('pile-1', { name: 'device.configure', values: { settings: { Stubborn: 1 } } })
    await until(() => platform.statesOf(done).at(-1) === 'done' && platform.statesOf(failed).at(-1) === 'failed')
  })

  test('the newer connection of a pile wins, and the older one harms nothing', async () => {
    const { url, platform } = await stand()
    const older = await dial(url)
    const newer = await dial(url)
    await older.closed
    await boot(newer)
    const lock = platform.command('pile-1', { name: 'charging.unlock', values: { connector: 1 } })
    await until(() => platform.statesOf(lock).at(-1) === 'done')
  })

  test('nonsense is answered as the protocol asks, kept, and ends the connection when it does not stop', async () => {
    const { url, platform } = await stand({ isLenient: false })
    const pile = await dial(url)
    pile.raw('[2,"a1","Fly",{}]')
    pile.raw('[2,"a2","StatusNotification",{"connectorId":1,"errorCode":"NoError","status":"Faultd"}]')
    pile.raw('[2,"a3","MeterValues",{"connectorId":1,"meterValue":[{"timestamp":"2026-03-02T02:00:00Z","sampledValue":[{"value":5}]}]}]')
    pile.raw('[2,"a4","Authorize",{}]')
    await until(() => pile.messages.length === 4)
    expect(pile.messages.map((text) => JSON.parse(text)[2])).toEqual([
      'NotImplemented',
      'PropertyConstraintViolation',
      'TypeConstraintViolation',
      'OccurenceConstraintViolation',
    ])
    await until(() => platform.told('pile-1', 'frame.unknown').length >= 3)
    for (let i = 0; i < 25; i++) pile.raw('nonsense')
    expect(await pile.closed).toBe(1002)
  })

  test('an independent client boots, charges and takes orders', async () => {
    const { url, platform } = await stand({ acceptsEveryCard: true })
    const { RPCClient } = (await import('ocpp-rpc')) as unknown as {
      RPCClient: new (
        options: object,
      ) => {
        connect(): Promise<unknown>
        call(action: string, payload: object): Promise<Record<string, unknown>>
        handle(action: string, handler: (asked: { params: Record<string, unknown> }) => object): void
        close(options?: object): Promise<unknown>
      }
    }
    const client = new RPCClient({
      endpoint: `${url}/ocpp`,
      identity: 'pile-1',
      password: secret,
      protocols: ['ocpp1.6'],
      strictMode: true,
      reconnect: false,
    })
    ends.push(() => client.close({ force: true }))
    client.handle('RemoteStartTransaction', ({ params }) => {
      setImmediate(() => void client.call('StartTransaction', { connectorId: 1, idTag: params.idTag, meterStart: 0, timestamp: now() }))
      return { status: 'Accepted' }
    })
    await client.connect()
    expect(await client.call('BootNotification', { chargePointVendor: 'A', chargePointModel: 'B' })).toMatchObject({ status: 'Accepted' })
    expect(await client.call('Heartbeat', {})).toHaveProperty('currentTime')
    await client.call('StatusNotification', { connectorId: 0, errorCode: 'NoError', status: 'Available' })
    const start = platform.command('pile-1', { name: 'charging.start', values: { connector: 1, token: 'APP-1' } })
    await until(() => platform.statesOf(start).at(-1) === 'done')
    await client.call('StopTransaction', { transactionId: 1, meterStop: 100, timestamp: now() })
    await until(() => platform.told('pile-1', 'charging.stopped').length === 1)
  })
})
