import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { signalsOf } from '../../traits/trait.ts'
import { decodePoints, decodeRead, encodeRead, type ReadRequest } from './codec.ts'
import { modbusModels } from './devices.ts'
import { createTcpReader, encodeTcp, parseRtu } from './frame.ts'
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

  test.each(modelSamples)('$model: $pdu', ({ model: name, pdu, values }) => {
    const model = modbusModels[name]
    if (!model) throw new Error(`no model ${name}`)
    const answer = decodeRead(model.read, bytes(pdu))
    if (!answer.ok) throw new Error(answer.why)
    const decoded = decodePoints(model.points, answer.registers)
    expect(decoded).toEqual(values)
    expect(signalsOf(model.traits, decoded)).toMatchObject([{ type: 'meter.read', values: { energyWh: values.total } }])
  })
})
