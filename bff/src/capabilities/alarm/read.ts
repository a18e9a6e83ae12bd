import { scopeWith } from '../../kernel/http/access.ts'
import type { Principal } from '../../kernel/http/route.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { underPlaces, unscoped } from '../../kernel/store/scope.ts'
import type { Tx } from '../../kernel/store/store.ts'
import { findAlarm } from './load.ts'
import type { AlarmRow } from './row.ts'

export { openCase } from './case.ts'
export { addEntry } from './entries.ts'
export { type Judgement, judgeAlarms, type Told } from './judges.ts'
export { presentEntries } from './present.ts'
export { type AlarmWish, markOver, openKey, type RaisedAlarm, raiseAlarm } from './raise.ts'
export type { AlarmRow, EntryRow } from './row.ts'

export { escalateNow } from './timers.ts'

export type AlarmForLetters = Pick<
  AlarmRow,
  | 'id'
  | 'number'
  | 'kind'
  | 'created_at'
  | 'audience'
  | 'level'
  | 'title_zh'
  | 'title_en'
  | 'place_path'
  | 'place_label'
  | 'device_name'
  | 'handler_id'
  | 'root_id'
  | 'device_id'
>

/** What a message about an alarm says. */
export async function alarmForLetters(kernel: Kernel, id: string, tx: Tx): Promise<AlarmForLetters | undefined> {
  const sql =
    'SELECT id, number, kind, created_at, audience, level, title_zh, title_en, place_path, place_label, device_name, handler_id, root_id, device_id FROM alarms WHERE id = ?'
  return (await unscoped<AlarmForLetters>(kernel.store, 'messages are written by the house', { sql, params: [id] }, tx))[0]
}

/** Whether this person may see the photos of an alarm. */
export async function mayReadAlarm(kernel: Kernel, principal: Principal, id: string, tx?: Tx): Promise<boolean> {
  if (!principal.permissions.has('alarm.read')) return false
  return findAlarm(kernel, scopeWith(principal, 'alarm.read', 'place'), principal, id, tx).then(
    () => true,
    () => false,
  )
}

/** Whether an alarm still waits for somebody to accept it. */
export async function isUnaccepted(kernel: Kernel, id: string, tx: Tx): Promise<boolean> {
  const sql = "SELECT id FROM alarms WHERE id = ? AND state = 'raised' AND shelved_until_at IS NULL AND root_id IS NULL"
  return (await unscoped(kernel.store, 'rules watch over alarms for the house', { sql, params: [id] }, tx)).length > 0
}

/** How an alarm stands, for rooms that keep a book of their own about it. */
export async function alarmStanding(
  kernel: Kernel,
  id: string,
  tx?: Tx,
): Promise<Pick<AlarmRow, 'state' | 'phase' | 'result' | 'place_path'> | undefined> {
  const statement = { sql: 'SELECT state, phase, result, place_path FROM alarms WHERE id = ?', params: [id] }
  return (await unscoped<AlarmRow>(kernel.store, 'books of other rooms follow their alarms', statement, tx))[0]
}

/** Whether a fire is told at these places that nobody has closed. */
export async function fireBurns(kernel: Kernel, path: string, tx?: Tx): Promise<boolean> {
  const under = underPlaces('place_path', [path])
  const sql = `SELECT id FROM alarms WHERE kind IN ('fire', 'smoke', 'gas') AND phase IN ('open', 'active') AND ${under.sql} LIMIT 1`
  return (await unscoped(kernel.store, 'no door is closed where it burns', { sql, params: under.params }, tx)).length > 0
}

/** Alarms at a place that nobody has closed, by kind; on the index of what is not closed. */
export async function openAlarmKinds(kernel: Kernel, path: string): Promise<Map<string, number>> {
  const under = underPlaces('place_path', [path])
  const sql = `SELECT kind, COUNT(*) AS n FROM alarms WHERE phase IN ('open', 'active') AND ${under.sql} GROUP BY kind ORDER BY kind`
  const rows = await unscoped<{ kind: string; n: number }>(kernel.store, 'counted for whoever keeps the place', {
    sql,
    params: under.params,
  })
  return new Map(rows.map(({ kind, n }) => [kind, Number(n)]))
}

export interface AlarmFacts {
  readonly kind: AlarmRow['kind']
  readonly deviceId: string | null
  readonly placePath: string
  readonly at: number
  readonly state: AlarmRow['state']
  readonly values: Readonly<Record<string, unknown>>
}

/** What happened, for rooms that keep pictures of it. */
export async function alarmFacts(kernel: Kernel, id: string, tx?: Tx): Promise<AlarmFacts | undefined> {
  const statement = { sql: 'SELECT kind, device_id, place_path, first_at, state, content FROM alarms WHERE id = ?', params: [id] }
  const [row] = await unscoped<AlarmRow>(kernel.store, 'pictures of what happened are kept by the house', statement, tx)
  if (!row) return undefined
  const { first } = JSON.parse(row.content) as { first?: Record<string, unknown> }
  return {
    ...{ kind: row.kind, deviceId: row.device_id, placePath: row.place_path, at: Number(row.first_at), state: row.state },
    values: first ?? {},
  }
}
