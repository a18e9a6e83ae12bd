import { expect, it } from 'vitest'
import { readListFilters } from './list-filters.ts'

it('takes nothing that is no filter of a list', () => {
  expect(readListFilters(null)).toBeUndefined()
  expect(readListFilters('{not json')).toBeUndefined()
  expect(readListFilters('null')).toBeUndefined()
  expect(readListFilters('{"limit":5,"cursor":"x","f.x y":"1"}')).toBeUndefined()
})

it('keeps the words of the list, and its fields apart', () => {
  expect(readListFilters('{"q":"江","tag":"pet","f.population":"key","last4.phone":"1234"}')).toEqual({
    q: '江',
    tag: 'pet',
    fields: { 'f.population': 'key', 'last4.phone': '1234' },
  })
})
