import { describe, expect, it } from 'vitest'
import { phoneQuery } from './households.tsx'

describe('finding a household by phone', () => {
  it('asks nothing for a number that is not whole, so that nobody can be found digit by digit', () => {
    expect(phoneQuery('1000')).toEqual({ last4: '1000' })
    expect(phoneQuery('10000')).toEqual({})
    expect(phoneQuery('1000000123')).toEqual({})
    expect(phoneQuery('王')).toEqual({})
  })

  it('asks for the whole number', () => {
    expect(phoneQuery('10000001234')).toEqual({ phone: '10000001234' })
  })
})
