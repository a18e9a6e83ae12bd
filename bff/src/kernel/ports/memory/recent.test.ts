import { expect, it } from 'vitest'
import { Recent } from './recent.ts'

it('keeps what is used, lets go of what is not, and never holds more than it may', () => {
  const recent = new Recent<number>(10)
  for (let i = 0; i < 1000; i++) {
    recent.set(`k${i}`, i)
    expect(recent.get('k0')).toBe(0)
  }
  const held = Array.from({ length: 1000 }, (_, i) => recent.get(`k${i}`)).filter((value) => value !== undefined)
  expect(held.length).toBeLessThanOrEqual(10)
  expect(recent.get('k1')).toBeUndefined()
})

it('gives the newest value, also of what it had put aside', () => {
  const recent = new Recent<number>(4)
  recent.set('a', 1)
  for (const key of ['b', 'c']) recent.set(key, 0)
  recent.set('a', 2)
  expect(recent.get('a')).toBe(2)
  recent.clear()
  expect(recent.get('a')).toBeUndefined()
})
