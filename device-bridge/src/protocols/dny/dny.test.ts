import { builtinProducts } from '@liren/contract/thing/builtin/index'
import fc from 'fast-check'
import { afterEach, describe, expect, test } from 'vitest'
import { notInModel } from '../../../test/model.ts'
import { openStand, until } from '../../../test/stand.ts'
import { createReader, encodeFrame } from './frame.ts'
import { dny } from './index.ts'
import { dialBridge } from './play.ts'
import { badPieces, goodPieces } from './samples.ts'

const raw = (hex: string) => Buffer.from(hex, 'hex')
const box = '04a26cf3'

describe('pieces', () => {
  test.each(badPieces)('$hex is refused', ({ hex, at, why }) => {
    const decoded = dny.decode(raw(hex))
    if (decoded.ok) throw new Error('it was believed')
    expect(decoded.why).toMatch(why)
    expect(decoded.at).toBe(at)
  })

  test.each(goodPieces)('$hex is read', ({ hex, says }) => {
    const decoded = dny.decode(raw(hex))
    if (!decoded.ok) throw new Error(`byte ${decoded.at}: ${decoded.why}`)
    expect(decoded.value).toMatchObject(says)
  })

  test('any bytes are survived, and a stream cut anywhere is read once', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 80 }), (bytes) => void dny.decode(Buffer.from(bytes))))
    const frames = goodPieces.map(({ hex }) => raw(hex))
    const stream = Buffer.concat(frames)
    fc.assert(
      fc.property(fc.array(fc.nat({ max: stream.length }), { maxLength: 10 }), (cuts) => {
        const reader = createReader()
        const at = [0, ...cuts.sort((a, b) => a - b), stream.length]
        const pieces = at.slice(1).flatMap((end, i) => reader.push(stream.subarray(at[i], end)))
        expect(pieces.flatMap((piece) => ('frame' in piece ? [piece.frame] : []))).toEqual(frames)
      }),
    )
  })
})

