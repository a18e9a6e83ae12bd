import type { Clock, Ids } from '../ports/time.ts'
import type { Condition } from '../store/condition.ts'
import { unscoped } from '../store/scope.ts'
import type { SqlValue, Store, Tx } from '../store/store.ts'

/** A durable walk over one table that brings what is stored to the keys of today, some rows at a time. */
export interface Walk {
  readonly table: string
  /** What the walk is about; with table and target it names the walk. */
  readonly column: string
  readonly target: string
  readonly rowColumn: string
  readonly columns: readonly string[]
  /** Raised with the change, so that whoever read the row before writes anew. */
  readonly versionColumn?: string | undefined
  /** What to write instead; undefined when the row is as it should be. Throws when the row does not open. */
  change(row: WalkRow): Readonly<Record<string, SqlValue>> | undefined
  /** Rows that are not as they should be, for `SELECT COUNT(*) … WHERE`. */
  readonly behind: Condition
}
export type WalkRow = Readonly<Record<string, string | number | null>>

export interface WalkState {
  readonly table: string
  readonly column: string
  readonly target: string
  readonly state: 'waiting' | 'running' | 'done'
  readonly seen: number
  readonly sealed: number
  readonly failed: number
  readonly startedAt: number | null
  readonly finishedAt: number | null
}

interface StateRow {
  id: string
  row_after: string
  seen_rows: number
  sealed_rows: number
  failed_rows: number
  started_at: number
  finished_at: number | null
}

const reason = 'keys are changed for every row, whoever it belongs to'
const batch = 200
const stateColumns = 'id, row_after, seen_rows, sealed_rows, failed_rows, started_at, finished_at'

interface Dependencies {
  readonly store: Store
  readonly clock: Clock
  readonly ids: Ids
  readonly onFailure: (walk: Walk, row: string, error: unknown) => void
}

/** Goes on where the walk stopped; true when there was something to do. Safe to run from several processes. */
export async function walkStep(dependencies: Dependencies, walk: Walk): Promise<boolean> {
  const { store } = dependencies
  const state = (await stateOf(store, walk)) ?? (await begin(dependencies, walk))
  if (!state || state.finished_at !== null) return false
  const columns = [...new Set([walk.rowColumn, ...walk.columns])].join(', ')
  const rows = await unscoped<WalkRow>(store, reason, {
    sql: `SELECT ${columns} FROM ${walk.table} WHERE ${walk.rowColumn} > ? ORDER BY ${walk.rowColumn} LIMIT ${batch}`,
    params: [state.row_after],
  })
  if (rows.length === 0) return finish(dependencies, walk, state)
  await store
    .tx(async (tx) => {
      let [sealed, failed] = [0, 0]
      for (const row of rows) {
        const outcome = await changeRow(dependencies, walk, row, tx)
        if (outcome === 'changed') sealed++
        if (outcome === 'failed') failed++
      }
      const next = String(rows.at(-1)?.[walk.rowColumn])
      // Another process that took the same step loses here and undoes its half.
      const moved = await store.run(
        `UPDATE key_reseals SET row_after = ?, seen_rows = seen_rows + ?, sealed_rows = sealed_rows + ?, failed_rows = failed_rows + ?
       WHERE id = ? AND row_after = ?`,
        [next, rows.length, sealed, failed, state.id, state.row_after],
        tx,
      )
      if (moved !== 1) throw new StepTaken()
    })
    .catch((error: unknown) => {
      if (!(error instanceof StepTaken)) throw error
    })
  return true
}

class StepTaken extends Error {}

async function changeRow(
  { store, onFailure }: Dependencies,
  walk: Walk,
  row: WalkRow,
  tx: Tx,
): Promise<'changed' | 'unchanged' | 'failed'> {
  const key = row[walk.rowColumn] ?? null
  let change: Readonly<Record<string, SqlValue>> | undefined
  try {
    change = walk.change(row)
  } catch (error) {
    onFailure(walk, String(key), error)
    return 'failed'
  }
  if (!change) return 'unchanged'
  const names = Object.keys(change)
  const as = (name: string) => (row[name] === null || row[name] === undefined ? `${name} IS NULL` : `${name} = ?`)
  const bump = walk.versionColumn ? `, ${walk.versionColumn} = ${walk.versionColumn} + 1` : ''
  // Whoever wrote the row in the meantime wrote it under today's keys.
  const written = await store.run(
    `UPDATE ${walk.table} SET ${names.map((name) => `${name} = ?`).join(', ')}${bump}
     WHERE ${walk.rowColumn} = ?${names.map((name) => ` AND ${as(name)}`).join('')}`,
    [...Object.values(change), key, ...names.flatMap((name) => row[name] ?? [])],
    tx,
  )
  return written === 1 ? 'changed' : 'unchanged'
}

/** A transaction that began before the keys changed may have ended behind the walk: then it is walked once more. */
async function finish({ store, clock }: Dependencies, walk: Walk, state: StateRow): Promise<boolean> {
  const behind = await countBehind(store, walk)
  const again = behind > state.failed_rows
  await store.run(
    again
      ? "UPDATE key_reseals SET row_after = '', seen_rows = 0, failed_rows = 0 WHERE id = ? AND row_after = ?"
      : 'UPDATE key_reseals SET finished_at = ? WHERE id = ? AND row_after = ?',
    again ? [state.id, state.row_after] : [clock.now(), state.id, state.row_after],
  )
  return again
}

export async function countBehind(store: Store, walk: Walk): Promise<number> {
  const sql = `SELECT COUNT(*) AS n FROM ${walk.table} WHERE ${walk.behind.sql}`
  const [row] = await unscoped<{ n: number }>(store, reason, { sql, params: walk.behind.params })
  return Number(row?.n ?? 0)
}

async function begin({ store, clock, ids }: Dependencies, walk: Walk): Promise<StateRow | undefined> {
  const values = [ids.next(), walk.table, walk.column, walk.target, clock.now()]
  await store
    .run('INSERT INTO key_reseals (id, table_name, column_name, target, started_at) VALUES (?, ?, ?, ?, ?)', values)
    .catch(async (error: unknown) => {
      if (!(await stateOf(store, walk))) throw error
    })
  return stateOf(store, walk)
}

async function stateOf(store: Store, walk: Walk): Promise<StateRow | undefined> {
  const sql = `SELECT ${stateColumns} FROM key_reseals WHERE table_name = ? AND column_name = ? AND target = ?`
  return (await store.rows<StateRow>(sql, [walk.table, walk.column, walk.target]))[0]
}

export async function walkState(store: Store, walk: Walk): Promise<WalkState> {
  const row = await stateOf(store, walk)
  const { table, column, target } = walk
  if (!row) return { table, column, target, state: 'waiting', seen: 0, sealed: 0, failed: 0, startedAt: null, finishedAt: null }
  return {
    table,
    column,
    target,
    state: row.finished_at === null ? 'running' : 'done',
    seen: Number(row.seen_rows),
    sealed: Number(row.sealed_rows),
    failed: Number(row.failed_rows),
    startedAt: row.started_at,
    finishedAt: row.finished_at,
  }
}
