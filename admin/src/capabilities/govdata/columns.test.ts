import { expect, it } from 'vitest'
import { columnsOf, linesOf } from './columns.ts'

it('columns are written one a line and come back the same; a line that lacks a language is no column', () => {
  const columns = [
    { name: 'kind', zh: '救助类别', en: 'Kind of aid' },
    { name: 'since', zh: '起始', en: 'Since' },
  ]
  expect(columnsOf(`${linesOf(columns)}\n\n`)).toEqual(columns)
  for (const text of ['', 'kind', 'kind 救助类别', '类别 kind Kind', 'kind 救助类别 Kind\nsince 起始'])
    expect(columnsOf(text), text).toBeUndefined()
})
