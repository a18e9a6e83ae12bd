import { builtinProducts } from '@liren/contract/thing/builtin/index'
import fc from 'fast-check'
import { afterEach, describe, expect, test } from 'vitest'
import { notInModel } from '../../../test/model.ts'
import { openStand, until } from '../../../test/stand.ts'
import type { PlayedPile } from '../../families/ocpp/play.ts'
import { ocpp201 } from './index.ts'
import { dialStation } from './play.ts'
import { badMessages, goodMessages } from './samples.ts'

const bytes = (text: string) => Buffer.from(text)
const secret = 'correct-horse-battery'
const at = '2026-03-02T02:00:00Z'

describe('messages', () => {
  test.each(badMessages)('$text is refused', ({ text, at: byte, why }) => {
    const read = ocpp201.decode(bytes(text))
    if (read.ok) throw new Error('it was believed')
    expect(read.at).toBe(byte)
    expect(read.why).toMatch(why)
  })

  test.each(goodMessages)('$text is read', ({ text, says }) => {
    const read = ocpp201.decode(bytes(text))
    if (!read.ok) throw new Error(read.why)
    expect(read.value).toMatchObject(says)
  })

  test('any text is survived', () => {
    fc.assert(fc.property(fc.json(), (text) => void ocpp201.decode(bytes(`[2,"x","TransactionEvent",${text}]`))))
  })
})

