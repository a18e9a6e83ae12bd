import { describe, expect, it } from 'vitest'
import { greetingAt } from './home.tsx'

describe('the greeting', () => {
  it('fits every hour of the day', () => {
    expect([0, 4, 5, 10, 11, 12, 13, 17, 18, 22, 23].map(greetingAt)).toEqual([
      'night',
      'night',
      'morning',
      'morning',
      'noon',
      'noon',
      'afternoon',
      'afternoon',
      'evening',
      'evening',
      'night',
    ])
  })
})
