import { internalsOf } from '../../src/kernel/store/internals.ts'
import type { Store } from '../../src/kernel/store/store.ts'

interface Column {
  readonly name: string
  readonly type: string
  readonly size: number | null
  readonly optional: 'YES' | 'NO'
}

/** Enough that reading a table to its end costs more than its index: a page holds more narrow rows than wide ones. */
function rowsFor(columns: readonly Column[]): number {
  const width = columns.reduce((sum, { size, optional }) => sum + (optional === 'YES' ? 2 : Math.min(size ?? 8, 26)), 20)
  return Math.min(5000, Math.max(1500, Math.round(500_000 / width)))
}

/** What the server is told of their number on top, in its statistics, which may be written: narrow rows are read whole longer. */
const believed = 100_000

/**
 * MariaDB reads a small table whole, and rightly. So every table gets rows of nothing in particular, each value once,
 * and is counted. SQLite plans without counting rows.
 */
export async function fillTables(store: Store): Promise<void> {
  if (store.dialect !== 'mysql') return
  const { connector } = internalsOf(store)
  const columns = await connector.rows<Column & { owner: string }>(
    `SELECT c.table_name AS owner, c.column_name AS name, c.data_type AS type, c.character_maximum_length AS size, c.is_nullable AS optional
     FROM information_schema.columns c JOIN information_schema.tables t ON t.table_schema = c.table_schema AND t.table_name = c.table_name
     WHERE c.table_schema = DATABASE() AND t.table_type = 'BASE TABLE' AND c.table_name <> 'schema_migrations'`,
    [],
    undefined,
  )
  const tables = new Map<string, Column[]>()
  for (const column of columns) tables.set(column.owner, [...(tables.get(column.owner) ?? []), column])
  await connector.alone(async (session) => {
    await session.run('SET SESSION foreign_key_checks = 0, unique_checks = 0', [])
    await session.run('START TRANSACTION', [])
    for (const [table, of] of tables) {
      const names = of.map(({ name }) => `\`${name}\``).join(', ')
      await session.run(`INSERT IGNORE INTO ${table} (${names}) SELECT ${of.map(fillerOf).join(', ')} FROM seq_1_to_${rowsFor(of)}`, [])
    }
    await session.run('COMMIT', [])
    await session.rows(`ANALYZE TABLE ${[...tables.keys()].join(', ')}`, [])
    await session.run(
      `INSERT INTO mysql.table_stats (db_name, table_name, cardinality)
       SELECT table_schema, table_name, ${believed} FROM information_schema.tables WHERE table_schema = DATABASE() AND table_type = 'BASE TABLE'`,
      [],
    )
    await session.run('FLUSH TABLES', [])
  })
}

/** What may be missing is there in every tenth row. */
const fillerOf = (column: Column): string =>
  column.optional === 'YES' ? `IF(seq % 10 = 0, ${plainFillerOf(column)}, NULL)` : plainFillerOf(column)

function plainFillerOf({ type, size }: Column): string {
  if (/int|decimal|double|float/.test(type)) return 'seq'
  if (/blob|binary/.test(type)) return "'x'"
  if (/text|json/.test(type)) return "'{}'"
  return size !== null && size >= 4 ? `LPAD(seq, ${Math.min(size, 26)}, '~')` : "'~'"
}
