import { expect, it } from 'vitest'
import { nearPlates } from './near-plate.ts'

it('names plates that are one look-alike sign away, and never another province', () => {
  const near = nearPlates('浙A8O012')
  expect(near).toContain('浙AB0012'.replace('0012', 'O012'))
  expect(near).toContain('浙A80012')
  expect(near).toContain('浙48O012')
  expect(near).not.toContain('浙A8O012')
  for (const plate of near) {
    expect(plate.startsWith('浙')).toBe(true)
    expect([...plate].filter((sign, i) => sign !== [...'浙A8O012'][i])).toHaveLength(1)
  }
  expect(nearPlates('')).toEqual([])
})
