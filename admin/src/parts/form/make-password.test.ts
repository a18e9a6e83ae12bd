import { describe, expect, it } from 'vitest'
import { makePassword } from './make-password.ts'

describe('a password that is made up', () => {
  it('has signs of all four kinds, no look-alikes, and is another one each time', () => {
    const made = Array.from({ length: 200 }, () => makePassword())
    for (const password of made) {
      expect(password).toHaveLength(16)
      expect(password).toMatch(/[A-Z]/)
      expect(password).toMatch(/[a-z]/)
      expect(password).toMatch(/[0-9]/)
      expect(password).toMatch(/[#%+\-=?@]/)
      expect(password).not.toMatch(/[IOl01o]/)
    }
    expect(new Set(made).size).toBe(made.length)
  })
})
