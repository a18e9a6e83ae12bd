import { expect, it } from 'vitest'
import { iso } from './iso.ts'

it('writes every instant as Date does, before 1970 and after 9999 too, and refuses what is none', () => {
  const instants = [
    0, 1, 999, 1000, 59_999, 86_399_999, 86_400_000, -1, -86_400_001, 1_772_416_800_123, 253_402_300_799_999, 8.64e15, -8.64e15,
  ]
  for (let i = 0; i < 2000; i++) instants.push(1_600_000_000_000 + i * 37_777_777)
  for (const at of instants) expect(iso(at)).toBe(new Date(at).toISOString())
  expect(() => iso(Number.NaN)).toThrow(RangeError)
  expect(() => iso(8.64e15 + 1)).toThrow(RangeError)
})
