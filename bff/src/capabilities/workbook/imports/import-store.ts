import type { End, Text } from '@liren/contract'
import type { ImportRowState, ImportState } from '@liren/contract/capabilities/workbook'
import type { Kernel } from '../../../kernel/kernel.ts'
import { scopedTable, unscoped } from '../../../kernel/store/scope.ts'
import type { SqlValue, Tx } from '../../../kernel/store/store.ts'
import type { Cell, Merge } from '../../../kernel/workbook/cell.ts'

/** An import belongs to whoever uploaded it. */
scopedTable('workbook_imports', { placePath: 'place_path', owner: 'owner_id' })

/** What reading found out about the sheet. */
export interface SheetFacts {
  readonly headRow: number
  readonly is1904: boolean
  readonly columns: readonly { readonly key: string; readonly at: number }[]
  readonly unknown: readonly string[]
  readonly merges: readonly Merge[]
  readonly warnings: readonly Text[]
}

export interface ImportRecord {
  readonly id: string
  readonly archive: string
  readonly owner_id: string
  readonly at_end: End
  readonly reach: string
  readonly place_id: string
  readonly place_path: string
  readonly file_name: string
  readonly state: ImportState
  readonly failure: string | null
  readonly failed_about: string | null
  readonly sheet: string
  readonly steps: number
  readonly resumed: number
  readonly touched_at: number
  readonly created_at: number
  readonly applied_at: number | null
  readonly undone_at: number | null
  readonly reason: string | null
  readonly version: number
}

/** Its id is that of the file it becomes: a row that is applied twice meets its own key. */
export interface RowRecord {
  readonly id: string
  readonly import_id: string
  readonly line_number: number
  readonly state: ImportRowState
  readonly cells_sealed: string
  readonly faults: string
  readonly warnings: string
}

/** What is kept of a cell; `edited` was typed here, so that nothing of the sheet holds for it any more. */
export type KeptCell = Cell & { readonly edited?: true }
export type KeptCells = Readonly<Record<string, KeptCell>>

const columns =
  'id, archive, owner_id, at_end, reach, place_id, place_path, file_name, state, failure, failed_about, sheet, steps, resumed, touched_at, created_at, applied_at, undone_at, reason, version'
export const rowColumns = 'id, import_id, line_number, state, cells_sealed, faults, warnings'

export async function importById(kernel: Kernel, id: string, tx?: Tx): Promise<ImportRecord | undefined> {
  const statement = { sql: `SELECT ${columns} FROM workbook_imports WHERE id = ?`, params: [id] }
  return (await unscoped<ImportRecord>(kernel.store, 'jobs and owners are told apart by the caller', statement, tx))[0]
}

export async function importsOf(
  kernel: Kernel,
  where: { sql: string; params: readonly SqlValue[] },
  tail: string,
): Promise<ImportRecord[]> {
  const statement = { sql: `SELECT ${columns} FROM workbook_imports WHERE ${where.sql} ${tail}`, params: where.params }
  return unscoped<ImportRecord>(kernel.store, 'narrowed to one owner by the caller', statement)
}

export const factsOf = (record: Pick<ImportRecord, 'sheet'>): SheetFacts => ({
  ...{ headRow: 0, is1904: false, columns: [], unknown: [], merges: [], warnings: [] },
  ...(JSON.parse(record.sheet) as Partial<SheetFacts>),
})

/** Moves an import on, if it is still where the caller saw it. False when somebody else was quicker. */
export async function moveImport(
  kernel: Kernel,
  seen: Pick<ImportRecord, 'id' | 'version'>,
  change: Readonly<Record<string, SqlValue>>,
  tx: Tx,
): Promise<boolean> {
  const names = Object.keys(change)
  const changed = await kernel.store.run(
    `UPDATE workbook_imports SET ${names.map((name) => `${name} = ?, `).join('')}touched_at = ?, version = version + 1 WHERE id = ? AND version = ?`,
    [...names.map((name) => change[name] ?? null), kernel.clock.now(), seen.id, seen.version],
    tx,
  )
  return changed === 1
}

/** Rows of an import by their state; one walk of an index. */
export async function countsOf(
  kernel: Kernel,
  ids: readonly string[],
  tx?: Tx,
): Promise<Map<string, Partial<Record<ImportRowState, number>>>> {
  const counts = new Map<string, Partial<Record<ImportRowState, number>>>()
  if (ids.length === 0) return counts
  const rows = await kernel.store.rows<{ import_id: string; state: ImportRowState; n: number }>(
    `SELECT import_id, state, COUNT(*) AS n FROM workbook_rows WHERE import_id IN (${ids.map(() => '?').join(', ')}) GROUP BY import_id, state`,
    ids,
    tx,
  )
  for (const { import_id, state, n } of rows) counts.set(import_id, { ...counts.get(import_id), [state]: Number(n) })
  return counts
}

const cellsAt = (id: string) => ({ table: 'workbook_rows', column: 'cells_sealed', row: id })
export const sealCells = ({ sealer }: Kernel, id: string, cells: KeptCells): string => sealer.seal(JSON.stringify(cells), cellsAt(id))
export const openCells = ({ sealer }: Kernel, row: Pick<RowRecord, 'id' | 'cells_sealed'>): KeptCells =>
  row.cells_sealed === '' ? {} : (JSON.parse(sealer.open(row.cells_sealed, cellsAt(row.id))) as KeptCells)

/** Rows that wait for a step, in the order of the file. */
export const rowsIn = (kernel: Kernel, importId: string, state: ImportRowState, limit: number, tx?: Tx): Promise<RowRecord[]> =>
  kernel.store.rows<RowRecord>(
    `SELECT ${rowColumns} FROM workbook_rows WHERE import_id = ? AND state = ? ORDER BY line_number LIMIT ${Math.trunc(limit)}`,
    [importId, state],
    tx,
  )

export const uploadKey = (id: string): string => `workbook/${id}.in`
