import type { Kernel } from '../../../kernel/kernel.ts'
import type { Tx } from '../../../kernel/store/store.ts'
import type { Importable } from '../records/importable.ts'
import { type Asked, type Examined, examine, judge, type Surroundings, type Told } from './examine.ts'

/** Rows with the same key are the same thing; the first of them stands for it. */
const keyPlace = { table: 'workbook_keys', column: 'row_key' }

export interface RowKey {
  readonly column: string
  readonly rowKey: string
}

/** Keys hold identity numbers, so only blind indexes of them are kept. */
export const keysOfRow = (kernel: Kernel, target: Importable, { values, place }: Examined): RowKey[] =>
  target.keysOf(values, place?.id).map(({ column, key }) => ({ column, rowKey: kernel.sealer.blindIndex(key, keyPlace) }))

export interface Looked extends Examined {
  readonly number: number
  readonly keys: readonly RowKey[]
}

/** All that is wrong with these rows: as they stand, against each other, against what the store holds. */
export async function lookAt(kernel: Kernel, importId: string, around: Surroundings, rows: readonly Asked[], tx?: Tx): Promise<Looked[]> {
  const examined = await examine(kernel, around, rows, tx)
  const keys = examined.map((row) => keysOfRow(kernel, around.target, row))
  const first = await firstRows(
    kernel,
    importId,
    keys.flat().map(({ rowKey }) => rowKey),
    tx,
  )
  const judged = await judge(around, examined, tx)
  return examined.map((row, index) => {
    const { number } = rows[index] as Asked
    const own = keys[index] ?? []
    const twins = own.flatMap(({ column, rowKey }): Told[] => {
      const other = first.get(rowKey)
      if (other === undefined || other >= number) return []
      return [{ column, zh: `与第 ${other} 行重复`, en: `The same as row ${other}` }]
    })
    return { ...row, number, keys: own, faults: [...(judged[index] ?? []), ...twins] }
  })
}

async function firstRows(kernel: Kernel, importId: string, keys: readonly string[], tx?: Tx): Promise<Map<string, number>> {
  const wanted = [...new Set(keys)]
  if (wanted.length === 0) return new Map()
  const rows = await kernel.store.rows<{ row_key: string; first_number: number }>(
    `SELECT row_key, MIN(line_number) AS first_number FROM workbook_keys WHERE import_id = ? AND row_key IN (${wanted.map(() => '?').join(', ')}) GROUP BY row_key`,
    [importId, ...wanted],
    tx,
  )
  return new Map(rows.map(({ row_key, first_number }) => [row_key, Number(first_number)]))
}

export async function writeKeys(
  kernel: Kernel,
  importId: string,
  rows: readonly { readonly number: number; readonly keys: readonly RowKey[] }[],
  tx: Tx,
): Promise<void> {
  const found = rows.flatMap(({ number, keys }) =>
    [...new Set(keys.map(({ rowKey }) => rowKey))].map((rowKey) => [importId, rowKey, number]),
  )
  if (found.length === 0) return
  await kernel.store.run(
    `INSERT INTO workbook_keys (import_id, row_key, line_number) VALUES ${found.map(() => '(?, ?, ?)').join(', ')}`,
    found.flat(),
    tx,
  )
}
