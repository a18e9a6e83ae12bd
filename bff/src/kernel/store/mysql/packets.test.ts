import { expect, it } from 'vitest'
import { Packets } from './packets.ts'

/** Payloads and numbers of the packets in a stream. */
function packetsIn(bytes: Buffer): { number: number; payload: Buffer }[] {
  const found: { number: number; payload: Buffer }[] = []
  for (let at = 0; at < bytes.length; ) {
    const length = bytes.readUIntLE(at, 3)
    found.push({ number: bytes[at + 3] ?? -1, payload: bytes.subarray(at + 4, at + 4 + length) })
    at += 4 + length
  }
  return found
}

it('refuses a whole number that has lost precision, and leaves nothing of the statement behind', () => {
  const packets = new Packets()
  packets.add(1, ['kept'])
  const before = packets.take()
  packets.add(1, ['kept'])
  expect(() => packets.add(2, ['half', 2 ** 53])).toThrow('lost precision')
  expect(packets.take()).toEqual(before)
})

it('writes statements one behind the other, each with its own head', () => {
  const packets = new Packets()
  packets.add(7, [])
  packets.add(8, ['a', null, 5])
  const [first, second, ...more] = packetsIn(packets.take())
  expect(more).toEqual([])
  expect(first).toEqual({ number: 0, payload: Buffer.from('1707000000' + '00' + '01000000', 'hex') })
  expect(second?.payload.toString('hex')).toBe(
    '1708000000' + '00' + '01000000' + '02' + '01' + 'fd0006000800' + '0161' + '0500000000000000',
  )
})

it('begins anew after it was taken, so that nothing goes twice', () => {
  const packets = new Packets()
  packets.add(1, ['once'])
  packets.take()
  expect(packets.take()).toHaveLength(0)
})

it('cuts what is longer than one packet, and ends with a shorter one even when nothing is left', () => {
  const packets = new Packets()
  // what stands before the bytes: command, places of nothing, types, and their length in four or nine bytes
  const head = 10 + 1 + 1 + 2
  for (const [length, wanted] of [
    [0xff_ff_ff - head - 4 - 1, [0xff_ff_fe]],
    [0xff_ff_ff - head - 4, [0xff_ff_ff, 0]],
    [0xff_ff_ff + 9, [0xff_ff_ff, head + 9 + 9]],
  ] as const) {
    expect(packets.add(1, [Buffer.alloc(length, 1)])).toBe(wanted.length)
    const found = packetsIn(packets.take())
    expect(found.map(({ payload }) => payload.length)).toEqual(wanted)
    expect(found.map(({ number }) => number)).toEqual(wanted.map((_, i) => i))
  }
})
