import { expect, it } from 'vitest'
import { sizeText } from './size.ts'

it.each([
  [0, '0 B'],
  [999, '999 B'],
  [1536, '1.5 KB'],
  [15_360_000, '15 MB'],
  [2_500_000_000, '2.5 GB'],
])('%i bytes are shown as %s', (bytes, shown) => {
  expect(sizeText(bytes)).toBe(shown)
})
