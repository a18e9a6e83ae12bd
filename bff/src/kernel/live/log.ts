import type { SqlValue, Store } from '../store/store.ts'

/** One row of the live log, with the people it is meant for. */
export interface LogEntry {
  readonly seq: number
  readonly userIds: readonly string[]
  readonly placePath: string | null
  readonly permission: string | null
  /** Whoever holds it in a household within the place is told too. */
  readonly homePermission: string | null
  /** What is sent, ready made: every receiver gets the same. */
  readonly event: { seq: number; name: string; subject: string; subjectId: string; at: string }
}

interface Row {
  seq: number
  name: string
  subject: string
  subject_id: string
  user_ids: string | null
  place_path: string | null
  permission: string | null
  home_permission: string | null
  at: number
}

/** Entries after a number, oldest first. */
export async function readAfter(store: Store, after: number, limit: number): Promise<LogEntry[]> {
  const params: SqlValue[] = [after, limit]
  const rows = await store.rows<Row>(
    'SELECT seq, name, subject, subject_id, user_ids, place_path, permission, home_permission, at FROM live_events WHERE seq > ? ORDER BY seq LIMIT ?',
    params,
  )
  return rows.map(toEntry)
}

const toEntry = (row: Row): LogEntry => ({
  seq: Number(row.seq),
  userIds: row.user_ids === null ? [] : (JSON.parse(row.user_ids) as string[]),
  placePath: row.place_path,
  permission: row.permission,
  homePermission: row.home_permission,
  event: {
    seq: Number(row.seq),
    name: row.name,
    subject: row.subject,
    subjectId: row.subject_id,
    at: new Date(Number(row.at)).toISOString(),
  },
})

/** The oldest and newest numbers that are kept; both 0 before the first event. */
export async function spanOf(store: Store): Promise<{ oldest: number; newest: number }> {
  const [row] = await store.rows<{ oldest: number | null; newest: number | null }>(
    'SELECT (SELECT MIN(seq) FROM live_events) AS oldest, (SELECT MAX(seq) FROM live_events) AS newest',
  )
  return { oldest: Number(row?.oldest ?? 0), newest: Number(row?.newest ?? 0) }
}

/** Whether a reader who heard up to `after` can go on without having missed anything. */
export const canResume = (after: number, span: { oldest: number; newest: number }): boolean =>
  after <= span.newest && after >= span.oldest - 1

/** Forgets what is older; the newest stays, since the numbers go on from it. */
export async function prune(store: Store, before: number): Promise<number> {
  const { newest } = await spanOf(store)
  return store.run('DELETE FROM live_events WHERE at < ? AND seq < ?', [before, newest])
}
