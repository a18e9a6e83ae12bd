import { describe, expect, it } from 'vitest'
import { readFilters, writeFilters } from './list-state.ts'

describe('filters in the address', () => {
  it('brings back exactly what was written, signs of its own included', () => {
    const filters = { q: '3:2;1201 100%3a', state: 'open', empty: '' }
    expect(readFilters(writeFilters(filters))).toEqual({ q: '3:2;1201 100%3a', state: 'open' })
  })

  it('writes equal filters equally whatever the order', () => {
    expect(writeFilters({ b: '2', a: '1' })).toBe(writeFilters({ a: '1', b: '2' }))
  })

  it('passes over what is not a filter', () => {
    expect(readFilters(';;x;:y;state:open')).toEqual({ state: 'open' })
  })
})
