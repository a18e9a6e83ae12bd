import { recordOperation } from '../../../kernel/audit/operations.ts'
import type { Kernel } from '../../../kernel/kernel.ts'
import { unscoped } from '../../../kernel/store/scope.ts'
import type { Dialect } from '../../../kernel/store/store.ts'
import { invalidateGroups } from '../../../kernel/web/cached-read.ts'
import { mainKey, thumbKey } from '../../file/read.ts'
import { firstTables, keptTables, partly } from './kept.ts'
import { finishEnd } from './state.ts'

/** Rows of one statement: short enough for the time limit of a statement, and for others to write in between. */
const batch = 2000
/** A request that was under way may have written behind us; more rounds than this means that somebody goes on writing. */
const rounds = 10

const why = 'everything of the demonstration is removed, whoever it belongs to'

export interface Cleared {
  readonly rows: number
  readonly files: number
}

/** Removes everything but what `kept.ts` names. May be interrupted and repeated; says at its end that it is done. */
export async function clearDemo(kernel: Kernel): Promise<Cleared> {
  let [rows, files] = [0, 0]
  for (let round = 1; ; round++) {
    const before = rows
    files += await removeFiles(kernel)
    for (const table of await tablesToClear(kernel)) rows += await empty(kernel, table)
    if (rows === before) break
    if (round === rounds) throw new Error('somebody keeps writing while the demo data is cleared')
  }
  await kernel.search.clear()
  await invalidateGroups(kernel, [...new Set(kernel.surface.capabilities.map(({ contract }) => contract.name))])
  await finishEnd(kernel)
  if (rows > 0)
    await recordOperation(kernel.audit, {
      kind: 'database',
      action: 'operation.demo-cleared',
      subject: 'database',
      after: { rows, files },
    })
  return { rows, files }
}

const listing: Readonly<Record<Dialect, string>> = {
  sqlite: "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'",
  mysql: "SELECT table_name AS name FROM information_schema.tables WHERE table_schema = DATABASE() AND table_type = 'BASE TABLE'",
  postgres: 'SELECT tablename AS name FROM pg_tables WHERE schemaname = current_schema()',
}

async function tablesToClear(kernel: Kernel): Promise<string[]> {
  const rows = await kernel.store.rows<{ name: string }>(listing[kernel.store.dialect])
  const names = rows.map(({ name }) => name).filter((name) => !keptTables.has(name))
  return [...firstTables, ...names.filter((name) => !firstTables.includes(name)).sort()]
}

/** No store deletes a number of rows in the words of another. */
const deleting: Readonly<Record<Dialect, (table: string, where: string) => string>> = {
  sqlite: (table, where) => `DELETE FROM ${table} WHERE rowid IN (SELECT rowid FROM ${table} WHERE ${where} LIMIT ${batch})`,
  mysql: (table, where) => `DELETE FROM ${table} WHERE ${where} LIMIT ${batch}`,
  postgres: (table, where) => `DELETE FROM ${table} WHERE ctid IN (SELECT ctid FROM ${table} WHERE ${where} LIMIT ${batch})`,
}

async function empty(kernel: Kernel, table: string): Promise<number> {
  const { sql, params } = partly[table] ?? { sql: '1 = 1', params: [] }
  const statement = deleting[kernel.store.dialect](table, sql)
  let removed = 0
  for (;;) {
    const changed = await kernel.store.run(statement, params)
    removed += changed
    if (changed < batch) return removed
  }
}

/** The bytes go before the rows that know of them: what is interrupted here is found again. */
async function removeFiles(kernel: Kernel): Promise<number> {
  let removed = 0
  for (let after = ''; ; ) {
    const rows = await unscoped<{ id: string }>(kernel.store, why, {
      sql: `SELECT id FROM files WHERE id > ? ORDER BY id LIMIT ${batch}`,
      params: [after],
    })
    for (const { id } of rows) for (const key of [mainKey(id), thumbKey(id)]) await kernel.files.remove(key)
    removed += rows.length
    if (rows.length < batch) return removed
    after = rows.at(-1)?.id ?? ''
  }
}
