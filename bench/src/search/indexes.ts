import type { Session } from '../../../bff/src/kernel/store/connector.ts'

const kept = 'bench_indexes'

/**
 * Takes the indexes of a table away for as long as it is filled: sorted at the end they cost a tenth. What they were
 * is kept in the database, so that an interrupted run can put them back.
 */
export async function withoutIndexes(session: Session, table: string, work: () => Promise<void>): Promise<void> {
  await session.run(`CREATE TABLE IF NOT EXISTS ${kept} (name VARCHAR(80) PRIMARY KEY, definition VARCHAR(500) NOT NULL)`, [])
  const found = await session.rows<{ name: string; definition: string }>(
    `SELECT index_name AS name, CONCAT(IF(MIN(non_unique) = 0, 'UNIQUE INDEX ', 'INDEX '), index_name, ' (',
       GROUP_CONCAT(CONCAT(column_name, IF(sub_part IS NULL, '', CONCAT('(', sub_part, ')'))) ORDER BY seq_in_index), ')') AS definition
     FROM information_schema.statistics WHERE table_schema = DATABASE() AND table_name = ? AND index_name <> 'PRIMARY' GROUP BY index_name`,
    [table],
  )
  for (const { name, definition } of found) {
    await session.run(`INSERT INTO ${kept} (name, definition) VALUES (?, ?) ON DUPLICATE KEY UPDATE definition = VALUES(definition)`, [
      name,
      definition,
    ])
  }
  if (found.length > 0) await session.run(`ALTER TABLE ${table} ${found.map(({ name }) => `DROP INDEX ${name}`).join(', ')}`, [])
  await work()
  await putBack(session, table)
}

/** After a run that was interrupted while the indexes were away. */
export async function putBack(session: Session, table: string): Promise<void> {
  const [there] = await session.rows('SELECT 1 AS one FROM information_schema.tables WHERE table_schema = DATABASE() AND table_name = ?', [
    kept,
  ])
  if (!there) return
  const away = await session.rows<{ definition: string }>(`SELECT definition FROM ${kept} ORDER BY name`, [])
  if (away.length > 0) await session.run(`ALTER TABLE ${table} ${away.map(({ definition }) => `ADD ${definition}`).join(', ')}`, [])
  await session.run(`DROP TABLE ${kept}`, [])
}