describe('a station on the line', () => {
  const ends: (() => unknown)[] = []
  afterEach(async () => {
    for (const end of ends.splice(0).reverse()) await end()
  })
  async function stand(more: object = {}) {
    const device = { code: 'station-1', protocol: 'ocpp201', kind: 'pile', secret, ...more }
    const opened = await openStand([device])
    ends.push(opened.close)
    return { ...opened, url: `ws://127.0.0.1:${opened.bridge.ports['ocpp201.http']}` }
  }
  async function dial(url: string, options: Partial<Parameters<typeof dialStation>[1]> = {}): Promise<PlayedPile> {
    const station = await dialStation(url, { now: () => Date.now(), identity: 'station-1', password: secret, ...options })
    ends.push(station.close)
    return station
  }
  const event = (eventType: string, seqNo: number, more: object = {}, info: object = {}) => ({
    eventType,
    seqNo,
    timestamp: at,
    triggerReason: 'Authorized',
    transactionInfo: { transactionId: 'tx-1', ...info },
    evse: { id: 2, connectorId: 1 },
    ...more,
  })
  const register = (value: number, timestamp = at) => [
    { timestamp, sampledValue: [{ value, unitOfMeasure: { unit: 'Wh', multiplier: 3 } }] },
  ]

  test('is refused without its password and with the other version', async () => {
    const { url, platform } = await stand()
    await expect(dial(url, { password: 'guess' })).rejects.toThrow(/401/)
    await expect(dial(url, { identity: 'station-2' })).rejects.toThrow(/404/)
    expect(platform.told('station-1')).toEqual([])
  })

  test('a charging under its own number: begun, measured, ended, each message kept once in whatever order', async () => {
    const { url, platform } = await stand({ acceptsEveryCard: true })
    const station = await dial(url)
    const idToken = { idToken: 'CARD1', type: 'ISO14443' }
    expect(await station.call('TransactionEvent', event('Started', 0, { idToken, meterValue: register(1) }))).toEqual({
      idTokenInfo: { status: 'Accepted' },
    })
    await station.call('TransactionEvent', event('Updated', 2, { meterValue: register(3, '2026-03-02T02:20:00Z') }))
    await station.call(
      'TransactionEvent',
      event('Updated', 1, { meterValue: register(2, '2026-03-02T02:10:00Z') }, { chargingState: 'Charging' }),
    )
    const end = event(
      'Ended',
      3,
      { timestamp: '2026-03-02T03:00:00Z', meterValue: register(4.5, '2026-03-02T03:00:00Z') },
      { stoppedReason: 'EVDisconnected' },
    )
    for (let i = 0; i < 3; i++) await station.call('TransactionEvent', end)
    await station.call('TransactionEvent', event('Started', 0, { idToken, meterValue: register(1) }))
    await until(() => platform.told('station-1', 'charging.stopped').length === 1)
    expect(platform.told('station-1', 'charging.started')).toHaveLength(1)
    expect(platform.told('station-1', 'charging.metered').map(({ at: when }) => when)).toEqual([
      Date.parse(at),
      Date.parse('2026-03-02T02:20:00Z'),
      Date.parse('2026-03-02T02:10:00Z'),
      Date.parse('2026-03-02T03:00:00Z'),
    ])
    expect(platform.told('station-1', 'charging.stopped')[0]).toMatchObject({
      at: Date.parse('2026-03-02T03:00:00Z'),
      values: { connector: 2, transaction: 'tx-1', token: 'CARD1', energyWh: 3500, meterWh: 4500, reason: 'EVDisconnected' },
    })
    expect(platform.told('station-1', 'pile.status').at(-1)?.values).toMatchObject({ connector: 2, status: 'charging' })
  })

  test('a card that nobody knows is told so', async () => {
    const { url, platform } = await stand()
    const station = await dial(url)
    const idToken = { idToken: 'STRANGER', type: 'ISO14443' }
    expect(await station.call('Authorize', { idToken })).toEqual({ idTokenInfo: { status: 'Invalid' } })
    expect(await station.call('TransactionEvent', event('Started', 0, { idToken }))).toEqual({ idTokenInfo: { status: 'Invalid' } })
    await until(() => platform.told('station-1', 'charging.refused').length === 1)
  })

  test('an outlet says what the gravest of its connectors says, and a fault that is over is over', async () => {
    const { url, platform } = await stand()
    const station = await dial(url)
    const status = (connectorId: number, connectorStatus: string) =>
      station.call('StatusNotification', { timestamp: at, connectorStatus, evseId: 1, connectorId })
    await status(1, 'Available')
    await status(2, 'Faulted')
    await status(1, 'Occupied')
    await status(2, 'Available')
    await until(() => platform.told('station-1', 'pile.status').length === 4)
    expect(platform.told('station-1', 'pile.status').map(({ values }) => 'status' in values && values.status)).toEqual([
      'available',
      'faulted',
      'occupied',
      'occupied',
    ])
    expect(platform.told('station-1', 'device.recovered')).toHaveLength(1)
  })

  test('starts and stops are done when the station did, settings when they read back, a reading with its report', async () => {
    const { url, platform } = await stand()
    const station = await dial(url)
    const start = platform.command('station-1', { name: 'charging.start', values: { connector: 1, token: 'APP-7' } })
    await until(() => platform.statesOf(start).at(-1) === 'done')
    expect(platform.statesOf(start)).toEqual(['sent', 'accepted', 'done'])
    const done = platform.events.flatMap((one) =>
      one.type === 'command.state' && one.values.state === 'done' ? [one.values.values] : [],
    )[0]
    const transaction = String(done?.transaction)
    const stop = platform.command('station-1', { name: 'charging.stop', values: { transaction } })
    await until(() => platform.statesOf(stop).at(-1) === 'done')
    expect(platform.told('station-1', 'charging.stopped')[0]?.values).toMatchObject({ transaction, energyWh: 3500, token: 'APP-7' })
    expect(await station.call('Authorize', { idToken: { idToken: 'APP-7', type: 'Central' } })).toEqual({
      idTokenInfo: { status: 'Invalid' },
    })
    const good = [
      platform.command('station-1', { name: 'device.configure', values: { settings: { 'OCPPCommCtrlr.HeartbeatInterval': 30 } } }),
      platform.command('station-1', { name: 'device.read', values: { names: ['OCPPCommCtrlr.HeartbeatInterval'] } }),
      platform.command('station-1', { name: 'device.read', values: {} }),
      platform.command('station-1', { name: 'device.reboot', values: {} }),
      platform.command('station-1', { name: 'charging.limit', values: { connector: 1, powerW: 3000 } }),
      platform.command('station-1', { name: 'charging.unlock', values: { connector: 1 } }),
      platform.command('station-1', {
        name: 'device.message',
        values: { message: 'TriggerMessage', content: '{"requestedMessage":"Heartbeat"}' },
      }),
    ]
    await until(() => good.every((id) => ['done', 'failed'].includes(platform.statesOf(id).at(-1) ?? '')))
    expect(good.map((id) => platform.statesOf(id).at(-1))).toEqual(good.map(() => 'done'))
    await until(() => platform.told('station-1', 'event.reported').length === 2)
    expect(platform.told('station-1', 'event.reported').map(({ values }) => values)).toEqual([
      { name: 'variables', properties: { 'EVSE.1.Power': '7000' } },
      { name: 'variables', properties: { 'EVSE.1.AvailabilityState': 'Available' } },
    ])
    const bad = [
      platform.command('station-1', { name: 'device.read', values: { names: ['Unknown.Thing'] } }),
      platform.command('station-1', { name: 'device.configure', values: { settings: { nonsense: 1 } } }),
      platform.command('station-1', { name: 'charging.start', values: { connector: 1, token: 'x', limitWh: 5 } }),
      platform.command('station-1', { name: 'charging.stop', values: { transaction: 'another' } }),
      platform.command('station-1', { name: 'device.message', values: { message: 'Fly' } }),
    ]
    await until(() => bad.every((id) => platform.statesOf(id).at(-1) === 'failed'))
    const model = builtinProducts.find(({ code }) => code === 'charging-pile-ocpp201')
    expect(notInModel(model?.thing, platform.events)).toEqual([])
  })

  test('what does not fit is answered in the spelling of 2.0.1 and kept', async () => {
    const { url, platform } = await stand()
    const station = await dial(url)
    station.raw('[2,"a1","Fly",{}]')
    station.raw('[2,"a2","Authorize",{}]')
    station.raw('[2,"a3","Heartbeat",[]]')
    station.raw('[2,"a4","StatusNotification",{"timestamp":"yesterday","connectorStatus":"Available","evseId":1,"connectorId":1}]')
    await until(() => station.messages.length === 4)
    expect(station.messages.map((text) => JSON.parse(text)[2])).toEqual([
      'NotImplemented',
      'OccurrenceConstraintViolation',
      'FormatViolation',
      'PropertyConstraintViolation',
    ])
    await until(() => platform.told('station-1', 'frame.unknown').length === 3)
  })

  test('an independent client in strict mode speaks every message and takes every order', async () => {
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
      endpoint: `${url}/ocpp201`,
      identity: 'station-1',
      password: secret,
      protocols: ['ocpp2.0.1'],
      strictMode: true,
      reconnect: false,
    })
    ends.push(() => client.close({ force: true }))
    await client.connect()
    const timestamp = new Date().toISOString()
    const boot = { reason: 'PowerUp', chargingStation: { vendorName: 'A', model: 'B' } }
    expect(await client.call('BootNotification', boot)).toMatchObject({ status: 'Accepted', interval: 60 })
    const idToken = { idToken: 'CARD', type: 'ISO14443' }
    const said: [string, object][] = [
      ['Heartbeat', {}],
      ['StatusNotification', { timestamp, connectorStatus: 'Available', evseId: 1, connectorId: 1 }],
      ['Authorize', { idToken }],
      [
        'TransactionEvent',
        {
          eventType: 'Started',
          timestamp,
          triggerReason: 'Authorized',
          seqNo: 0,
          transactionInfo: { transactionId: 'x' },
          evse: { id: 1 },
          idToken,
        },
      ],
      ['MeterValues', { evseId: 1, meterValue: [{ timestamp, sampledValue: [{ value: 5 }] }] }],
      ['NotifyReport', { requestId: 1, generatedAt: timestamp, seqNo: 0 }],
      [
        'NotifyEvent',
        {
          generatedAt: timestamp,
          seqNo: 0,
          eventData: [
            {
              eventId: 1,
              timestamp,
              trigger: 'Alerting',
              actualValue: '90',
              eventNotificationType: 'HardWiredMonitor',
              component: { name: 'Cabinet' },
              variable: { name: 'Temperature' },
            },
          ],
        },
      ],
      ['LogStatusNotification', { status: 'Uploading', requestId: 1 }],
      ['FirmwareStatusNotification', { status: 'Installing', requestId: 1 }],
      ['SecurityEventNotification', { type: 'TamperDetectionActivated', timestamp }],
      ['ReservationStatusUpdate', { reservationId: 1, reservationUpdateStatus: 'Expired' }],
      ['SignCertificate', { csr: 'x' }],
      ['DataTransfer', { vendorId: 'v' }],
    ]
    for (const [action, payload] of said) await client.call(action, payload)
    for (const type of [
      'charging.authorized',
      'charging.started',
      'charging.metered',
      'device.fault',
      'pile.security',
      'reservation.ended',
    ])
      await until(() => platform.told('station-1', type).length > 0)
    // The client refuses a question of ours that does not fit its schema, so an answer proves that it fits.
    const answers: Record<string, object> = {
      SetChargingProfile: { status: 'Accepted' },
      ClearChargingProfile: { status: 'Accepted' },
      CancelReservation: { status: 'Accepted' },
      UnlockConnector: { status: 'Unlocked' },
      SendLocalList: { status: 'Accepted' },
      GetLocalListVersion: { versionNumber: 3 },
    }
    const asked: string[] = []
    for (const action of [
      'RequestStartTransaction',
      'ReserveNow',
      'ChangeAvailability',
      'Reset',
      'GetLog',
      'UpdateFirmware',
      'GetBaseReport',
    ])
      answers[action] = { status: 'Rejected' }
    for (const [action, answer] of Object.entries(answers))
      client.handle(action, () => {
        asked.push(action)
        return answer
      })
    const until1 = Date.now() + 3_600_000
    const tokens = [{ token: 'A', isAccepted: true, until: until1 }]
    const orders = [
      platform.command('station-1', { name: 'charging.limit', values: { connector: 1, amps: 16, seconds: 60 } }),
      platform.command('station-1', { name: 'charging.limit-clear', values: { connector: 1 } }),
      platform.command('station-1', { name: 'charging.reserve-cancel', values: { reservation: '5' } }),
      platform.command('station-1', { name: 'charging.unlock', values: { connector: 1 } }),
      platform.command('station-1', { name: 'charging.token-list', values: { version: 3, isFull: true, tokens } }),
      platform.command('station-1', { name: 'charging.start', values: { connector: 1, token: 'A' } }),
      platform.command('station-1', { name: 'charging.reserve', values: { connector: 1, token: 'A', reservation: '5', until: until1 } }),
      platform.command('station-1', { name: 'charging.availability', values: { isOperative: false } }),
      platform.command('station-1', { name: 'device.reboot', values: {} }),
      platform.command('station-1', { name: 'device.diagnostics', values: { uploadTo: 'ftp://x/' } }),
      platform.command('station-1', { name: 'firmware.update', values: { version: '2', url: 'https://x/' } }),
      platform.command('station-1', { name: 'device.read', values: {} }),
    ]
    await until(() => orders.every((id) => ['done', 'failed'].includes(platform.statesOf(id).at(-1) ?? '')))
    expect(new Set(asked)).toEqual(new Set(Object.keys(answers)))
    expect(orders.map((id) => platform.statesOf(id).at(-1))).toEqual([...Array(5).fill('done'), ...Array(7).fill('failed')])
  })
})
