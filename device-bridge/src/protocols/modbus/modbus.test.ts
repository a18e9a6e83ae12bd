import { z } from '@liren/contract'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { signalsOf } from '../../traits/trait.ts'
import {
  decodePoints,
  decodeRead,
  decodeWrite,
  encodePoint,
  encodeRead,
  encodeWrite,
  packRegisters,
  type ReadRequest,
  type WriteRequest,
} from './codec.ts'
import { decodeFrame } from './decode.ts'
import { modbusModels } from './devices.ts'
import { createRtuReader, createTcpReader, encodeRtu, encodeTcp, parseRtu } from './frame.ts'
import { addressSchema } from './map.ts'
import { badRtu, goodRtu, goodTcp, modelSamples } from './samples.ts'

const bytes = (hex: string): Buffer => Buffer.from(hex.replaceAll(' ', ''), 'hex')
const hex = (buffer: Buffer | undefined): string | undefined => buffer?.toString('hex')
const asked: ReadRequest = { function: 3, start: 5, count: 3 }

describe('RTU frames', () => {
  test.each(badRtu)('%s is not believed', (sample) => {
    expect(parseRtu(bytes(sample))).toBeUndefined()
  })

  test.each(goodRtu)('$hex is read', ({ hex: sample, unit, pdu }) => {
    const frame = parseRtu(bytes(sample))
    expect([frame?.unit, hex(frame?.pdu)]).toEqual([unit, pdu])
  })

  test('one flipped bit anywhere is noticed', () => {
    for (const { hex: sample } of goodRtu) {
      for (let bit = 0; bit < bytes(sample).length * 8; bit++) {
        const broken = bytes(sample)
        broken.writeUInt8(broken.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3)
        expect(parseRtu(broken)).toBeUndefined()
      }
    }
  })
})

describe('TCP frames', () => {
  test.each(goodTcp)('$hex is read and written', ({ hex: sample, transaction, unit, pdu }) => {
    expect(createTcpReader().push(bytes(sample))).toEqual([{ transaction, unit, pdu: bytes(pdu) }])
    expect(hex(encodeTcp({ transaction, unit, pdu: bytes(pdu) }))).toBe(sample)
  })

  test('a frame cut into any two pieces is read once, when it is whole', () => {
    const sample = bytes(goodTcp[0].hex)
    for (let cut = 1; cut < sample.length; cut++) {
      const reader = createTcpReader()
      expect(reader.push(sample.subarray(0, cut))).toEqual([])
      expect(reader.push(sample.subarray(cut))).toHaveLength(1)
    }
  })

  test.each(['before', 'after'])('two stray bytes %s a frame are left behind', (where) => {
    const stray = bytes('3456')
    const [first, second] = [bytes(goodTcp[0].hex), bytes(goodTcp[2].hex)]
    const reader = createTcpReader()
    const stream = where === 'before' ? [stray, first, second] : [first, stray, second]
    expect(reader.push(Buffer.concat(stream)).map((frame) => hex(frame.pdu))).toEqual([goodTcp[0].pdu, goodTcp[2].pdu])
    expect(reader.skipped).toBe(2)
  })

  test('any bytes are survived', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 40 }), { maxLength: 10 }), (chunks) => {
        const reader = createTcpReader()
        for (const chunk of chunks) reader.push(Buffer.from(chunk))
      }),
    )
  })
})

