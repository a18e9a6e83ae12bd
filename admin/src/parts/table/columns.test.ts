import { describe, expect, it } from 'vitest'
import { type Column, defaultChoice, moved, shownColumns } from './columns.ts'

const column = (key: string, more: Partial<Column<string>> = {}): Column<string> => ({ key, title: key, render: () => null, ...more })
const columns = [column('name', { always: true }), column('phone'), column('area', { hidden: true })]
const keys = (shown: readonly Column<string>[]) => shown.map(({ key }) => key)

describe('columns of a list', () => {
  it('never hides the column that names the row', () => {
    expect(keys(shownColumns(columns, { order: ['phone', 'name'], hidden: ['name', 'phone', 'area'] }))).toEqual(['name'])
  })

  it('shows what the list proposes until somebody chooses otherwise', () => {
    expect(keys(shownColumns(columns, defaultChoice(columns)))).toEqual(['name', 'phone'])
  })

  it('keeps a choice when a release adds a column and drops another', () => {
    const choice = { order: ['gone', 'phone', 'name'], hidden: [] }
    expect(keys(shownColumns([...columns, column('new')], choice))).toEqual(['phone', 'name', 'area', 'new'])
  })

  it('moves a column by a step and stops at the ends', () => {
    expect(moved(['a', 'b', 'c'], 'c', -1)).toEqual(['a', 'c', 'b'])
    expect(moved(['a', 'b', 'c'], 'a', -1)).toEqual(['a', 'b', 'c'])
    expect(moved(['a', 'b', 'c'], 'x', 1)).toEqual(['a', 'b', 'c'])
  })
})
