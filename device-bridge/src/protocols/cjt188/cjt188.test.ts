import { type AddressInfo, createServer, type Server, type Socket } from 'node:net'
import fc from 'fast-check'
import { afterEach, describe, expect, test } from 'vitest'
import { openStand, until } from '../../../test/stand.ts'
import { answerTo, items, question } from './codec.ts'
import { createReader, cutFrame, encodeFrame } from './frame.ts'
import { cjt188 } from './index.ts'
import { signalsOfReading } from './meter.ts'
import { answerOf, type PlayedMeter } from './play.ts'
import { readingOf } from './reading.ts'
import { badFrames, goodFrames } from './samples.ts'

const bytes = (hex: string) => Buffer.from(hex.replaceAll(' ', ''), 'hex')

describe('frames', () => {
  test.each(badFrames)('$hex is refused at byte $at', ({ hex, at, why }) => {
    const read = cjt188.decode(bytes(hex))
    if (read.ok) throw new Error('it was believed')
    expect(read.at).toBe(at)
    expect(read.why).toMatch(why)
  })

  test.each(goodFrames)('$hex is read', ({ hex, says }) => {
    const read = cjt188.decode(bytes(hex))
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

  test('any bytes are survived, and frames among noise are each read once', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 60 }), (any) => void cjt188.decode(Buffer.from(any))))
    const reader = createReader()
    const stream = bytes(`166816${goodFrames.map(({ hex }) => hex).join('0068')}`)
    const frames = [...stream].flatMap((byte) => reader.push(Buffer.from([byte]))).filter((piece) => 'frame' in piece)
    expect(frames).toHaveLength(goodFrames.length)
  })

  test('another serial number, another meter and our own echo are no answer; swapped identifiers and another type are', () => {
    const asked = question({ type: 0x20, address: '00312718241912' }, 0x01, items.read, 7)
    const answer = { type: 0x25, address: '00312718241912', control: 0x81, data: bytes('1f9007 00') }
    expect(answerTo(asked, answer)?.data).toEqual(bytes('00'))
    expect(answerTo(asked, { ...answer, data: bytes('1f9008 00') })).toBeUndefined()
    expect(answerTo(asked, { ...answer, address: '00312718241913' })).toBeUndefined()
    expect(answerTo(asked, asked.frame)).toBeUndefined()
    expect(answerTo(asked, { ...answer, control: 0xc1, data: bytes('02') })?.error).toContain('02')
  })
})

describe('readings', () => {
  const water = (volume: string, unit: string, status = '0000') => bytes(`${volume}${unit} 000000002c 00000000000000 ${status}`)

  test.each([
    ['00230100', '2c', 123_000],
    ['00230100', '29', 123],
    ['00230100', '00', undefined],
    ['0023010a', '2c', undefined],
    ['ffffffff', '2c', undefined],
  ])('%s with unit %s is %s litres', (volume, unit, litres) => {
    expect(readingOf(0x10, water(volume, unit))?.volumeL).toBe(litres)
  })

  test('a body of another length is no reading', () => {
    expect(readingOf(0x10, bytes('00'))).toBeUndefined()
    expect(readingOf(0x20, water('00230100', '2c'))).toBeUndefined()
  })

  test('heat comes in watt-hours whatever the meter counts in, cold under its own name', () => {
    const heat = bytes('00010000 11  00020000 05  00150000 17  00300000 35  00440000 2c  456000 123000 000100 00000000000000 0400')
    const reading = readingOf(0x20, heat)
    expect(reading).toMatchObject({
      heatWh: 2000,
      settledHeatWh: 277_777.778,
      powerW: 15_000,
      flowLh: 30_000,
      volumeL: 44_000,
      supplyC: 60.45,
      returnC: 30.12,
      workedHours: 100,
    })
    if (!reading) throw new Error('no reading')
    expect(signalsOfReading(0x21, reading)[0]).toMatchObject({ type: 'meter.heat-read', values: { coldWh: 2000 } })
    expect(signalsOfReading(0x20, reading)).toContainEqual({ type: 'meter.alarm', values: { kind: 'low-battery', isActive: true } })
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
  })

  test('a water meter is read, and its valve is done when the meter says it is shut', async () => {
    const meter: PlayedMeter = { meter: '00201510270588', type: 0x10, volume: 123_450, valve: 'open' }
    const listening = createServer((socket) => {
      sockets.add(socket)
      socket.on('error', () => undefined)
      const reader = createReader()
      socket.on('data', (chunk) => {
        for (const piece of reader.push(chunk)) {
          const answer = 'frame' in piece ? answerOf(piece.frame, meter) : undefined
          if (answer) socket.write(answer)
        }
      })
    })
    server = listening
    await new Promise<void>((resolve) => listening.listen(0, '127.0.0.1', resolve))
    const address = { host: '127.0.0.1', port: (listening.address() as AddressInfo).port, meter: meter.meter, type: 0x10, timeoutMs: 1000 }
    const stand = await openStand([{ code: 'w-1', protocol: 'cjt188', kind: 'meter', product: 'meter', ...address }])
    close = () => stand.close()
    await until(() => stand.platform.told('w-1', 'meter.water-read').length > 0)
    expect(stand.platform.told('w-1', 'meter.water-read')[0]?.values).toEqual({ volumeL: 123_450 })
    const shut = stand.platform.command('w-1', { name: 'meter.valve-set', values: { isOpen: false } })
    await until(() => stand.platform.statesOf(shut).includes('done'))
    expect(stand.platform.statesOf(shut)).toEqual(['sent', 'accepted', 'done'])
    expect(meter.valve).toBe('closed')
  })
})
