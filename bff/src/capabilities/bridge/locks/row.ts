import { type IdentityLock, isUnlocking, type UnlockState } from '@liren/contract/edge/lock-endpoints'
import type { LockEnd, LockReason } from '@liren/contract/edge/locks'
import { refuse } from '../../../kernel/errors.ts'
import type { Principal, Scope } from '../../../kernel/http/route.ts'
import type { Kernel } from '../../../kernel/kernel.ts'
import { type Condition, combine } from '../../../kernel/store/condition.ts'
import { scopedRows, scopedTable, underPlaces, unscoped } from '../../../kernel/store/scope.ts'
import type { SqlValue, Tx } from '../../../kernel/store/store.ts'

export interface LockRow {
  readonly id: string
  readonly bridge_id: string
  readonly bridge_code: string
  readonly bridge_name: string
  readonly lock_key: string
  readonly protocol: string
  readonly identity: string
  readonly device_id: string | null
  readonly place_path: string
  readonly reason: LockReason
  readonly attempts: number
  readonly first_at: number
  readonly last_at: number
  readonly locked_at: number
  readonly until_at: number
  readonly remotes: string
  readonly state: 'held' | 'ended'
  readonly ended_at: number | null
  readonly ended_why: LockEnd | null
  readonly order_state: UnlockState | null
  readonly order_reason: string | null
  readonly order_name: string | null
  readonly order_at: number | null
  readonly version: number
}

/** Where identities are that nobody registered. */
export const nowhere = '/'

scopedTable('bridge_locks', { placePath: 'place_path' })

export const lockColumns = `k.id, k.bridge_id, b.code AS bridge_code, b.name AS bridge_name, k.lock_key, k.protocol, k.identity, k.device_id,
  k.place_path, k.reason, k.attempts, k.first_at, k.last_at, k.locked_at, k.until_at, k.remotes, k.state, k.ended_at, k.ended_why,
  k.order_state, k.order_reason, k.order_name, k.order_at, k.version`
export const lockSource = 'bridge_locks k JOIN bridges b ON b.id = k.bridge_id'

const forBridge = 'a bridge and the clock speak of all locks of a bridge, wherever its devices are'
/** Reads for the bridge itself. */
export const ofBridge = <T extends object>(kernel: Kernel, sql: string, params: readonly SqlValue[], tx?: Tx): Promise<T[]> =>
  unscoped<T>(kernel.store, forBridge, { sql, params }, tx)

export interface Reader {
  readonly scope: Scope
  readonly principal: Principal
}

/**
 * A lock stands where its device does. An identity that nobody registered stands nowhere: of it only those know who look after the
 * bridges of the whole platform, as with devices that were found.
 */
export const withinReach = ({ scope, principal }: Reader): Condition => {
  const placed = underPlaces('k.place_path', scope.places)
  return principal.permissions.has('bridge.manage') ? combine('OR', [placed, { sql: 'k.place_path = ?', params: [nowhere] }]) : placed
}

export async function findLock(kernel: Kernel, reader: Reader, id: string, tx?: Tx): Promise<LockRow> {
  const where = combine('AND', [{ sql: 'k.id = ?', params: [id] }, withinReach(reader)])
  const statement = { sql: `SELECT ${lockColumns} FROM ${lockSource} WHERE ${where.sql}`, params: where.params }
  const [row] = await scopedRows<LockRow>(kernel.store, reader.scope, 'bridge_locks', statement, tx)
  if (!row) throw refuse('not-found')
  return row
}

const iso = (at: number): string => new Date(Number(at)).toISOString()

export const presentLock = (viewer: Principal, row: LockRow, names: ReadonlyMap<string, string>): IdentityLock => ({
  ...{ id: row.id, bridge: { code: row.bridge_code, name: row.bridge_name }, protocol: row.protocol, identity: row.identity },
  device: row.device_id === null ? null : { id: row.device_id, name: names.get(row.device_id) ?? row.identity },
  ...{ reason: row.reason, attempts: Number(row.attempts), firstAt: iso(row.first_at), lastAt: iso(row.last_at) },
  ...{ lockedAt: iso(row.locked_at), until: iso(row.until_at), remotes: JSON.parse(row.remotes) as string[], isHeld: row.state === 'held' },
  ended: row.ended_why === null || row.ended_at === null ? null : { why: row.ended_why, at: iso(row.ended_at) },
  order:
    row.order_state === null || row.order_at === null
      ? null
      : { state: row.order_state, reason: row.order_reason ?? '', by: row.order_name ?? '', at: iso(row.order_at) },
  version: Number(row.version),
  can: row.state === 'held' && !isUnlocking(row.order_state ?? undefined) && viewer.permissions.has('bridge.unlock') ? ['unlock'] : [],
})
