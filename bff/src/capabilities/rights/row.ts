import { type RightsKind, type RightsProof, type RightsState, rightsErrors } from '@liren/contract/capabilities/rights'
import { refuse, refuseWith } from '../../kernel/errors.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { insertOnce } from '../../kernel/store/insert-once.ts'
import { scopedTable, unscoped } from '../../kernel/store/scope.ts'
import type { SqlValue, Tx } from '../../kernel/store/store.ts'

scopedTable('rights_requests', { placePath: 'place_path', owner: 'user_id' })

export interface RightsRequestRow {
  readonly id: string
  readonly kind: RightsKind
  readonly state: RightsState
  readonly user_id: string
  readonly person_id: string | null
  readonly place_path: string
  readonly review_id: string | null
  /** JSON: which fields a correction is about. */
  readonly fields: string | null
  readonly due_at: number
  readonly overdue_told_at: number | null
  readonly file_key: string | null
  readonly bytes: number | null
  readonly expires_at: number | null
  readonly answer: string | null
  readonly proof: string | null
  readonly decided_by: string | null
  readonly decided_at: number | null
  readonly open_key: string | null
  readonly created_at: number
  readonly version: number
}

/** Waiting for the house, or for its time. */
export const openStates = ['making', 'waiting', 'cooling', 'held'] as const

export const isOverdue = (row: Pick<RightsRequestRow, 'state' | 'due_at'>, now: number): boolean =>
  (row.state === 'waiting' || row.state === 'making') && Number(row.due_at) < now

type Draft = Pick<RightsRequestRow, 'id' | 'kind' | 'state' | 'user_id' | 'person_id' | 'place_path' | 'due_at'> & Partial<RightsRequestRow>

/** One open request of a kind at a time. */
export async function insertRequest(kernel: Kernel, draft: Draft, tx: Tx): Promise<RightsRequestRow> {
  const row: RightsRequestRow = {
    review_id: null,
    fields: null,
    overdue_told_at: null,
    file_key: null,
    bytes: null,
    expires_at: null,
    answer: null,
    proof: null,
    decided_by: null,
    decided_at: null,
    open_key: `${draft.user_id}:${draft.kind}${draft.review_id ? `:${draft.review_id}` : ''}`,
    created_at: kernel.clock.now(),
    version: 1,
    ...draft,
  }
  if (!(await insertOnce(kernel.store, 'rights_requests', { ...row }, tx))) throw refuseWith(rightsErrors, 'rights.asked')
  return row
}

/** The one conditional update: of the version that was seen, or not at all. */
export async function changeRequest(
  kernel: Kernel,
  row: RightsRequestRow,
  change: Partial<RightsRequestRow>,
  tx?: Tx,
): Promise<RightsRequestRow> {
  const names = Object.keys(change) as (keyof RightsRequestRow)[]
  const changed = await kernel.store.run(
    `UPDATE rights_requests SET ${names.map((name) => `${name} = ?`).join(', ')}, version = version + 1 WHERE id = ? AND version = ?`,
    [...names.map((name) => (change[name] ?? null) as SqlValue), row.id, row.version],
    tx,
  )
  if (changed !== 1) throw refuse('stale')
  return { ...row, ...change, version: row.version + 1 }
}

/** For the house itself, and for whoever asked. */
export async function requestOf(kernel: Kernel, id: string, userId: string | undefined, tx?: Tx): Promise<RightsRequestRow> {
  const whose = userId === undefined ? { sql: '1 = 1', params: [] } : { sql: 'user_id = ?', params: [userId] }
  const [row] = await unscoped<RightsRequestRow>(
    kernel.store,
    'a request is for whoever made it, and for the house that answers',
    { sql: `SELECT * FROM rights_requests WHERE id = ? AND ${whose.sql}`, params: [id, ...whose.params] },
    tx,
  )
  if (!row) throw refuse('not-found')
  return row
}

export const proofOf = (row: Pick<RightsRequestRow, 'proof'>): RightsProof | null =>
  row.proof === null ? null : (JSON.parse(row.proof) as RightsProof)
