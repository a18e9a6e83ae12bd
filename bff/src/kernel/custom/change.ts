import { type Fault, z } from '@liren/contract'
import { type Archive, type CustomValues, type FieldValue, fieldOfUse, inputSchema, type Values } from '@liren/contract/archive/index'
import { toFaults } from '../http/validate.ts'
import type { Kernel } from '../kernel.ts'
import { among, combine } from '../store/condition.ts'
import { unscoped } from '../store/scope.ts'
import type { Tx } from '../store/store.ts'
import { type AddedField, addedField, type FieldRow, fieldColumns, isAsked, keyOf, pathsAbove } from './field.ts'
import { type StoredValues, storedValues, writeValues } from './values.ts'

const sealedText = '***'

/** Before and after in the history, which outlives every role: sealed values are told as being there. */
export const toldValue = ({ isSealed }: AddedField, value: FieldValue): string | null =>
  value === null ? null : isSealed ? sealedText : typeof value === 'boolean' ? (value ? '1' : '0') : String(value)

export interface CustomChange {
  readonly faults: readonly Fault[]
  readonly changes: readonly { readonly field: string; readonly before: string | null; readonly after: string | null }[]
  /** Writes what was accepted; in the transaction that claimed the file. */
  save(id: string, tx: Tx): Promise<void>
}

const nothing: CustomChange = { faults: [], changes: [], save: async () => undefined }

/** The use of a file, where files of its archive differ by one. */
export function useOf({ name }: Pick<Archive, 'name'>, values: Values): string | null {
  const field = fieldOfUse(name)
  return field === undefined ? null : ((values[field] ?? null) as string | null)
}

/** What would become of the added fields of a file: refused, changed, or left alone where nobody speaks of them. */
export async function customChange(
  kernel: Kernel,
  definition: Archive,
  file: { readonly id: string | undefined; readonly path: string; readonly values: Values },
  given: CustomValues | undefined,
  tx: Tx,
): Promise<CustomChange> {
  if (given === undefined) return nothing
  const fields = await fieldsAbove(kernel, definition.name, file.path, tx)
  if (fields.length === 0 && Object.keys(given).length === 0) return nothing
  const asked = fields.filter((field) => isAsked(field, file.path, useOf(definition, file.values)))
  const before = file.id === undefined ? {} : ((await storedValues(kernel, [file.id], tx)).get(file.id) ?? {})
  const after: Record<string, FieldValue> = { ...before }
  for (const field of asked) {
    const value = given[field.code]
    if (value !== undefined) after[field.id] = typeof value === 'string' ? value.trim() : value
  }
  const unknown = Object.keys(given).filter((code) => !asked.some((field) => field.code === code))
  const changed = asked.filter(({ id }) => (before[id] ?? null) !== (after[id] ?? null))
  return {
    faults: [...unknown.map(noSuchField), ...faultsOfValues(asked, after, changed)],
    changes: changed.map((field) => ({
      field: keyOf(field),
      before: toldValue(field, before[field.id] ?? null),
      after: toldValue(field, after[field.id] ?? null),
    })),
    async save(id, within) {
      const values = changed.map((field) => [field, after[field.id] ?? null] as const)
      if (values.length > 0) await writeValues(kernel, definition.name, id, values, within)
    },
  }
}

const noSuchField = (code: string): Fault => ({
  path: `body.${keyOf({ code })}`,
  zh: '此档案没有这个自定义字段',
  en: 'This file has no field of this code',
})

/** What is wrong with values of added fields: missing, or not what the field takes. What stays as it was may stay. */
export function faultsOfValues(asked: readonly AddedField[], values: StoredValues, changed: readonly AddedField[]): Fault[] {
  return asked.flatMap((added) => {
    const value = values[added.id] ?? null
    const path = `body.${keyOf(added)}`
    if (value === null) return added.field.required ? [{ path, zh: '此项必填', en: 'This is required' }] : []
    if (!changed.includes(added)) return []
    const parsed = z.safeParse(inputSchema(added.field), value)
    return parsed.success ? [] : parsed.error.issues.flatMap((issue) => toFaults(issue, path))
  })
}

/** As they are written down now, for a decision; withdrawn ones too, so that nothing of theirs is lost. */
async function fieldsAbove(kernel: Kernel, archive: string, path: string, tx: Tx): Promise<AddedField[]> {
  const where = combine('AND', [{ sql: 'archive = ?', params: [archive] }, among('place_path', pathsAbove(path))])
  const rows = await unscoped<FieldRow>(
    kernel.store,
    'a file has the fields of the places above it',
    { sql: `SELECT ${fieldColumns} FROM custom_fields WHERE ${where.sql} ORDER BY id`, params: where.params },
    tx,
  )
  return rows.map(addedField)
}
