import { describe, expect, it } from 'vitest'
import { match } from './shortcuts.ts'

const known = ['g u', 'g h', 'j', 'mod+k']

describe('keys', () => {
  it('waits for the second key of a sequence and forgets the first after a second', () => {
    expect(match('g', 1000, known)).toBeUndefined()
    expect(match('u', 1500, known)).toBe('g u')
    expect(match('g', 3000, known)).toBeUndefined()
    expect(match('u', 4500, known)).toBeUndefined()
  })

  it('takes a key that completes nothing for what it is alone', () => {
    expect(match('g', 1000, known)).toBeUndefined()
    expect(match('j', 1200, known)).toBe('j')
    expect(match('u', 1300, known)).toBeUndefined()
    expect(match('mod+k', 1400, known)).toBe('mod+k')
  })
})
