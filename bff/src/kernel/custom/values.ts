import type { FieldValue } from '@liren/contract/archive/index'
import type { SealedColumn } from '../crypto/sealer.ts'
import type { Kernel } from '../kernel.ts'
import { among } from '../store/condition.ts'
import { insertOnce } from '../store/insert-once.ts'
import type { Tx } from '../store/store.ts'
import type { AddedField } from './field.ts'

const sealedAt = (id: string) => ({ table: 'archive_custom', column: 'values_sealed', row: id })
export const sealedCustom: readonly SealedColumn[] = [{ table: 'archive_custom', column: 'values_sealed' }]

/** What was written into the added fields of one file, by the id of each field; of all fields it ever had. */
export type StoredValues = Readonly<Record<string, FieldValue>>

interface Row {
  readonly id: string
  readonly open_values: string
  readonly values_sealed: string | null
}

const opened = (kernel: Kernel, row: Row) => ({
  open: JSON.parse(row.open_values) as StoredValues,
  closed: row.values_sealed === null ? {} : (JSON.parse(kernel.sealer.open(row.values_sealed, sealedAt(row.id))) as StoredValues),
})

async function rowsOf(kernel: Kernel, ids: readonly string[], tx?: Tx): Promise<Row[]> {
  if (ids.length === 0) return []
  const wanted = among('id', ids)
  return kernel.store.rows<Row>(`SELECT id, open_values, values_sealed FROM archive_custom WHERE ${wanted.sql}`, wanted.params, tx)
}

/** Values of these files, opened. One statement, however many there are. */
export async function storedValues(kernel: Kernel, ids: readonly string[], tx?: Tx): Promise<Map<string, StoredValues>> {
  const rows = await rowsOf(kernel, ids, tx)
  return new Map(
    rows.map((row) => {
      const { open, closed } = opened(kernel, row)
      return [row.id, { ...open, ...closed }]
    }),
  )
}

export type Given = readonly (readonly [field: Pick<AddedField, 'id' | 'isSealed'>, value: FieldValue])[]

/** The row of a file with these values beside those that it had; sealed ones stay sealed, whatever became of their field. */
export function storedRow(kernel: Kernel, archive: string, id: string, given: Given, before?: Row) {
  const { open, closed } = before ? opened(kernel, before) : { open: {}, closed: {} }
  const part = (had: StoredValues, isSealed: boolean) => {
    const now = {
      ...had,
      ...Object.fromEntries(given.filter(([field]) => field.isSealed === isSealed).map(([field, value]) => [field.id, value])),
    }
    return Object.fromEntries(Object.entries(now).filter(([, value]) => value !== null))
  }
  const sealed = part(closed, true)
  return {
    ...{ id, archive, open_values: JSON.stringify(part(open, false)), changed_at: kernel.clock.now() },
    values_sealed: Object.keys(sealed).length === 0 ? null : kernel.sealer.seal(JSON.stringify(sealed), sealedAt(id)),
  }
}

/** Writes some values of one file. Whoever calls has claimed the file in the same transaction. */
export async function writeValues(kernel: Kernel, archive: string, id: string, given: Given, tx: Tx): Promise<void> {
  const [before] = await rowsOf(kernel, [id], tx)
  const row = storedRow(kernel, archive, id, given, before)
  if (before === undefined) await insertOnce(kernel.store, 'archive_custom', row, tx)
  else
    await kernel.store.run(
      'UPDATE archive_custom SET open_values = ?, values_sealed = ?, changed_at = ? WHERE id = ?',
      [row.open_values, row.values_sealed, row.changed_at, id],
      tx,
    )
}

export async function forgetValues(kernel: Kernel, ids: readonly string[], tx: Tx): Promise<void> {
  const wanted = among('id', ids)
  await kernel.store.run(`DELETE FROM archive_custom WHERE ${wanted.sql}`, wanted.params, tx)
}
