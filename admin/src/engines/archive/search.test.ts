import { orgArchive } from '@liren/contract/capabilities/org'
import { personArchive } from '@liren/contract/capabilities/person'
import { expect, it } from 'vitest'
import { filterFields, searchQuery } from './search.ts'

it('looks for a whole number by its own index, for four digits by endings, and for anything else by pieces', () => {
  expect(searchQuery(personArchive, ' 10000001234 ')).toEqual({ 'f.phone': '10000001234' })
  expect(searchQuery(personArchive, '99010119860309001x')).toEqual({ 'f.idNumber': '99010119860309001X' })
  expect(searchQuery(personArchive, '123x')).toEqual({ 'last4.idNumber': '123X' })
  expect(searchQuery(personArchive, '望舒')).toEqual({ q: '望舒' })
  expect(searchQuery(orgArchive, '91330100MA0000000X')).toEqual({ 'f.creditCode': '91330100MA0000000X' })
  expect(searchQuery(personArchive, '')).toEqual({})
})

it('never offers a filter that would give away who is on a sensitive list', () => {
  expect(filterFields(personArchive)).toContain('population')
  expect(filterFields(personArchive)).not.toContain('keyClass')
})
