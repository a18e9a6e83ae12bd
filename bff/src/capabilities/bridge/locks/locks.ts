import type { BodyOf, Page, QueryOf } from '@liren/contract'
import { type IdentityLock, isUnlocking, type lockEndpoints, lockErrors } from '@liren/contract/edge/lock-endpoints'
import { refuse, refuseWith } from '../../../kernel/errors.ts'
import type { Principal } from '../../../kernel/http/route.ts'
import type { Kernel } from '../../../kernel/kernel.ts'
import { among, type Condition, combine, contains } from '../../../kernel/store/condition.ts'
import { keyset } from '../../../kernel/store/page.ts'
import { scopedRows } from '../../../kernel/store/scope.ts'
import type { Tx } from '../../../kernel/store/store.ts'
import { devicesWhere } from '../../device/read.ts'
import { heardAt } from '../heard.ts'
import { findLock, type LockRow, lockColumns, lockSource, presentLock, type Reader, withinReach } from './row.ts'

interface Writer extends Reader {
  readonly now: number
  readonly tx: Tx
}

/** A bridge asks twice a minute at least; one that has not for so long is not there. */
const awayAfterMs = 120_000
/** How long an order waits to be fetched and answered. */
export const orderMs = 60_000

/** With the names that the devices have now. */
async function present(kernel: Kernel, viewer: Principal, rows: readonly LockRow[], tx?: Tx): Promise<IdentityLock[]> {
  const ids = [...new Set(rows.flatMap(({ device_id }) => device_id ?? []))]
  const named = ids.length === 0 ? [] : await devicesWhere(kernel, among('id', ids), ids.length, tx)
  const names = new Map(named.map(({ id, name }) => [id, name]))
  return rows.map((row) => presentLock(viewer, row, names))
}

export async function listLocks(
  kernel: Kernel,
  reader: Reader,
  query: QueryOf<(typeof lockEndpoints)['locks']>,
): Promise<Page<IdentityLock>> {
  const { cursor, limit = 20, q, protocol, state, device } = query
  const keys = keyset({ cursor }, ['k.id desc'], { q, protocol, state, device })
  const where: Condition[] = [withinReach(reader), keys.seek()]
  if (protocol !== undefined) where.push({ sql: 'k.protocol = ?', params: [protocol] })
  if (state !== undefined) where.push({ sql: 'k.state = ?', params: [state] })
  if (device !== undefined) where.push({ sql: 'k.device_id IS NOT NULL AND k.identity = ?', params: [device] })
  if (q) where.push(contains('k.identity', q))
  const condition = combine('AND', where)
  const rows = await scopedRows<LockRow>(kernel.store, reader.scope, 'bridge_locks', {
    sql: `SELECT ${lockColumns} FROM ${lockSource} WHERE ${condition.sql} ORDER BY ${keys.orderBy} LIMIT ${limit + 1}`,
    params: condition.params,
  })
  const page = keys.page(rows, limit, (row) => [row.id])
  return { ...page, items: await present(kernel, reader.principal, page.items) }
}

export async function readLock(kernel: Kernel, id: string, reader: Reader, tx?: Tx): Promise<IdentityLock> {
  const [lock] = await present(kernel, reader.principal, [await findLock(kernel, reader, id, tx)], tx)
  return lock as IdentityLock
}

/** Puts the order where the bridge asks for it. A bridge that is not there is said so at once, and nothing waits for it. */
export async function askToUnlock(
  kernel: Kernel,
  id: string,
  body: BodyOf<(typeof lockEndpoints)['unlock']>,
  writer: Writer,
): Promise<{ row: LockRow; lock: IdentityLock }> {
  const { principal, now, tx } = writer
  const row = await findLock(kernel, writer, id, tx)
  if (row.state === 'ended') throw refuseWith(lockErrors, 'bridge.lock-over')
  if (isUnlocking(row.order_state ?? undefined)) throw refuseWith(lockErrors, 'bridge.lock-asked')
  const seenAt = await heardAt(kernel, row.bridge_id, tx)
  if (seenAt === null || now - seenAt > awayAfterMs)
    throw refuseWith(lockErrors, 'bridge.away', { details: { seenAt: seenAt === null ? null : new Date(seenAt).toISOString() } })
  const moved = await kernel.store.run(
    `UPDATE bridge_locks SET order_id = ?, order_state = 'waiting', order_reason = ?, order_by = ?, order_name = ?, order_at = ?,
       order_until = ?, version = version + 1 WHERE id = ? AND version = ? AND state = 'held'`,
    [kernel.ids.next(), body.reason, principal.id, principal.name, now, now + orderMs, id, body.version],
    tx,
  )
  if (moved !== 1) throw refuse('conflict')
  return { row, lock: await readLock(kernel, id, writer, tx) }
}