describe('answers', () => {
  test('bits are taken exactly as they were asked for', () => {
    const bits: ReadRequest = { function: 1, start: 0, count: 10 }
    expect(hex(encodeRead({ ...bits, start: 0x13, count: 37 }))).toBe('0100130025')
    expect(() => encodeRead({ ...bits, count: 2001 })).toThrow(RangeError)
    expect(decodeRead(bits, bytes('01010f'))).toMatchObject({ ok: false, why: '1 bytes instead of 2' })
    expect(decodeRead(bits, bytes('01020f02'))).toMatchObject({ ok: true })
  })

  test.each<[WriteRequest, string, string]>([
    [{ function: 5, address: 5, on: true }, '050005ff00', '0500050000'],
    [{ function: 6, address: 1, value: 3 }, '0600010003', '0600010004'],
    [
      { function: 15, start: 0x13, bits: [true, false, true, true, false, false, true, true, true, false] },
      '0f0013000a02cd01',
      '0f00130009',
    ],
    [{ function: 16, start: 1, registers: [0x0a, 0x0102] }, '100001000204000a0102', '1000010003'],
  ])('%o is written as %s, and an answer that repeats something else is refused', (request, pdu, other) => {
    expect(hex(encodeWrite(request))).toBe(pdu)
    expect(decodeWrite(request, bytes(other))).toMatchObject({ ok: false })
    expect(decodeWrite(request, Buffer.from([request.function | 0x80, 3]))).toMatchObject({ ok: false, exception: 3 })
    expect(decodeWrite(request, bytes(pdu).subarray(0, 5))).toEqual({ ok: true })
  })

  test('a question for more than 125 registers is not asked', () => {
    expect(() => encodeRead({ ...asked, count: 126 })).toThrow(RangeError)
    expect(() => encodeRead({ ...asked, count: 0 })).toThrow(RangeError)
    expect(hex(encodeRead({ function: 3, start: 5, count: 4 }))).toBe('0300050004')
  })

  test.each([
    ['8304', 'device failure'],
    ['8363', 'exception 99'],
    ['0406ae4156524340', 'answer to function 4'],
    ['0304ae415652', '4 bytes instead of 6'],
    ['0306ae41565243', '5 bytes instead of 6'],
    ['0308ae4156524340', '6 bytes instead of 6'],
    ['', 'answer to function -1'],
  ])('%s is refused: %s', (pdu, why) => {
    expect(decodeRead(asked, bytes(pdu))).toMatchObject({ ok: false, why })
  })

  test('exactly what was asked for is taken', () => {
    expect(decodeRead(asked, bytes('0306ae4156524340'))).toEqual({ ok: true, registers: bytes('ae4156524340') })
  })

  test('any answer is survived', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 260 }), (pdu) => void decodeRead(asked, Buffer.from(pdu))))
  })

  test('the four word orders of a 32-bit value', () => {
    const value = 0x0a0b0c0d
    const wire = { abcd: '0a0b0c0d', cdab: '0c0d0a0b', badc: '0b0a0d0c', dcba: '0d0c0b0a' } as const
    for (const order of ['abcd', 'cdab', 'badc', 'dcba'] as const) {
      expect(decodePoints([{ name: 'v', at: 0, type: 'u32', order }], bytes(wire[order]))).toEqual({ v: value })
    }
  })
})

describe('models', () => {
  test('every model has a sample', () => {
    expect(new Set(modelSamples.map(({ model }) => model))).toEqual(new Set(Object.keys(modbusModels)))
  })

  test.each(modelSamples)('$model: $pdu', ({ model: name, pdu, values, tells }) => {
    const model = modbusModels[name]
    if (!model) throw new Error(`no model ${name}`)
    const answer = decodeRead(model.read, bytes(pdu))
    if (!answer.ok) throw new Error(answer.why)
    const decoded = decodePoints(model.points, answer.registers)
    expect(decoded).toEqual(values)
    expect(signalsOf(model.traits, decoded)).toMatchObject([{ values: tells }])
  })
})

describe('RTU answers in a TCP stream', () => {
  const answer = bytes('110306ae415652434049ad')

  test('cut anywhere they are read once; bytes of noise before and between them are left behind', () => {
    for (let cut = 1; cut < answer.length; cut++) {
      const reader = createRtuReader()
      expect([...reader.push(answer.subarray(0, cut)), ...reader.push(answer.subarray(cut))]).toHaveLength(1)
    }
    const reader = createRtuReader()
    const stream = Buffer.concat([bytes('3456'), answer, bytes('00'), bytes('1183044136'), answer])
    expect(reader.push(stream).map((frame) => hex(frame.pdu))).toEqual(['0306ae4156524340', '8304', '0306ae4156524340'])
  })

  test('what was encoded is read, and any bytes are survived with a bounded memory', () => {
    expect(hex(encodeRtu({ unit: 1, pdu: bytes('0400000012') }))).toBe('0104000000127007')
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 300 }), { maxLength: 10 }), (chunks) => {
        const reader = createRtuReader()
        for (const chunk of chunks) reader.push(Buffer.from(chunk))
      }),
    )
  })
})

