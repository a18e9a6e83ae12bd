import { expect, it } from 'vitest'
import { insertSql } from './insert-sql.ts'

it('names the columns of the row and gives each one place for a value', () => {
  expect(insertSql('words', { id: 'a', uses: 3 })).toBe('INSERT INTO words (id, uses) VALUES (?, ?)')
})

it('tells tables, columns and their order apart, however often it was asked', () => {
  const asked = [insertSql('words', { id: 1, uses: 1 }), insertSql('words', { uses: 1, id: 1 }), insertSql('names', { id: 1, uses: 1 })]
  expect(new Set(asked).size).toBe(3)
  expect(insertSql('words', { id: 2, uses: 2 })).toBe(asked[0])
})
