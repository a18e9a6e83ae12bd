import { builtinProducts } from '@liren/contract/thing/builtin/index'
import fc from 'fast-check'
import { afterEach, describe, expect, test } from 'vitest'
import { notInModel } from '../../../test/model.ts'
import { openStand, until } from '../../../test/stand.ts'
import { createCipher } from './cipher.ts'
import { readMessage, writeBody } from './codec.ts'
import { createReader, cutFrame, encodeFrame } from './frame.ts'
import { ykc } from './index.ts'
import { isType, messages, type Type } from './messages.ts'
import { dialPlatform, type PlayOptions } from './play.ts'
import { priceListOf } from './prices.ts'
import { badFrames, goodFrames } from './samples.ts'

const raw = (hex: string) => Buffer.from(hex, 'hex')
const pileNumber = '20231212000010'

describe('frames', () => {
  test.each(badFrames)('$hex is refused', ({ hex, at, why }) => {
    const decoded = ykc.decode(raw(hex))
    if (decoded.ok) throw new Error('it was believed')
    expect(decoded.at).toBe(at)
    expect(decoded.why).toMatch(why)
  })

  test.each(goodFrames)('$says.name is read: $hex', ({ hex, says }) => {
    const decoded = ykc.decode(raw(hex))
    if (!decoded.ok) throw new Error(`byte ${decoded.at}: ${decoded.why}`)
    expect(decoded.value).toMatchObject(says)
  })

  test('any bytes are survived, and a body of another length is refused instead of shifted', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 120 }), (bytes) => void ykc.decode(Buffer.from(bytes))))
    fc.assert(
      fc.property(fc.constantFrom(...Object.keys(messages).map(Number)), fc.uint8Array({ maxLength: 220 }), (type, bytes) => {
        const frame = encodeFrame({ sequence: raw('0001'), encryption: 0, type, body: Buffer.from(bytes) })
        const decoded = ykc.decode(frame)
        if (decoded.ok) expect(readMessage({ type, body: Buffer.from(bytes) }).ok).toBe(true)
      }),
    )
  })

  test('every type is written as it is read', () => {
    for (const type of Object.keys(messages).map(Number)) {
      if (!isType(type)) throw new Error('no type')
      const size = Array.from({ length: 250 }, (_, length) => length).find((length) => readMessage({ type, body: Buffer.alloc(length) }).ok)
      const body = Buffer.alloc(size ?? 0)
      const read = readMessage({ type, body })
      if (!read.ok) throw new Error(`${messages[type].name}: ${read.why}`)
      // Times of zeros are none and have nothing to be written as.
      const hasTime = Object.keys(read.message.values).some((name) => /At$|^at$/.test(name))
      if (!hasTime) expect(writeBody(type, read.message.values as never), messages[type].name).toEqual(body)
    }
  })

  test('frames cut anywhere, glued together and surrounded by noise are read once', () => {
    const frames = goodFrames.map(({ hex }) => raw(hex))
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 400 }), { maxLength: 12 }), fc.uint8Array({ maxLength: 6 }), (cuts, noise) => {
        const stream = Buffer.concat([Buffer.from(noise.filter((byte) => byte !== 0x68)), ...frames])
        const reader = createReader()
        const at = [0, ...cuts.map((cut) => cut % stream.length).sort((a, b) => a - b), stream.length]
        const pieces = at.slice(1).flatMap((end, i) => reader.push(stream.subarray(at[i], end)))
        expect(pieces.flatMap((piece) => ('frame' in piece ? [piece.frame] : []))).toEqual(frames)
      }),
      { numRuns: 50 },
    )
  })
})

