import type { Clock, Ids } from '../ports/time.ts'
import { unscoped } from '../store/scope.ts'
import type { Store, Tx } from '../store/store.ts'
import { guardedFields, macColumnOf } from './reseal.ts'
import type { GuardedTable, Sealer } from './sealer.ts'
import type { WalkRow } from './walk.ts'

export interface Alteration {
  readonly id: string
  readonly table: string
  readonly row: string
}

interface Dependencies {
  readonly store: Store
  readonly clock: Clock
  readonly ids: Ids
  readonly sealer: Sealer
  /** Told once per alteration, in the transaction that records it. */
  readonly onAltered: (alteration: Alteration, tx: Tx) => Promise<void>
}

const reason = 'the integrity of every row is checked, whoever it belongs to'
const page = 500

/** Looks at every row that decides about access and records those that were changed behind the application. */
export async function checkIntegrity(
  dependencies: Dependencies,
  guarded: readonly GuardedTable[],
): Promise<{ rows: number; altered: number }> {
  const total = { rows: 0, altered: 0 }
  for (const table of guarded) {
    const rowColumn = table.rowColumn ?? 'id'
    const columns = [...new Set([rowColumn, macColumnOf(table), ...table.columns])].join(', ')
    const open = await openFindings(dependencies.store, table.table)
    for (let after = ''; ; ) {
      const rows = await unscoped<WalkRow>(dependencies.store, reason, {
        sql: `SELECT ${columns} FROM ${table.table} WHERE ${rowColumn} > ? ORDER BY ${rowColumn} LIMIT ${page}`,
        params: [after],
      })
      for (const row of rows) {
        const id = String(row[rowColumn])
        const intact = dependencies.sealer.rowIntact(table.table, id, guardedFields(table, row), String(row[macColumnOf(table)]))
        if (!intact) total.altered++
        if (!intact && !open.has(id)) await record(dependencies, table.table, id)
        if (intact && open.has(id)) await settle(dependencies, open.get(id) as string)
      }
      total.rows += rows.length
      if (rows.length < page) break
      after = String(rows.at(-1)?.[rowColumn])
      await new Promise((next) => setImmediate(next))
    }
  }
  return total
}

async function openFindings(store: Store, table: string): Promise<Map<string, string>> {
  const sql = "SELECT id, row_id FROM integrity_findings WHERE table_name = ? AND kind = 'altered' AND settled_at IS NULL"
  return new Map((await store.rows<{ id: string; row_id: string }>(sql, [table])).map((row) => [row.row_id, row.id]))
}

async function record({ store, clock, ids, onAltered }: Dependencies, table: string, row: string): Promise<void> {
  const id = ids.next()
  await store.tx(async (tx) => {
    await store.run(
      "INSERT INTO integrity_findings (id, table_name, row_id, kind, found_at) VALUES (?, ?, ?, 'altered', ?)",
      [id, table, row, clock.now()],
      tx,
    )
    await onAltered({ id, table, row }, tx)
  })
}

const settle = ({ store, clock }: Dependencies, id: string): Promise<number> =>
  store.run('UPDATE integrity_findings SET settled_at = ? WHERE id = ? AND settled_at IS NULL', [clock.now(), id])
