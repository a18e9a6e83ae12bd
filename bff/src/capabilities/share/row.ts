import type { Share, ShareReceiverKind, ShareState } from '@liren/contract/capabilities/share'
import type { FoundRecord } from '../../kernel/capability.ts'
import type { Principal } from '../../kernel/http/route.ts'
import { namesOf } from '../../kernel/identity/directory.ts'
import { marks } from '../../kernel/identity/sql.ts'
import { iso } from '../../kernel/iso.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { unscoped } from '../../kernel/store/scope.ts'
import type { Tx } from '../../kernel/store/store.ts'
import { kindOf, recordKey, seenBy } from './records.ts'

export interface ShareRow {
  readonly id: string
  readonly subject: string
  readonly record_id: string
  readonly sender_id: string
  readonly receiver_kind: ShareReceiverKind
  readonly receiver_id: string
  readonly reason: string
  readonly until_at: number
  readonly created_at: number
  readonly revoked_at: number | null
  readonly open_count: number
  readonly last_opened_at: number | null
  readonly version: number
}

export const stateOf = (row: Pick<ShareRow, 'revoked_at' | 'until_at'>, now: number): ShareState =>
  row.revoked_at !== null ? 'revoked' : Number(row.until_at) <= now ? 'ended' : 'open'

async function departmentNames(kernel: Kernel, ids: readonly string[], tx?: Tx): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map()
  const statement = { sql: `SELECT id, name FROM departments WHERE id IN (${marks(ids)})`, params: [...ids] }
  const rows = await unscoped<{ id: string; name: string }>(kernel.store, 'a share names who it was for', statement, tx)
  return new Map(rows.map(({ id, name }) => [id, name]))
}

/** The records of these shares that the viewer reaches now; what has ended shows its receiver nothing any more. */
export const seenOf = (kernel: Kernel, viewer: Principal, rows: readonly ShareRow[]) =>
  seenBy(
    kernel,
    viewer,
    rows.filter((row) => row.sender_id === viewer.id || stateOf(row, kernel.clock.now()) === 'open'),
  )

/** Shares as one of the two sides sees them. */
export async function presentShares(
  kernel: Kernel,
  viewer: Principal,
  rows: readonly ShareRow[],
  seen: ReadonlyMap<string, FoundRecord>,
  tx?: Tx,
): Promise<Share[]> {
  const now = kernel.clock.now()
  const isReceiver = (row: ShareRow) => row.sender_id !== viewer.id
  const people = rows.flatMap((row) => (row.receiver_kind === 'user' ? [row.sender_id, row.receiver_id] : [row.sender_id]))
  const names = await namesOf(kernel, people, tx)
  const departments = await departmentNames(
    kernel,
    [...new Set(rows.filter((row) => row.receiver_kind === 'department').map((row) => row.receiver_id))],
    tx,
  )
  return rows.map((row) => {
    const state = stateOf(row, now)
    const found = state === 'open' || !isReceiver(row) ? seen.get(recordKey(row.subject, row.record_id)) : undefined
    const can: Share['can'] = [
      ...(state === 'open' && isReceiver(row) && found ? (['open'] as const) : []),
      ...(state === 'open' && !isReceiver(row) ? (['revoke'] as const) : []),
    ]
    return {
      ...{ id: row.id, subject: row.subject, recordId: row.record_id, reason: row.reason, state, version: row.version },
      kind: kindOf(kernel, row.subject)?.text ?? { zh: row.subject, en: row.subject },
      ...{ title: found?.title ?? null, hint: found?.hint ?? null },
      sender: names.get(row.sender_id) ?? '',
      receiver: { kind: row.receiver_kind, name: (row.receiver_kind === 'user' ? names : departments).get(row.receiver_id) ?? '' },
      ...{ until: iso(Number(row.until_at)), createdAt: iso(Number(row.created_at)), opens: Number(row.open_count) },
      lastOpenedAt: row.last_opened_at === null ? null : iso(Number(row.last_opened_at)),
      can,
    }
  })
}
