import { expect, it } from 'vitest'
import { numberPlaceholders } from './placeholders.ts'

it.each([
  ['SELECT 1', 'SELECT 1'],
  ['a = ? AND b IN (?, ?)', 'a = $1 AND b IN ($2, $3)'],
  ["a = '?' AND b = ?", "a = '?' AND b = $1"],
  ["a = 'it''s ?' AND b = ?", "a = 'it''s ?' AND b = $1"],
  ['"odd?name" = ?', '"odd?name" = $1'],
  ['a = ? -- really?\nAND b = ?', 'a = $1 -- really?\nAND b = $2'],
  ['a = ? /* ? */ AND b = ?', 'a = $1 /* ? */ AND b = $2'],
  ['DO $$ ? $$; SELECT ?', 'DO $$ ? $$; SELECT $1'],
  ['DO $x$ ? $$ ? $x$; SELECT ?', 'DO $x$ ? $$ ? $x$; SELECT $1'],
  [`SELECT ${Array(11).fill('?').join(', ')}`, `SELECT ${Array.from({ length: 11 }, (_, i) => `$${i + 1}`).join(', ')}`],
])('%s → %s', (sql, numbered) => {
  expect(numberPlaceholders(sql)).toBe(numbered)
  expect(numberPlaceholders(sql)).toBe(numbered)
})