describe('a frame for a person', () => {
  test.each([
    ['', 0, 'no bytes'],
    ['0103003e0001ddfa', 6, 'checksum ddfa, right would be e5c6'],
    ['081013bc0f', 3, 'a write of many has at least 5 bytes, not 2'],
    ['00010000000601050005ff', 11, 'length says 12 bytes, there are 11'],
    ['000100000003018701ff', 9, 'length says 9 bytes, there are 10'],
    ['00010001000601050005ff00', 2, 'protocol 1 instead of 0', 'tcp'],
    ['0001000000060105000512 34'.replace(' ', ''), 10, 'a coil is ff00 or 0000, not 1234'],
    ['01', 1, 'an RTU frame has at least 4 bytes, not 1'],
  ] as const)('%s is refused at byte %i: %s', (sample, at, why, variant?: 'tcp') => {
    expect(decodeFrame(bytes(sample), variant)).toEqual({ ok: false, at, why })
  })

  test.each([
    ['010300000080446a', { function: 3, count: 128, warning: expect.stringContaining('exception 3') }],
    ['118304 4136', { unit: 17, function: 3, exception: 4, meaning: 'device failure' }],
    ['018701 8230', { function: 7, exception: 1 }],
    ['110306ae415652434049ad', { direction: 'answer', registers: [0xae41, 0x5652, 0x4340] }],
    ['00010000000601050005ff00', { framing: 'tcp', transaction: 1, unit: 1, name: 'write coil', address: 5, value: true }],
  ])('%s', (sample, expected) => {
    expect(decodeFrame(bytes(sample))).toMatchObject({ ok: true, value: expected })
  })

  test('any bytes are survived', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 300 }),
        fc.constantFrom(undefined, 'rtu', 'tcp'),
        (sample, variant) => void decodeFrame(Buffer.from(sample), variant),
      ),
    )
  })
})

describe('maps in the register', () => {
  const map = { function: 3, start: 0, count: 4, points: [{ name: 'a', at: 0, type: 'u16' }] }
  const address = (change: object) => z.safeParse(addressSchema, { host: 'h', port: 502, unit: 1, map: { ...map, ...change } }).success

  test.each([
    ['a point beyond what is read', { points: [{ name: 'a', at: 3, type: 'u32' }] }],
    ['a bit among registers', { points: [{ name: 'a', at: 0, type: 'bit' }] }],
    ['more registers than one question may ask for', { count: 126 }],
    ['a scale of nothing', { points: [{ name: 'a', at: 0, type: 'u16', scale: 0 }] }],
    ['no point', { points: [] }],
    ['a bit of a float', { points: [{ name: 'a', at: 0, type: 'f32', bit: 1 }] }],
    ['a bit beyond its register', { points: [{ name: 'a', at: 0, type: 'u16', bit: 16 }] }],
    ['a kind that nobody knows', { kind: 'toaster' }],
  ])('%s is refused', (_, change) => {
    expect(address(change)).toBe(false)
  })

  test('a good one is taken', () => {
    expect(address({})).toBe(true)
    expect(address({ kind: 'lift-monitor', points: [{ name: 'trapped', at: 3, type: 'u16', bit: 15 }] })).toBe(true)
  })

  test('a value that does not fit is not written; one that fits comes back as it went', () => {
    expect(encodePoint({ name: 'a', at: 0, type: 'u16' }, 65_536)).toBeUndefined()
    expect(encodePoint({ name: 'a', at: 0, type: 'i16' }, -32_769)).toBeUndefined()
    for (const order of ['abcd', 'cdab', 'badc', 'dcba'] as const) {
      const point = { name: 'a', at: 0, type: 'i32', order, scale: 0.01 } as const
      expect(decodePoints([point], packRegisters(encodePoint(point, -1234.56) ?? []))).toEqual({ a: -1234.56 })
    }
  })
})
