import { connect, type Socket } from 'node:net'
import fc from 'fast-check'
import { afterEach, describe, expect, test } from 'vitest'
import { openStand, until } from '../../../test/stand.ts'
import { parseData } from './codec.ts'
import { commands, createReader, cutPacket, encodePacket, encodeTime, type Packet, timeOf } from './frame.ts'
import { gbt26875 } from './index.ts'
import { createLevels, signalsOf } from './levels.ts'
import { badPackets, goodPackets } from './samples.ts'

const bytes = (hex: string) => Buffer.from(hex, 'hex')
const noon = Date.parse('2026-03-02T12:00+08:00')

describe('packets', () => {
  test.each(badPackets)('$hex is refused at byte $at', ({ hex, at, why }) => {
    const read = gbt26875.decode(bytes(hex))
    if (read.ok) throw new Error('it was believed')
    expect(read.at).toBe(at)
    expect(read.why).toMatch(why)
  })

  test.each(goodPackets)('$hex is read', ({ hex, says }) => {
    const read = gbt26875.decode(bytes(hex))
    if (!read.ok) throw new Error(`${read.at}: ${read.why}`)
    expect(read.value).toMatchObject(says)
  })

  test.each([
    ['no count', '0200'],
    ['fewer objects than named', '0202 01'],
    ['more than named', `0101${'00'.repeat(20)}`],
    ['nothing', ''],
  ])('application data with %s is refused', (_, hex) => {
    expect(parseData(bytes(hex.replaceAll(' ', ''))).ok).toBe(false)
  })

  test('a moment that does not exist is none, and the event is kept without it', () => {
    expect(timeOf(Buffer.from([0, 0, 0, 30, 2, 26]))).toBeUndefined()
    expect(timeOf(Buffer.from([0, 0, 0, 1, 0, 26]))).toBeUndefined()
    expect(timeOf(encodeTime(noon))).toBe(noon)
  })

  test('any bytes are survived, and packets glued, cut and between noise are each read once', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 120 }), (any) => void gbt26875.decode(Buffer.from(any))))
    const stream = bytes(`404023${goodPackets.map(({ hex }) => hex).join('2340')}`)
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 70 }), { minLength: 1, maxLength: 30 }), (sizes) => {
        const reader = createReader()
        let packets = 0
        for (let at = 0, i = 0; at < stream.length; i++) {
          const size = sizes[i % sizes.length] as number
          packets += reader.push(stream.subarray(at, at + size)).filter((piece) => 'frame' in piece).length
          at += size
        }
        expect(packets).toBe(goodPackets.length)
      }),
    )
  })
})

describe('levels', () => {
  const part = (state: number) =>
    ({ kind: 'part', system: 1, address: 1, part: 40, partAddress: '0a000200', state, text: '12 楼', at: noon }) as const
  const types = (levels: ReturnType<typeof createLevels>, state: number) => signalsOf(part(state), levels).map(({ type }) => type)

  test('a state that is repeated says nothing new, and one that is gone is over', () => {
    const levels = createLevels()
    expect(types(levels, 0x0003)).toEqual(['fire.alarmed'])
    expect(types(levels, 0x0003)).toEqual([])
    expect(types(levels, 0x0007)).toEqual(['fire.fault'])
    expect(types(levels, 0x0001)).toEqual(['fire.cleared', 'fire.fault'])
  })

  test('an alarm whose normal bit is empty is an alarm: devices in the field send it so', () => {
    expect(signalsOf(part(0x0002), createLevels())).toMatchObject([
      { type: 'fire.alarmed', values: { kind: 'smoke', text: '12 楼', address: '0a000200' } },
    ])
  })

  test('a reset of the panel clears the alarms of its parts', () => {
    const levels = createLevels()
    signalsOf(part(0x0003), levels)
    const reset = signalsOf({ kind: 'system', system: 1, address: 1, state: 0x2001, at: noon }, levels)
    expect(reset.filter(({ type }) => type === 'fire.cleared')).toHaveLength(1)
    expect(types(levels, 0x0003)).toEqual(['fire.alarmed'])
  })
})

