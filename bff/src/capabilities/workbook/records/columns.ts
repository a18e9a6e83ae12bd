import type { Text } from '@liren/contract'
import { placeColumn } from '@liren/contract/capabilities/workbook'
import type { SheetRow } from '../../../kernel/workbook/cell.ts'
import { UnreadableWorkbook } from '../../../kernel/workbook/error.ts'
import { halfWidth } from './convert.ts'
import type { Importable } from './importable.ts'

export interface Column {
  readonly key: string
  readonly label: Text
  readonly isRequired: boolean
}

/** Columns of the template: the place first, then every field that people fill in. */
export const columnsOf = (target: Importable): Column[] => [
  { ...placeColumn, isRequired: false },
  ...Object.entries(target.fields)
    .filter(([, field]) => field.imported && !field.derived)
    .map(([key, field]) => ({ key, label: field.label, isRequired: field.required })),
]

export interface Head {
  readonly row: number
  /** Key and place in the sheet of each column that was recognised. */
  readonly columns: readonly { readonly key: string; readonly at: number }[]
  readonly unknown: readonly string[]
}

/** How a head is compared: without marks, explanations in brackets, blanks and case. */
const bare = (text: string): string =>
  halfWidth(text)
    .replace(/\([^)]*\)/g, '')
    .replace(/[\s*:＊]/gu, '')
    .toLowerCase()

const headWithin = 10

/** Looks for the row that names the columns; what stands above it is a title or an explanation. */
export function headIn(target: Importable, row: SheetRow): Head | undefined {
  const known = new Map(columnsOf(target).flatMap(({ key, label }) => [key, label.zh, label.en].map((word) => [bare(word), key] as const)))
  const columns: { key: string; at: number }[] = []
  const unknown: string[] = []
  row.cells.forEach((cell, at) => {
    const text = cell?.text.trim() ?? ''
    if (text === '') return
    const key = known.get(bare(text))
    if (key) columns.push({ key, at })
    else unknown.push(text.slice(0, 40))
  })
  return columns.length >= 2 || (columns.length === 1 && unknown.length === 0) ? { row: row.number, columns, unknown } : undefined
}

/** Refuses a head that cannot be meant: columns twice, or required ones missing. */
export function checkHead(target: Importable, { columns }: Head): void {
  const labelOf = new Map(columnsOf(target).map((column) => [column.key, column]))
  const twice = columns.filter(({ key }, index) => columns.findIndex((other) => other.key === key) !== index)
  if (twice.length > 0)
    throw new UnreadableWorkbook(
      'columns-twice',
      twice.map(({ key }) => labelOf.get(key)?.label.zh ?? key),
    )
  const missing = [...labelOf.values()].filter(({ key, isRequired }) => isRequired && !columns.some((column) => column.key === key))
  if (missing.length > 0)
    throw new UnreadableWorkbook(
      'columns-missing',
      missing.map(({ label }) => label.zh),
    )
}

export const mayBeHead = (index: number): boolean => index < headWithin
