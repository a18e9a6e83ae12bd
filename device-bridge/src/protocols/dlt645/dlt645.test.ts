import { type AddressInfo, createServer, type Server, type Socket } from 'node:net'
import fc from 'fast-check'
import { afterEach, describe, expect, test } from 'vitest'
import { openStand, until } from '../../../test/stand.ts'
import { answerTo, askRead } from './codec.ts'
import { createReader, cutFrame, encodeFrame } from './frame.ts'
import { dlt645 } from './index.ts'
import { bcd, valuesOfItem } from './items.ts'
import { answerOf, type PlayedMeter } from './play.ts'
import { badFrames, goodFrames } from './samples.ts'

const bytes = (hex: string) => Buffer.from(hex, 'hex')

describe('frames', () => {
  test.each(badFrames)('$hex is refused at byte $at', ({ hex, at, why }) => {
    const read = dlt645.decode(bytes(hex))
    if (read.ok) throw new Error('it was believed')
    expect(read.at).toBe(at)
    expect(read.why).toMatch(why)
  })

  test.each(goodFrames)('$hex is read', ({ hex, says }) => {
    const read = dlt645.decode(bytes(hex))
    if (!read.ok) throw new Error(`${read.at}: ${read.why}`)
    expect(read.value).toMatchObject(says)
  })

  test('a frame is written as it is read', () => {
    for (const { hex } of goodFrames) {
      const cut = cutFrame(bytes(hex))
      if (!cut.ok) throw new Error(cut.why)
      expect(encodeFrame(cut.frame).toString('hex')).toBe(hex.replace(/^(fe)+/, ''))
    }
  })

  test('one flipped bit anywhere is noticed', () => {
    const [, sample] = goodFrames
    for (let bit = 0; bit < bytes(sample?.hex as string).length * 8; bit++) {
      const broken = bytes(sample?.hex as string)
      broken[bit >> 3] = (broken[bit >> 3] as number) ^ (1 << (bit & 7))
      expect(dlt645.decode(broken).ok, `bit ${bit}`).toBe(false)
    }
  })

  test('any bytes are survived, and frames cut anywhere among noise are each read once', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 60 }), (any) => void dlt645.decode(Buffer.from(any))))
    const stream = bytes(`1668${goodFrames.map(({ hex }) => hex).join('6816')}`)
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 30 }), (sizes) => {
        const reader = createReader()
        let frames = 0
        for (let at = 0, i = 0; at < stream.length; i++) {
          const size = sizes[i % sizes.length] as number
          frames += reader.push(stream.subarray(at, at + size)).filter((piece) => 'frame' in piece).length
          at += size
        }
        expect(frames).toBe(goodFrames.length)
      }),
    )
  })

  test('of another meter, another question or our own echo is no answer', () => {
    const question = askRead('000000000161', '00010000')
    const frame = { address: '000000000161', control: 0x91, data: bytes('0000010026000000') }
    expect(answerTo(question, '00010000', frame)?.data?.toString('hex')).toBe('26000000')
    expect(answerTo(question, '00010000', { ...frame, address: '000000000162' })).toBeUndefined()
    expect(answerTo(question, '00010000', { ...frame, data: bytes('0001010226000000') })).toBeUndefined()
    expect(answerTo(question, '00010000', question)).toBeUndefined()
  })

  test('what is missing or has no digits is no number', () => {
    expect(valuesOfItem('00010000', bytes('ffffffff'))).toBeUndefined()
    expect(valuesOfItem('02010100', bytes('0a23'))).toBeUndefined()
    expect(valuesOfItem('0201ff00', bytes('0323ffff0023'))).toEqual({ volts: [230.3, null, 230] })
    expect(bcd(bytes('179280'), 3, true)).toBe(-9.217)
  })
})

describe('a line of meters', () => {
  let server: Server | undefined
  let close: (() => Promise<void>) | undefined
  const sockets = new Set<Socket>()
  afterEach(async () => {
    await close?.()
    for (const socket of sockets) socket.destroy()
    await new Promise<void>((resolve) => (server ? server.close(() => resolve()) : resolve()))
    close = undefined
    server = undefined
  })

  /** A gateway that passes the line on in pieces of three bytes, with our own echo and noise before every answer. */
  async function gateway(meters: PlayedMeter[]): Promise<{ port: number; overlaps: () => number }> {
    let open = 0
    let overlaps = 0
    server = createServer((socket) => {
      sockets.add(socket)
      socket.on('error', () => undefined)
      const reader = createReader()
      socket.on('data', (chunk) => {
        for (const piece of reader.push(chunk)) {
          if ('bad' in piece) continue
          if (open > 0) overlaps += 1
          open += 1
          const answer = meters.map((meter) => answerOf(piece.frame, meter)).find((one) => one !== undefined)
          const wire = Buffer.concat([piece.frame, bytes('6800'), answer ?? Buffer.alloc(0)])
          const write = (at: number): void => {
            if (at < wire.length) {
              socket.write(wire.subarray(at, at + 3))
              setImmediate(() => write(at + 3))
            } else open -= 1
          }
          write(0)
        }
      })
    })
    const listening = server
    await new Promise<void>((resolve) => listening.listen(0, '127.0.0.1', resolve))
    return { port: (listening.address() as AddressInfo).port, overlaps: () => overlaps }
  }
  const played = (meter: string, energy: number): PlayedMeter => ({ meter, password: '02000000', energy, isClosed: true })
  const device = (code: string, meter: string, port: number, more: object = {}) => ({
    code,
    protocol: 'dlt645',
    kind: 'meter',
    product: 'meter',
    host: '127.0.0.1',
    port,
    meter,
    everySeconds: 3600,
    timeoutMs: 1000,
    ...more,
  })

  test('two meters of one line are read in turns, each under its own name', async () => {
    const { port, overlaps } = await gateway([played('000000000161', 1234.56), played('000000000162', 7.01)])
    const stand = await openStand([device('m-1', '000000000161', port), device('m-2', '000000000162', port)])
    close = () => stand.close()
    await until(() => stand.platform.told('m-2', 'meter.read').length > 0 && stand.platform.told('m-1', 'meter.read').length > 0)
    expect(stand.platform.told('m-1', 'meter.read')[0]?.values).toEqual({ energyWh: 1_234_560, powerW: 1201.5, volts: 230.3, amps: 5.217 })
    expect(stand.platform.told('m-2', 'meter.read')[0]?.values).toMatchObject({ energyWh: 7010 })
    expect(overlaps()).toBe(0)
  })

  test('the relay is done when the relay says so, and a wrong password is a failure', async () => {
    const meter = played('000000000161', 1)
    const { port } = await gateway([meter])
    const stand = await openStand([
      device('m-1', meter.meter, port, { password: '02000000' }),
      device('m-2', meter.meter, port, { password: '02999999' }),
      device('m-3', meter.meter, port),
    ])
    close = () => stand.close()
    await until(() => stand.platform.told('m-1', 'meter.read').length > 0)
    const open = (code: string) => stand.platform.command(code, { name: 'meter.relay-set', values: { isClosed: false } })
    const [done, refused, without] = [open('m-1'), open('m-2'), open('m-3')]
    await until(() => [done, refused, without].every((id) => ['done', 'failed'].includes(stand.platform.statesOf(id).at(-1) ?? '')))
    expect(stand.platform.statesOf(done)).toEqual(['sent', 'accepted', 'done'])
    expect(stand.platform.statesOf(refused)).toEqual(['sent', 'failed'])
    expect(stand.platform.statesOf(without)).toEqual(['failed'])
    expect(meter.isClosed).toBe(false)
  })
})
