import type { Scope } from '../../kernel/http/route.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { among, combine } from '../../kernel/store/condition.ts'
import { scopedRows, underPlaces, unscoped } from '../../kernel/store/scope.ts'
import type { Tx } from '../../kernel/store/store.ts'

/** How many devices in use report which version, by product; null where they never said one. */
export async function versionsRunning(kernel: Kernel, scope: Scope, place: string | undefined) {
  const where = combine('AND', [
    { sql: "product_id IS NOT NULL AND stage IN ('active', 'maintaining')", params: [] },
    underPlaces('place_path', scope.places),
    ...(place === undefined ? [] : [underPlaces('place_path', [place])]),
  ])
  return scopedRows<{ product_id: string; firmware: string | null; devices: number }>(kernel.store, scope, 'devices', {
    sql: `SELECT product_id, firmware, COUNT(*) AS devices FROM devices WHERE ${where.sql} GROUP BY product_id, firmware`,
    params: where.params,
  })
}

export interface Candidate {
  readonly id: string
  readonly place_path: string
  readonly firmware: string | null
  readonly bridge_id: string | null
}

export interface Choice {
  readonly productId: string
  readonly place?: string | undefined
  readonly groupId?: string | undefined
  readonly from?: string | undefined
}

/** Devices in use of a product that somebody may command, up to a limit; where no bridge speaks to one, it says so. */
export async function devicesOfProduct(kernel: Kernel, scope: Scope, choice: Choice, limit: number, tx?: Tx): Promise<Candidate[]> {
  const where = combine('AND', [
    { sql: "product_id = ? AND stage IN ('active', 'maintaining')", params: [choice.productId] },
    underPlaces('place_path', scope.places),
    ...(choice.place === undefined ? [] : [underPlaces('place_path', [choice.place])]),
    ...(choice.from === undefined ? [] : [{ sql: 'firmware = ?', params: [choice.from] }]),
    ...(choice.groupId === undefined
      ? []
      : [{ sql: 'id IN (SELECT device_id FROM device_group_members WHERE group_id = ?)', params: [choice.groupId] }]),
  ])
  const sql = `SELECT id, place_path, firmware, bridge_id FROM devices WHERE ${where.sql} ORDER BY id LIMIT ${limit}`
  return scopedRows<Candidate>(kernel.store, scope, 'devices', { sql, params: where.params }, tx)
}

/** The place of a group that this scope reaches. */
export async function groupPlace(kernel: Kernel, scope: Scope, id: string, tx?: Tx): Promise<{ id: string; path: string } | undefined> {
  const where = combine('AND', [{ sql: 'id = ?', params: [id] }, underPlaces('place_path', scope.places)])
  const statement = { sql: `SELECT place_id AS id, place_path AS path FROM device_groups WHERE ${where.sql}`, params: where.params }
  return (await scopedRows<{ id: string; path: string }>(kernel.store, scope, 'device_groups', statement, tx))[0]
}

/** What these report now. */
export async function reportedNow(kernel: Kernel, ids: readonly string[], tx: Tx): Promise<Map<string, string | null>> {
  const where = among('id', ids)
  const statement = { sql: `SELECT id, firmware FROM devices WHERE ${where.sql}`, params: where.params }
  const reason = 'a roll-out was begun by somebody who may command these devices'
  const rows = await unscoped<{ id: string; firmware: string | null }>(kernel.store, reason, statement, tx)
  return new Map(rows.map((row) => [row.id, row.firmware]))
}
