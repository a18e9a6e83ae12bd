import { describe, expect, it } from 'vitest'
import { standing } from './shelf.ts'

const rule = (placeId: string | null, end: 'resident' | 'staff', on: boolean) => ({
  placeId,
  placeName: null,
  end,
  on,
  changedAt: '2026-07-03T00:00:00Z',
  changedBy: 'x',
})
const shelf = [rule(null, 'resident', false), rule('fl', 'resident', true)]

describe('the shelf of a place', () => {
  it('is not decided by the rule of another end or another place', () => {
    expect(standing(shelf, 'staff', 'fl').by).toBe('none')
    expect(standing(shelf, 'resident', 'wl')).toMatchObject({ on: false, by: 'general' })
  })

  it('is decided by its own rule before the general one', () => {
    expect(standing(shelf, 'resident', 'fl')).toMatchObject({ on: true, by: 'own' })
  })

  it('is open where nobody has decided', () => {
    expect(standing([], 'resident', null)).toEqual({ on: true, by: 'none', rule: undefined })
  })
})