describe('a transmission device on the line', () => {
  let close: (() => Promise<void>) | undefined
  const sockets: Socket[] = []
  afterEach(async () => {
    for (const socket of sockets.splice(0)) socket.destroy()
    await close?.()
  })
  const own = '000000000379'
  const other = '000000000380'
  const device = (code: string, address: string) => ({ code, protocol: 'gbt26875', kind: 'fire-panel', product: 'panel', address })

  async function stand() {
    const opened = await openStand([device('panel-1', own), device('panel-2', other)])
    close = () => opened.close()
    const socket = connect({ host: '127.0.0.1', port: opened.bridge.ports['gbt26875.tcp'] as number })
    sockets.push(socket)
    socket.on('error', () => undefined)
    const got: Packet[] = []
    const reader = createReader()
    socket.on('data', (chunk) => {
      for (const piece of reader.push(chunk)) {
        const cut = 'frame' in piece ? cutPacket(piece.frame) : undefined
        if (cut?.ok) got.push(cut.packet)
      }
    })
    await new Promise((resolve) => socket.once('connect', resolve))
    const say = (serial: number, command: number, data: Buffer, source = own) =>
      void socket.write(encodePacket({ serial, source, destination: '000000000001', command, data, at: noon }))
    return { ...opened, got, say, raw: (chunk: Buffer) => void socket.write(chunk) }
  }
  const smoke = (...states: number[]) => {
    const objects = states.map((state, i) => {
      const object = Buffer.alloc(46, 0x20)
      Buffer.from([1, 1, 40, 10 + i, 0, 2, 0, state, 0]).copy(object)
      encodeTime(noon).copy(object, 40)
      return object
    })
    return Buffer.concat([Buffer.from([2, states.length]), ...objects])
  }

  test('who is not registered is refused and not heard, nor is another device on a line that proved to be one', async () => {
    const { say, got, platform } = await stand()
    say(7, commands.send, smoke(3), '0000000000aa')
    await until(() => got.length === 1)
    expect(got[0]).toMatchObject({ command: commands.refuse, serial: 7, destination: '0000000000aa' })
    say(8, commands.send, smoke(3))
    await until(() => platform.told('panel-1', 'fire.alarmed').length === 1)
    say(9, commands.send, smoke(3), other)
    await until(() => got.length === 3)
    expect(got[2]).toMatchObject({ command: commands.refuse, serial: 9 })
    expect(platform.told('panel-2')).toEqual([])
  })

  test('is confirmed with its own serial number once the event is kept; a repeat is confirmed again and told once', async () => {
    const { say, got, platform } = await stand()
    say(1, commands.send, Buffer.alloc(0))
    say(2, commands.send, smoke(3))
    say(2, commands.send, smoke(3))
    await until(() => got.length === 3)
    expect(got.map(({ command, serial, destination }) => [command, serial, destination])).toEqual([
      [commands.acknowledge, 1, own],
      [commands.acknowledge, 2, own],
      [commands.acknowledge, 2, own],
    ])
    await until(() => platform.told('panel-1', 'fire.alarmed').length === 1)
    expect(platform.told('panel-1', 'fire.alarmed')[0]).toMatchObject({
      at: noon,
      values: { kind: 'smoke', systemAddress: 1, address: '0a000200' },
    })
  })

  test('fire is told before anything else of the same packet', async () => {
    const { say, platform } = await stand()
    say(1, commands.send, smoke(5, 3))
    await until(() => platform.told('panel-1').some(({ type }) => type === 'fire.fault'))
    const order = platform.told('panel-1').filter(({ type }) => type.startsWith('fire.'))
    expect(order.map(({ type }) => type)).toEqual(['fire.alarmed', 'fire.fault'])
  })

  test('what cannot be read is refused and kept, and the next packet is heard', async () => {
    const { say, got, raw, platform } = await stand()
    say(1, commands.send, Buffer.alloc(0))
    say(2, commands.send, Buffer.from([2, 3, 1]))
    raw(bytes(badPackets[0]?.hex as string))
    say(3, commands.send, smoke(3))
    await until(() => platform.told('panel-1', 'fire.alarmed').length === 1)
    expect(got.map(({ command, serial }) => [serial, command])).toContainEqual([2, commands.refuse])
    expect(platform.told('panel-1', 'frame.unknown').length).toBeGreaterThanOrEqual(2)
  })

  test('a guard check is done when the officer answers, and a clock when the device took it', async () => {
    const { say, got, platform } = await stand()
    say(1, commands.send, Buffer.alloc(0))
    await until(() => got.length === 1)
    const guard = platform.command('panel-1', { name: 'device.message', values: { message: 'guard-check', content: '5' } })
    await until(() => got.some(({ command, data }) => command === commands.control && data.toString('hex') === '5b0105'))
    const asked = got.find(({ command }) => command === commands.control)?.serial as number
    say(asked, commands.acknowledge, Buffer.alloc(0))
    await until(() => platform.statesOf(guard).includes('accepted'))
    say(2, commands.send, Buffer.concat([Buffer.from([24, 1, 0x20, 7]), encodeTime(noon)]))
    await until(() => platform.statesOf(guard).includes('done'))
    expect(platform.told('panel-1', 'fire.watch')[0]?.values).toMatchObject({ isAnswered: true })
    const clock = platform.command('panel-1', { name: 'device.set-clock', values: {} })
    await until(() => got.some(({ data }) => data[0] === 90))
    say(got.find(({ data }) => data[0] === 90)?.serial as number, commands.refuse, Buffer.alloc(0))
    await until(() => platform.statesOf(clock).at(-1) === 'failed')
  })
})
