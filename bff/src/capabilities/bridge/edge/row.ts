import type { EdgeJobSummary } from '@liren/contract/edge/endpoints'
import { type EdgeState, edgeCauses } from '@liren/contract/edge/jobs'
import { refuse } from '../../../kernel/errors.ts'
import type { Principal, Scope } from '../../../kernel/http/route.ts'
import type { Kernel } from '../../../kernel/kernel.ts'
import { combine } from '../../../kernel/store/condition.ts'
import { scopedRows, scopedTable, underPlaces, unscoped } from '../../../kernel/store/scope.ts'
import type { SqlValue, Tx } from '../../../kernel/store/store.ts'

export interface JobRow {
  readonly id: string
  readonly bridge_id: string
  readonly kind: string
  readonly property: string | null
  readonly device_count: number
  readonly content: string
  readonly sequence: number
  readonly state: EdgeState
  readonly limit_ms: number
  readonly limit_readings: number
  readonly asked_name: string
  readonly issued_at: number
  readonly expires_at: number
  readonly cancel_at: number | null
  readonly ended_at: number | null
  readonly ended_by: 'bridge' | 'house' | null
  readonly cause: string | null
  readonly result: string | null
}

const shown = 'id, bridge_id, kind, property, device_count, sequence, state, limit_ms, limit_readings, asked_name, issued_at'
/** Without what is long: lists do not read it. */
export const columns = `${shown}, expires_at, cancel_at, ended_at, ended_by, cause`
export const wholeColumns = `${columns}, content, result`

export const iso = (at: number | null): string => new Date(Number(at)).toISOString()
const isoOrNull = (at: number | null): string | null => (at === null ? null : iso(at))

export const presentJob = (row: Omit<JobRow, 'content' | 'result'>): EdgeJobSummary => ({
  ...{ id: row.id, kind: row.kind, devices: Number(row.device_count), state: row.state, askedBy: row.asked_name },
  isCancelling: row.cancel_at !== null && row.ended_at === null,
  cause: edgeCauses.find((one) => one === row.cause) ?? (row.cause === null ? null : 'failed'),
  ...{ issuedAt: iso(row.issued_at), expiresAt: iso(row.expires_at), endedAt: isoOrNull(row.ended_at) },
})

/** The node of this code that is not taken away. */
export async function nodeId(kernel: Kernel, code: string, tx?: Tx): Promise<string> {
  const sql = 'SELECT id FROM bridges WHERE code = ? AND removed_at IS NULL'
  const [row] = await kernel.store.rows<{ id: string }>(sql, [code], tx)
  if (!row) throw refuse('not-found')
  return row.id
}

scopedTable('edge_jobs', { placePath: 'place_path' })
scopedTable('edge_requests', { placePath: 'place_path' })

const forNode = 'a node and the clock speak of all jobs and questions of a node, wherever its devices are'
/** Reads for the node itself. */
export const ofNode = <T extends object>(kernel: Kernel, sql: string, params: readonly SqlValue[], tx?: Tx): Promise<T[]> =>
  unscoped<T>(kernel.store, forNode, { sql, params }, tx)

/** Jobs of one's own places; what one began oneself besides, also where its devices stand apart. */
export const withinReach = ({ scope, principal }: Reader) =>
  combine('OR', [underPlaces('place_path', scope.places), { sql: 'asked_by = ?', params: [principal.id] }])

export interface Reader {
  readonly scope: Scope
  readonly principal: Pick<Principal, 'id'>
}

/** A job that the caller may see; with a transaction its row is held until that ends, since the node may speak of it meanwhile. */
export async function findJob(kernel: Kernel, id: string, reader: Reader, tx?: Tx): Promise<JobRow> {
  const lock = tx === undefined || kernel.store.dialect === 'sqlite' ? '' : ' FOR UPDATE'
  const where = combine('AND', [{ sql: 'id = ?', params: [id] }, withinReach(reader)])
  const statement = { sql: `SELECT ${wholeColumns} FROM edge_jobs WHERE ${where.sql}${lock}`, params: where.params }
  const [row] = await scopedRows<JobRow>(kernel.store, reader.scope, 'edge_jobs', statement, tx)
  if (!row) throw refuse('not-found')
  return row
}

export const addStep = (kernel: Kernel, jobId: string, state: EdgeState, at: number, tx: Tx): Promise<unknown> =>
  kernel.store.run('INSERT INTO edge_job_steps (id, job_id, state, at) VALUES (?, ?, ?, ?)', [kernel.ids.next(), jobId, state, at], tx)