describe('prices', () => {
  const stretch = (fromMinute: number, electricityFen: number, serviceFen = 40) => ({ fromMinute, electricityFen, serviceFen })
  test.each([
    ['that do not begin at midnight', [stretch(30, 100)], /midnight/],
    ['that change at a quarter', [stretch(0, 100), stretch(15, 120)], /half hours/],
    ['of five kinds', [0, 60, 120, 180, 240].map((from) => stretch(from, 100 + from)), /5 different/],
  ])('%s are refused', (_, stretches, why) => {
    const made = priceListOf({ stretches }, '0100')
    expect('problem' in made && made.problem).toMatch(why)
  })

  test('the dearest is the sharp one, and every half hour has its own', () => {
    const made = priceListOf({ stretches: [stretch(0, 30), stretch(480, 90), stretch(600, 60), stretch(1380, 30)] }, '0100')
    if ('problem' in made) throw new Error(made.problem)
    expect(made.list).toMatchObject({ sharpEnergy: 0.9, peakEnergy: 0.6, flatEnergy: 0.3, valleyEnergy: 0.3, sharpService: 0.4 })
    expect(made.list.slots).toBe('02'.repeat(16) + '00'.repeat(4) + '01'.repeat(26) + '02'.repeat(2))
  })
})

describe('a pile on the line', () => {
  const ends: (() => unknown)[] = []
  afterEach(async () => {
    for (const end of ends.splice(0).reverse()) await end()
  })
  async function stand(more: object = {}, options: Parameters<typeof openStand>[1] = {}) {
    const device = { code: 'pile-1', protocol: 'ykc', kind: 'pile', pile: pileNumber, ...more }
    const opened = await openStand([device], options)
    ends.push(opened.close)
    const dial = async (play: Partial<PlayOptions> = {}) => {
      const played = await dialPlatform({
        port: opened.bridge.ports['ykc.tcp'] as number,
        pile: pileNumber,
        now: () => Date.now(),
        ...play,
      })
      ends.push(played.close)
      return played
    }
    const signedIn = async (play: Partial<PlayOptions> = {}) => {
      const played = await dial(play)
      played.login()
      await until(() => played.heard.some(({ type }) => type === 0x56))
      return played
    }
    return { ...opened, dial, signedIn }
  }
  const types = (pile: { heard: { type: number }[] }) => pile.heard.map(({ type }) => type)

  test('who speaks before its login, has another number, another SIM or comes from elsewhere is refused and named', async () => {
    const { dial, platform, bridge } = await stand({ sim: '898604D11722D0348606', from: '127.0.0.1' })
    const early = await dial()
    early.tell(2)
    await early.closed
    const stranger = await dial({ pile: '20231212000099' })
    stranger.login()
    await stranger.closed
    expect(stranger.heard).toEqual([{ type: 0x02, values: { pile: '20231212000099', result: 1 } }])
    const other = await dial()
    other.login({ sim: '11111111111111111111' })
    await other.closed
    expect(platform.told('pile-1')).toEqual([])
    const strangers = (await (await fetch(`http://127.0.0.1:${bridge.healthPort}/strangers`)).json()) as { reason: string }[]
    expect(strangers.map(({ reason }) => reason)).toEqual(['with another SIM', 'not registered', 'spoke before its login'])
  })

  test('logs in, beats and asks for prices; the two bytes of every question come back as they were', async () => {
    const { dial, platform } = await stand()
    const pile = await dial()
    const sequence = raw('a1b2')
    pile.write(0x01, { pile: pileNumber, kind: 1, guns: 1, version: 1.5, software: 'x', link: 0, sim: '0', operator: 0 }, sequence)
    pile.write(0x03, { pile: pileNumber, gun: 1, isFaulty: false }, raw('0001'))
    pile.write(0x05, { pile: pileNumber, model: '0000' }, raw('0100'))
    await until(() => pile.heard.length === 4)
    expect(types(pile)).toEqual([0x02, 0x56, 0x04, 0x06])
    expect([pile.sequences[0], pile.sequences[2], pile.sequences[3]]).toEqual(['a1b2', '0001', '0100'])
    await until(() => platform.told('pile-1', 'device.described').length === 1)
  })

  test('a charging: asked for, begun, measured, stopped and billed, each said once', async () => {
    const { signedIn, platform } = await stand()
    const pile = await signedIn()
    const start = platform.command('pile-1', { name: 'charging.start', values: { connector: 1, token: 'APP-7', balanceFen: 5000 } })
    await until(() => platform.statesOf(start).at(-1) === 'done')
    expect(platform.statesOf(start)).toEqual(['sent', 'accepted', 'done'])
    const asked = pile.heard.find((one) => one.type === 0x34)
    if (asked?.type !== 0x34) throw new Error('never asked')
    expect(asked.values).toMatchObject({ balance: 50, gun: 1, card: '0000000000000000' })
    expect(asked.values.transaction).toMatch(new RegExp(`^${pileNumber}01\\d{16}$`))
    pile.tell(3, { energy: 0.5, amount: 0.45, minutes: 5 })
    const stop = platform.command('pile-1', { name: 'charging.stop', values: { connector: 1 } })
    await until(() => platform.statesOf(stop).at(-1) === 'done' && platform.told('pile-1', 'charging.stopped').length === 1)
    expect(types(pile)).toContain(0x40)
    const { transaction } = asked.values
    expect(platform.told('pile-1', 'charging.started').map(({ values }) => values)).toEqual([{ connector: 1, transaction, token: 'APP-7' }])
    expect(platform.told('pile-1', 'charging.metered').at(-1)?.values).toMatchObject({
      transaction,
      energyWh: 500,
      powerW: 3520,
      costFen: 45,
      chargedS: 300,
    })
    expect(platform.told('pile-1', 'charging.stopped')[0]?.values).toMatchObject({
      transaction,
      token: 'APP-7',
      reason: 'remote',
      energyWh: 1500,
      totalFen: 135,
      meterWh: 101_500,
      periods: [{ energyWh: 1500, totalFen: 135, tariff: 'valley' }],
    })
    const model = builtinProducts.find(({ code }) => code === 'charging-pile-ykc')
    expect(notInModel(model?.thing, platform.events)).toEqual([])
  })

  test('a start is failed with the reason that the pile gives, and one that is never proved stays no success', async () => {
    const { signedIn, platform } = await stand()
    let reason = 3
    const pile = await signedIn({
      onMessage({ type, values }, played, sequence) {
        if (type !== 0x34) return false
        played.write(
          0x33,
          { transaction: values.transaction, pile: pileNumber, gun: values.gun, isStarted: reason === 0, reason },
          sequence,
        )
        if (reason === 0)
          played.bill({ transaction: values.transaction, stopReason: 0x57, valleyEnergy: 0, valleyAmount: 0, energy: 0, amount: 0 })
        return true
      },
    })
    const order = { name: 'charging.start', values: { connector: 1, token: '1' } } as const
    const first = platform.command('pile-1', order)
    await until(() => platform.statesOf(first).at(-1) === 'failed')
    reason = 0
    const second = platform.command('pile-1', order)
    await until(() => platform.statesOf(second).at(-1) === 'failed')
    const said = platform.events.flatMap((one) =>
      one.type === 'command.state' && one.values.state === 'failed' ? [one.values.reason] : [],
    )
    expect(said).toEqual(['the pile answered a fault', 'it did not begin: not-begun-insulation'])
    expect(pile.heard.filter(({ type }) => type === 0x40)).toHaveLength(1)
  })

  test('a bill told four times is one, a bill of nobody is kept and shown to a person', async () => {
    const { signedIn, platform } = await stand()
    const pile = await signedIn()
    const at = Date.UTC(2026, 2, 1)
    const bill = { transaction: `${pileNumber}012603010800000001`, startedAt: at, endedAt: at + 60_000, at: at + 60_000 }
    for (let i = 0; i < 4; i++) pile.bill(bill)
    await until(() => pile.heard.filter(({ type }) => type === 0x40).length === 4)
    pile.bill({ ...bill, transaction: `${pileNumber}012603010800000002`, endedAt: at - 1, amount: 9 })
    await until(() => platform.told('pile-1', 'charging.stopped').length === 2)
    await until(() => platform.told('pile-1', 'device.log').length === 4)
    expect(platform.told('pile-1', 'charging.stopped')[0]).toMatchObject({ at: at + 60_000 })
    expect(platform.told('pile-1', 'device.log').map(({ values }) => 'code' in values && values.code)).toEqual([
      'bill-without-order',
      'bill-doubt',
      'bill-doubt',
      'bill-without-order',
    ])
  })

  test('a pile that charges and says idle twice is shown to a person, once', async () => {
    const { signedIn, platform } = await stand()
    const pile = await signedIn()
    const transaction = `${pileNumber}012603010800000009`
    pile.tell(3, { transaction })
    for (let i = 0; i < 4; i++) pile.tell(2, { transaction })
    pile.tell(2, { faults: ['emergency-stop'] })
    await until(() => platform.told('pile-1', 'device.fault').length === 1)
    expect(platform.told('pile-1', 'device.log')).toHaveLength(1)
    expect(platform.told('pile-1', 'pile.status').map(({ values }) => 'status' in values && values.status)).toEqual([
      'charging',
      'available',
    ])
  })

  test('a card is granted when the platform gave it, a password never', async () => {
    const { signedIn, platform } = await stand()
    const pile = await signedIn()
    const list = platform.command('pile-1', {
      name: 'charging.token-list',
      values: {
        version: 1,
        isFull: true,
        tokens: [
          { token: 'D14B0A54', isAccepted: true },
          { token: '77', isAccepted: false },
        ],
      },
    })
    await until(() => platform.statesOf(list).at(-1) === 'done')
    const ask = { pile: pileNumber, gun: 1, mode: 1, needsPassword: false, card: 'D14B0A54', password: '', vin: '' }
    pile.write(0x31, ask)
    pile.write(0x31, { ...ask, card: '77' })
    pile.write(0x31, { ...ask, needsPassword: true })
    pile.write(0xa1, { ...ask, isSecond: true, group: '260301080000' })
    await until(() => pile.heard.filter(({ type }) => type === 0x32 || type === 0xa2).length === 4)
    const grants = pile.heard.flatMap((one) => (one.type === 0x32 || one.type === 0xa2 ? [[one.values.isGranted, one.values.reason]] : []))
    expect(grants).toEqual([
      [true, 0],
      [false, 1],
      [false, 7],
      [true, 0],
    ])
    expect(pile.heard.at(-1)).toMatchObject({ type: 0xa2, values: { group: '260301080000' } })
    await until(() => platform.told('pile-1', 'charging.authorized').length === 4)
  })

  test('prices are pushed, and told again to a pile that forgot them, also after a restart', async () => {
    const { signedIn, platform, folder, bridge } = await stand()
    const pile = await signedIn()
    pile.write(0x09, { pile: pileNumber })
    const stretches = [
      { fromMinute: 0, electricityFen: 50, serviceFen: 30 },
      { fromMinute: 480, electricityFen: 100, serviceFen: 30 },
    ]
    const push = platform.command('pile-1', { name: 'charging.prices', values: { stretches } })
    await until(() => platform.statesOf(push).at(-1) === 'done')
    expect(types(pile)).not.toContain(0x0a)
    expect(platform.told('pile-1', 'device.log')[0]?.values).toMatchObject({ code: 'no-prices' })
    pile.write(0x05, { pile: pileNumber, model: '0100' })
    pile.write(0x05, { pile: pileNumber, model: '0000' })
    pile.write(0x09, { pile: pileNumber })
    await until(() => types(pile).includes(0x0a))
    const checks = pile.heard.flatMap((one) => (one.type === 0x06 ? [one.values.isDifferent] : []))
    expect(checks).toEqual([false, true])
    expect(pile.heard.at(-1)).toMatchObject({ type: 0x0a, values: { model: '0100', sharpEnergy: 1, valleyEnergy: 0.5 } })
    await bridge.close()
    const again = await stand({}, { folder, platform })
    const back = await again.signedIn()
    back.write(0x09, { pile: pileNumber })
    await until(() => types(back).includes(0x0a))
  })

  test('is restarted, read, limited, locked, updated and asked by engineers; what it cannot do is said', async () => {
    const { signedIn, platform } = await stand({ ratedW: 7000 })
    const pile = await signedIn()
    const done = [
      platform.command('pile-1', { name: 'device.read', values: {} }),
      platform.command('pile-1', { name: 'charging.limit', values: { connector: 0, powerW: 3500 } }),
      platform.command('pile-1', { name: 'charging.availability', values: { isOperative: false } }),
      platform.command('pile-1', { name: 'device.set-clock', values: {} }),
      platform.command('pile-1', { name: 'firmware.update', values: { version: '2', url: 'ftp://user:pass@10.0.0.9/pile.bin' } }),
      platform.command('pile-1', { name: 'device.message', values: { message: 'lock', content: '{"gun":1,"lock":85,"reserved":"0"}' } }),
      platform.command('pile-1', {
        name: 'device.message',
        values: { message: 'qr-prefix', content: '{"format":0,"prefix":"https://q/?n="}' },
      }),
      platform.command('pile-1', { name: 'device.reboot', values: {} }),
    ]
    await until(() => done.every((id) => ['done', 'failed'].includes(platform.statesOf(id).at(-1) ?? '')))
    expect(done.map((id) => platform.statesOf(id).at(-1))).toEqual(done.map(() => 'done'))
    expect(pile.heard.find(({ type }) => type === 0x52)).toMatchObject({ values: { powerPercent: 50, isLocked: false } })
    const failed = [
      platform.command('pile-1', { name: 'charging.limit', values: { connector: 0, powerW: 100 } }),
      platform.command('pile-1', { name: 'charging.start', values: { connector: 1, token: '1', limitWh: 5 } }),
      platform.command('pile-1', { name: 'firmware.update', values: { version: '2', url: 'https://10.0.0.9/pile.bin' } }),
      platform.command('pile-1', { name: 'device.message', values: { message: 'start', content: '{}' } }),
      platform.command('pile-1', { name: 'device.message', values: { message: 'lock', content: '{"gun":"x"}' } }),
    ]
    await until(() => failed.every((id) => platform.statesOf(id).at(-1) === 'failed'))
  })

  test('encrypted frames are read with the key of the pile; plain ones of it, another key and no key are refused', async () => {
    const key = '0123456789abcdef23456789abcdef01456789abcdef0123'
    for (const way of [
      { mode: 'ecb', padding: 'pkcs7' },
      { mode: 'cbc', padding: 'zero', iv: '1122334455667788' },
    ] as const) {
      const { signedIn, dial, platform } = await stand({ cipher: way, secret: key })
      const pile = await signedIn({ cipher: way, key })
      pile.tell(3, { transaction: `${pileNumber}012603010800000005`, energy: 1 })
      await until(() => platform.told('pile-1', 'charging.metered').length === 1)
      const plain = await dial()
      plain.login()
      const other = await dial({ cipher: way, key: key.replaceAll('0', 'f') })
      other.login()
      await Promise.all([plain.closed, other.closed])
      pile.raw(encodeFrame({ sequence: raw('0009'), encryption: 0, type: 0x09, body: raw(pileNumber) }))
      await until(() => platform.told('pile-1', 'frame.unknown').length === 1)
    }
    const { dial } = await stand()
    const closedUp = await dial({ cipher: { mode: 'ecb', padding: 'pkcs7' }, key })
    closedUp.login()
    await closedUp.closed
    expect(createCipher({ mode: 'ecb', padding: 'pkcs7' }, 'short')).toBeUndefined()
  })

  test('frames that are none, of the platform, or of another pile are kept, and the line goes on', async () => {
    const { signedIn, platform } = await stand()
    const pile = await signedIn()
    const bad = [
      raw('680925d30004202312120000100100' + '1d0b'),
      encodeFrame({ sequence: raw('0001'), encryption: 0, type: 0x77, body: Buffer.alloc(4) }),
      encodeFrame({ sequence: raw('0002'), encryption: 0, type: 0x36, body: raw(`${pileNumber}01`) }),
      encodeFrame({ sequence: raw('0003'), encryption: 0, type: 0x09, body: raw('20231212000011') }),
      encodeFrame({ sequence: raw('0004'), encryption: 0, type: 0x13, body: Buffer.alloc(59) }),
      encodeFrame({ sequence: raw('0005'), encryption: 2, type: 0x09, body: raw(pileNumber) }),
    ]
    for (const bytes of bad) pile.raw(bytes)
    pile.write(0x03, { pile: pileNumber, gun: 1, isFaulty: true })
    await until(() => types(pile).includes(0x04))
    await until(() => platform.told('pile-1', 'device.fault').length === 1)
    const reasons = platform.told('pile-1', 'frame.unknown').map(({ values }) => ('reason' in values ? String(values.reason) : ''))
    expect(reasons).toEqual([
      expect.stringMatching(/checksum/),
      expect.stringMatching(/0x77 is not known/),
      expect.stringMatching(/of the platform/),
      expect.stringMatching(/speaks for pile 20231212000011/),
      expect.stringMatching(/59 bytes, right would be 60/),
      expect.stringMatching(/encryption 2/),
    ])
  })

  test('what the battery says arrives with its charging', async () => {
    const { signedIn, platform } = await stand()
    const pile = await signedIn()
    const of = { transaction: `${pileNumber}012603010800000003`, pile: pileNumber, gun: 1 }
    const write = <T extends Type>(type: T, body: Buffer) => {
      const head = raw(`${of.transaction}${of.pile}01`)
      pile.raw(encodeFrame({ sequence: raw('0001'), encryption: 0, type, body: Buffer.concat([head, body]) }))
    }
    write(0x15, Buffer.alloc(49))
    write(0x17, Buffer.alloc(21))
    write(0x19, Buffer.alloc(15))
    write(0x1b, raw('0100000000000000'))
    write(0x1d, raw('00010000'))
    write(0x21, raw('04000000'))
    write(0x23, raw('940ef40301940ef4030000' + '4e2000' + '940e' + 'f403' + '1000'))
    write(0x25, raw('00550050000000'))
    await until(() => platform.told('pile-1', 'charging.metered').length === 2)
    expect(platform.told('pile-1', 'charging.metered').map(({ values }) => values)).toMatchObject([
      { socPercent: 78, volts: 373.2, amps: -298.8, chargedS: 960 },
      { temperatureC: 35 },
    ])
    const events = platform
      .told('pile-1', 'event.reported')
      .map(({ values }) => ('level' in values && 'name' in values ? [values.name, values.level] : []))
    expect(events).toEqual([
      ['vehicle', 'info'],
      ['battery-limits', 'info'],
      ['battery-end', 'info'],
      ['battery-errors', 'warning'],
      ['battery-abort', 'warning'],
      ['charger-abort', 'info'],
    ])
  })

  test('a cut frame is none, and the newer line of a pile counts', async () => {
    expect(cutFrame(raw('680c')).ok).toBe(false)
    const { signedIn, platform } = await stand()
    const older = await signedIn()
    const newer = await signedIn()
    await older.closed
    const clock = platform.command('pile-1', { name: 'device.set-clock', values: {} })
    await until(() => platform.statesOf(clock).at(-1) === 'done')
    expect(newer.heard.filter(({ type }) => type === 0x56)).toHaveLength(2)
  })
})
