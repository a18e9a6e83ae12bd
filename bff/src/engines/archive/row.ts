import { type Archive, type Field, type FieldValue, fieldOf, type Values } from '@liren/contract/archive/index'
import type { Kernel } from '../../kernel/kernel.ts'
import type { SqlValue } from '../../kernel/store/store.ts'
import { normaliser, type StoredField, storedField, storedFields } from './table.ts'

/** A file as it is stored. */
export interface FileRow {
  readonly id: string
  readonly place_id: string
  readonly place_path: string
  readonly state: 'active' | 'retired' | 'merged'
  readonly source: string
  readonly source_note: string | null
  readonly entered_at: number
  readonly entered_by: string | null
  readonly verified_at: number | null
  readonly verified_by: string | null
  readonly updated_at: number
  readonly updated_by: string | null
  readonly retired_at: number | null
  readonly retire_reason: string | null
  readonly provenance: string
  readonly complete: number
  readonly version: number
  readonly [column: string]: SqlValue
}

/** Columns of a file without those that only indexes need. */
export const columnsToRead = (definition: Archive, names: readonly string[] = Object.keys(definition.fields)): string =>
  [
    'id, place_id, place_path, state, source, source_note, entered_at, entered_by, verified_at, verified_by, updated_at, updated_by',
    'retired_at, retire_reason, provenance, complete, version',
    ...names.map((name) => storedField(definition, name).column),
  ].join(', ')

/** As text: what is sealed, indexed and told in the history. */
export function textOf(value: FieldValue): string | null {
  if (value === null) return null
  if (typeof value === 'boolean') return value ? '1' : '0'
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

export function parsed({ kind }: Field, text: string): FieldValue {
  if (kind === 'whole' || kind === 'number') return Number(text)
  if (kind === 'flag') return text === '1'
  return kind === 'files' ? (JSON.parse(text) as string[]) : text
}

/** What a value becomes in the table; sealed for this very row, with the indexes by which it is found. */
export function columnsFor(kernel: Pick<Kernel, 'sealer'>, definition: Archive, id: string, values: Values): Record<string, SqlValue> {
  const columns: Record<string, SqlValue> = {}
  for (const [name, value] of Object.entries(values))
    Object.assign(columns, columnsOfField(kernel, definition, id, storedField(definition, name), value))
  return columns
}

function columnsOfField(
  { sealer }: Pick<Kernel, 'sealer'>,
  { table }: Archive,
  row: string,
  stored: StoredField,
  value: FieldValue,
): Record<string, SqlValue> {
  const { column, field, blindColumn, suffixColumn } = stored
  const text = textOf(value)
  if (!stored.isSealed)
    return {
      [column]: text === null ? null : typeof value === 'object' ? text : typeof value === 'boolean' ? Number(value) : (value as SqlValue),
    }
  const columns: Record<string, SqlValue> = { [column]: text === null ? null : sealer.seal(text, { table, column, row }) }
  const normal = text === null ? null : normaliser(field)(text)
  if (blindColumn) columns[blindColumn] = normal === null ? null : sealer.blindIndex(normal, { table, column })
  if (suffixColumn) columns[suffixColumn] = normal === null ? null : sealer.suffixIndex(normal, { table, column })
  return columns
}

/** Values of a row, opened. Only the fields that are asked for. */
export function valuesOf(
  { sealer }: Pick<Kernel, 'sealer'>,
  definition: Archive,
  row: FileRow,
  names?: readonly string[],
): Record<string, FieldValue> {
  const values: Record<string, FieldValue> = {}
  for (const { name, field, column, isSealed } of names ? names.map((name) => storedField(definition, name)) : storedFields(definition)) {
    const stored = row[column] ?? null
    if (stored === null) values[name] = null
    else if (isSealed) values[name] = parsed(field, sealer.open(String(stored), { table: definition.table, column, row: row.id }))
    else
      values[name] =
        field.kind === 'flag'
          ? Number(stored) === 1
          : field.kind === 'files'
            ? (JSON.parse(String(stored)) as string[])
            : (stored as FieldValue)
  }
  return values
}

/** All possible stored forms of a value that is looked for, while keys are being changed. */
export function keysFor(
  { sealer }: Pick<Kernel, 'sealer'>,
  { table, fields }: Archive,
  stored: StoredField,
  value: FieldValue,
): SqlValue[] {
  const text = textOf(value) ?? ''
  if (!stored.isSealed) return [typeof value === 'boolean' ? Number(value) : (value as SqlValue)]
  return sealer.blindIndexes(normaliser(fields[stored.name] as Field)(text), { table, column: stored.column })
}

/** Hundredths of the required and wanted fields that are known. */
export function completeness(definition: Archive, values: Values): number {
  const needed = [
    ...new Set([...Object.keys(definition.fields).filter((name) => fieldOf(definition, name).required), ...definition.wanted]),
  ]
  if (needed.length === 0) return 100
  return Math.round((100 * needed.filter((name) => (values[name] ?? null) !== null).length) / needed.length)
}
