import type { ReactNode } from 'react'

export interface Column<T> {
  readonly key: string
  readonly title: string
  readonly render: (row: T) => ReactNode
  readonly width?: number | string
  readonly align?: 'end'
  /** Cannot be hidden: what names the row. */
  readonly always?: boolean
  /** Shown only when somebody asks for it. */
  readonly hidden?: boolean
  /** Left out where there is little room. */
  readonly roomy?: boolean
}

/** What somebody chose: the order of columns and which of them are hidden. */
export interface ColumnChoice {
  readonly order: readonly string[]
  readonly hidden: readonly string[]
}

export const defaultChoice = <T>(columns: readonly Column<T>[]): ColumnChoice => ({
  order: columns.map(({ key }) => key),
  hidden: columns.filter(({ hidden }) => hidden).map(({ key }) => key),
})

/** All columns in the chosen order; columns that a release added stand where the release put them. */
export function ordered<T>(columns: readonly Column<T>[], choice: ColumnChoice): readonly Column<T>[] {
  const known = choice.order.flatMap((key) => columns.find((column) => column.key === key) ?? [])
  const result = [...known]
  columns.forEach((column, index) => {
    if (!known.includes(column)) result.splice(Math.min(index, result.length), 0, column)
  })
  return result
}

export const shownColumns = <T>(columns: readonly Column<T>[], choice: ColumnChoice): readonly Column<T>[] =>
  ordered(columns, choice).filter((column) => column.always || !choice.hidden.includes(column.key))

/** The choice with one column moved by a step. */
export function moved(order: readonly string[], key: string, step: -1 | 1): readonly string[] {
  const at = order.indexOf(key)
  const to = at + step
  if (at < 0 || to < 0 || to >= order.length) return order
  const next = [...order]
  next.splice(at, 1)
  next.splice(to, 0, key)
  return next
}
