import type { Archive } from '@liren/contract/archive/index'
import type { Kernel } from '../../kernel/kernel.ts'
import { insertOnce } from '../../kernel/store/insert-once.ts'
import { unscoped } from '../../kernel/store/scope.ts'
import type { Tx } from '../../kernel/store/store.ts'

const why = 'what looks after the data looks at all of them, whoever they belong to'

/** Where a walk keeps how far it has come: a table of one line for each archive. */
export type Cursors = 'quality_cursors' | 'duplicate_cursors'

interface Cursor {
  readonly is_walking: number
  readonly after_id: string
  readonly change_id: string
}

const cursorOf = async ({ store }: Kernel, table: Cursors, archive: string): Promise<Cursor | undefined> =>
  (await store.rows<Cursor>(`SELECT is_walking, after_id, change_id FROM ${table} WHERE archive = ?`, [archive]))[0]

/** Begins anew with every file of an archive: time passes, and rules change. */
export async function walkAgain(kernel: Kernel, table: Cursors, archive: string, tx?: Tx): Promise<void> {
  const { store } = kernel
  const [last] = await store.rows<{ id: string | null }>('SELECT MAX(id) AS id FROM archive_changes WHERE archive = ?', [archive], tx)
  const fresh = { is_walking: 1, after_id: '', change_id: last?.id ?? '' }
  if (await insertOnce(store, table, { archive, ...fresh }, tx)) return
  const params = [fresh.after_id, fresh.change_id, archive]
  await store.run(`UPDATE ${table} SET is_walking = 1, after_id = ?, change_id = ? WHERE archive = ?`, params, tx)
}

/** Visits the next files: all of them in order once, afterwards those whose history has a new line. False when nothing is left. */
export async function walkSome(
  kernel: Kernel,
  table: Cursors,
  { name, table: files }: Pick<Archive, 'name' | 'table'>,
  batch: number,
  visit: (ids: readonly string[]) => Promise<void>,
): Promise<boolean> {
  const { store } = kernel
  const cursor = await cursorOf(kernel, table, name)
  if (!cursor) {
    await walkAgain(kernel, table, name)
    return true
  }
  if (cursor.is_walking === 1) {
    const sql = `SELECT id FROM ${files} WHERE id > ? ORDER BY id LIMIT ${batch}`
    const rows = await unscoped<{ id: string }>(store, why, { sql, params: [cursor.after_id] })
    if (rows.length > 0) await visit(rows.map(({ id }) => id))
    const isOver = rows.length < batch
    await store.run(`UPDATE ${table} SET after_id = ?, is_walking = ? WHERE archive = ?`, [
      rows.at(-1)?.id ?? cursor.after_id,
      isOver ? 0 : 1,
      name,
    ])
    return true
  }
  const changes = await store.rows<{ id: string; file_id: string }>(
    `SELECT id, file_id FROM archive_changes WHERE archive = ? AND id > ? ORDER BY id LIMIT ${batch}`,
    [name, cursor.change_id],
  )
  const last = changes.at(-1)
  if (!last) return false
  await visit([...new Set(changes.map(({ file_id }) => file_id))])
  await store.run(`UPDATE ${table} SET change_id = ? WHERE archive = ?`, [last.id, name])
  return true
}
