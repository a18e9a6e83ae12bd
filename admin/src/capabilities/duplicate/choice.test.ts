import { expect, it } from 'vitest'
import { betterSide, filledFrom } from './choice.ts'

const row = (field: string, first: string | null, second: string | null) => ({
  ...{ field, first, second, isSame: first === second },
  ...{ isMasked: false, isDenied: false },
})

it('keeps the more complete file, of two alike the older', () => {
  const side = (complete: number) => ({ complete }) as never
  expect(betterSide({ first: side(0.5), second: side(0.9) })).toBe('second')
  expect(betterSide({ first: side(0.5), second: side(0.5) })).toBe('first')
})

it('takes over what the file that stays does not know, and leaves the rest to whoever looks', () => {
  const rows = [row('phone', null, '100'), row('name', '甲', '乙'), row('sex', 'male', null), row('party', 'a', 'a')]
  expect(filledFrom(rows, 'first')).toEqual(['phone'])
  expect(filledFrom(rows, 'second')).toEqual(['sex'])
})
