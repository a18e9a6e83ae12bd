import fc from 'fast-check'
import { expect, test } from 'vitest'
import { encodeRecord, maxContent, scanRecords } from './record.ts'

const contents = (bytes: Buffer): string[] => scanRecords(bytes).records.map((content) => content.toString())
const three = ['one', 'two', 'three'].map((text) => encodeRecord(Buffer.from(text)))

test('nothing and more than the limit are refused', () => {
  expect(() => encodeRecord(Buffer.alloc(0))).toThrow(RangeError)
  expect(() => encodeRecord(Buffer.alloc(maxContent + 1))).toThrow(RangeError)
})

test('a segment cut anywhere gives the records before the cut, and the rest is outside its end', () => {
  const whole = Buffer.concat(three)
  for (let cut = 0; cut <= whole.length; cut++) {
    const scan = scanRecords(whole.subarray(0, cut))
    const complete = three.filter((_, i) => Buffer.concat(three.slice(0, i + 1)).length <= cut)
    expect(scan.records).toHaveLength(complete.length)
    expect(scan.end).toBe(Buffer.concat(complete).length)
  }
})

test('one flipped bit anywhere loses at most the record it is in', () => {
  const whole = Buffer.concat(three)
  for (let bit = 0; bit < whole.length * 8; bit++) {
    const broken = Buffer.from(whole)
    const at = bit >> 3
    broken.writeUInt8(broken.readUInt8(at) ^ (1 << (bit & 7)), at)
    const found = contents(broken)
    expect(found).toHaveLength(2)
    expect(['one', 'two', 'three']).toEqual(expect.arrayContaining(found))
  }
})

test('foreign bytes between records are told as damage, not as records', () => {
  const foreign = Buffer.from([0x4c, 0x52, 0, 0, 0, 3, 1, 2])
  const bytes = Buffer.concat([three[0] as Buffer, foreign, three[1] as Buffer])
  expect(contents(bytes)).toEqual(['one', 'two'])
  expect(scanRecords(bytes).damaged).toEqual([[three[0]?.length, (three[0]?.length ?? 0) + foreign.length]])
})

test('any contents come back as they went in, whatever they hold', () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ minLength: 1, maxLength: 200 }), { maxLength: 20 }), (parts) => {
      const scan = scanRecords(Buffer.concat(parts.map((part) => encodeRecord(Buffer.from(part)))))
      expect(scan.records.map((content) => [...content])).toEqual(parts.map((part) => [...part]))
      expect(scan.damaged).toEqual([])
    }),
  )
})