describe('a box on the line', () => {
  const ends: (() => unknown)[] = []
  afterEach(async () => {
    for (const end of ends.splice(0).reverse()) await end()
  })
  const iccid = '898604D9162390488297'
  async function stand(more: object = {}) {
    const opened = await openStand([
      { code: 'box-1', protocol: 'dny', kind: 'pile', box, ...more },
      { code: 'box-2', protocol: 'dny', kind: 'pile', box: '04a26cf4', via: 'box-1' },
      { code: 'box-3', protocol: 'dny', kind: 'pile', box: '04a26cf5' },
    ])
    ends.push(opened.close)
    const dial = async (options: Partial<Parameters<typeof dialBridge>[0]> = {}) => {
      const played = await dialBridge({ port: opened.bridge.ports['dny.tcp'] as number, box, ...options })
      ends.push(played.close)
      return played
    }
    return { ...opened, dial }
  }
  const settlement = raw(`100e401f7b00010000000000400${'1'.padEnd(32, '0')}`.padEnd(58, '0').slice(0, 58))

  test('who is not registered, shows another card, or speaks for a neighbour is not heard', async () => {
    const { dial, platform, bridge } = await stand({ iccid })
    const stranger = await dial({ box: '04ffffff' })
    const other = await dial({ iccid: '89860000000000000000' })
    for (const one of [stranger, other]) one.write(0x22, Buffer.alloc(0))
    const own = await dial({ iccid })
    own.write(0x22, Buffer.alloc(0))
    own.raw(encodeFrame({ box: '04a26cf5', message: 9, command: 0x22, data: Buffer.alloc(0) }))
    await until(() => own.heard.length === 1)
    const reasons = async () =>
      ((await (await fetch(`http://127.0.0.1:${bridge.healthPort}/strangers`)).json()) as { reason: string }[]).map(({ reason }) => reason)
    await until(async () => (await reasons()).length === 3)
    expect(new Set(await reasons())).toEqual(new Set(['not registered', 'without its card', 'another box than the one of this line']))
    expect(stranger.heard).toEqual([])
    expect(platform.told('box-3')).toEqual([])
  })

  test('registers, asks the time and beats; a host speaks for the boxes behind it', async () => {
    const { dial, platform } = await stand()
    const played = await dial({ iccid })
    played.raw(Buffer.concat([Buffer.from('link'), raw('444e590f00f36ca2040600208002020a3106ea03')]))
    played.write(0x22, Buffer.alloc(0), 0x1234)
    played.write(0x21, raw('6b0902000003 61'.replace(' ', '')))
    played.write(0x21, raw('6b090200000361'))
    played.raw(encodeFrame({ box: '04a26cf4', message: 1, command: 0x22, data: Buffer.alloc(0) }))
    await until(() => played.heard.length === 3)
    expect(played.heard.map(({ command, message, box: of }) => [command, message, of])).toEqual([
      [0x20, 6, box],
      [0x22, 0x1234, box],
      [0x22, 1, '04a26cf4'],
    ])
    const seconds = played.heard[1]?.data.readUInt32LE(0) ?? 0
    expect(Math.abs(seconds - Date.now() / 1000)).toBeLessThan(60)
    await until(() => platform.told('box-2', 'device.online').length === 1)
    expect(platform.told('box-1', 'pile.status').map(({ values }) => values)).toEqual([
      { connector: 1, status: 'available' },
      { connector: 2, status: 'available' },
    ])
    expect(platform.told('box-1', 'charging.metered')).toHaveLength(2)
    const model = builtinProducts.find(({ code }) => code === 'two-wheeler-socket')
    expect(notInModel(model?.thing, platform.events)).toEqual([])
  })

  test('a start and a stop are done at the word of the box, a wrong port is said, an idle one needs no stop', async () => {
    const { dial, platform } = await stand()
    const played = await dial()
    played.write(0x22, Buffer.alloc(0))
    await until(() => played.heard.length === 1)
    const order = (name: 'charging.start' | 'charging.stop', connector: number) =>
      platform.command('box-1', name === 'charging.start' ? { name, values: { connector, token: 'APP' } } : { name, values: { connector } })
    const seen: [string, string][] = []
    for (const [name, connector, end] of [
      ['charging.start', 1, 'done'],
      ['charging.start', 1, 'failed'],
      ['charging.start', 3, 'failed'],
      ['charging.stop', 1, 'done'],
      ['charging.stop', 1, 'done'],
    ] as const) {
      const id = order(name, connector)
      await until(() => ['done', 'failed'].includes(platform.statesOf(id).at(-1) ?? ''))
      seen.push([end, platform.statesOf(id).at(-1) ?? ''])
    }
    expect(seen.every(([end, state]) => end === state)).toBe(true)
    expect(platform.told('box-1', 'charging.started')).toHaveLength(1)
    expect(played.heard[1]?.data.subarray(0, 9).toString('hex')).toBe('00f401000001010000')
  })

  test('a settlement that comes again is answered again and kept once; its energy is told when its unit is known', async () => {
    const { dial, platform } = await stand({ energyUnitWh: 10 })
    const played = await dial()
    played.write(0x03, settlement, 77)
    played.write(0x03, settlement, 77)
    await until(() => played.heard.length === 2)
    expect(played.heard.map(({ message, data }) => [message, data.toString('hex')])).toEqual([
      [77, '00'],
      [77, '00'],
    ])
    await until(() => platform.told('box-1', 'event.reported').length === 1)
    expect(platform.told('box-1', 'charging.stopped').map(({ values }) => values)).toMatchObject([{ connector: 1, energyWh: 1230 }])
  })

  test('a short settlement, a wrong sum and what is not read are kept, and the line goes on', async () => {
    const { dial, platform } = await stand()
    const played = await dial()
    played.write(0x22, Buffer.alloc(0))
    await until(() => played.heard.length === 1)
    played.write(0x03, Buffer.alloc(20))
    played.write(0x42, Buffer.alloc(3))
    played.raw(raw('444e590f00f36ca2040600208002020a31065704'))
    played.write(0x22, Buffer.alloc(0))
    await until(() => played.heard.length === 2 && platform.told('box-1', 'frame.unknown').length === 3)
  })
})
