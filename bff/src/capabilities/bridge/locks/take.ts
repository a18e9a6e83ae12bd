import type { DeviceEvent } from '@liren/contract/device-events'
import type { JobsAnswer } from '@liren/contract/edge/asks'
import type { LockTold } from '@liren/contract/edge/locks'
import type { Kernel } from '../../../kernel/kernel.ts'
import { among } from '../../../kernel/store/condition.ts'
import { insertOnce } from '../../../kernel/store/insert-once.ts'
import type { Tx } from '../../../kernel/store/store.ts'
import { devicesWhere, type KnownDevice } from '../../device/read.ts'
import { nowhere, ofBridge } from './row.ts'

interface Sender {
  readonly id: string
  readonly code: string
}
type Unlocks = NonNullable<JobsAnswer['unlocks']>

const mostAtOnce = 20

/** What a bridge says of its own locks and of orders about them. True when something changed. */
export async function takeLockWords(kernel: Kernel, sender: Sender, events: readonly DeviceEvent[], tx: Tx): Promise<boolean> {
  const own = [...events].filter(({ device }) => device === sender.code).sort((a, b) => a.sequence - b.sequence)
  // Each word is whole, so the last one of a lock says all.
  const last = new Map(own.flatMap((event) => (event.type === 'bridge.lock' ? [[event.values.lockId, event] as const] : [])))
  const isTold = await takeLocks(
    kernel,
    sender,
    [...last.values()].map(({ values, at }) => ({ lock: values, at })),
    tx,
  )
  let isAnswered = false
  for (const event of own) {
    if (event.type !== 'bridge.unlock') continue
    const { orderId, state } = event.values
    const mine = "bridge_id = ? AND order_id = ? AND order_state NOT IN ('done', 'gone')"
    if (state === 'gone') {
      const sets = "state = 'ended', ended_why = 'lost', ended_at = ?"
      await kernel.store.run(`UPDATE bridge_locks SET ${sets} WHERE ${mine} AND state = 'held'`, [event.at, sender.id, orderId], tx)
    }
    const sql = `UPDATE bridge_locks SET order_state = ?, version = version + 1 WHERE ${mine}`
    if ((await kernel.store.run(sql, [state, sender.id, orderId], tx)) === 1) isAnswered = true
  }
  return isTold || isAnswered
}

async function takeLocks(kernel: Kernel, sender: Sender, told: readonly { lock: LockTold; at: number }[], tx: Tx): Promise<boolean> {
  if (told.length === 0) return false
  const codes = among('code', [...new Set(told.map(({ lock }) => lock.identity))])
  const own = { sql: `bridge_id = ? AND stage <> 'retired' AND ${codes.sql}`, params: [sender.id, ...codes.params] }
  const devices = new Map((await devicesWhere(kernel, own, told.length, tx)).map((one) => [one.code, one]))
  const keys = among(
    'lock_key',
    told.map(({ lock }) => lock.lockId),
  )
  const known = new Map(
    (
      await ofBridge<{ lock_key: string; id: string }>(
        kernel,
        `SELECT lock_key, id FROM bridge_locks WHERE bridge_id = ? AND ${keys.sql}`,
        [sender.id, ...keys.params],
        tx,
      )
    ).map(({ lock_key, id }) => [lock_key, id]),
  )
  for (const { lock, at } of told) {
    const columns = columnsOf(lock, at, lock.reason === 'unknown' ? undefined : devices.get(lock.identity))
    const id = known.get(lock.lockId)
    if (id === undefined)
      await insertOnce(kernel.store, 'bridge_locks', { id: kernel.ids.next(), bridge_id: sender.id, lock_key: lock.lockId, ...columns }, tx)
    else await change(kernel, id, lock, columns, tx)
  }
  return true
}

const columnsOf = (lock: LockTold, at: number, device: KnownDevice | undefined) => ({
  ...{ protocol: lock.protocol, identity: lock.identity, device_id: device?.id ?? null, place_path: device?.placePath ?? nowhere },
  ...{ reason: lock.reason, attempts: lock.attempts, first_at: lock.firstAt, last_at: lock.lastAt, locked_at: lock.lockedAt },
  ...{ until_at: lock.until, remotes: JSON.stringify(lock.remotes) },
  ...(lock.ended === undefined ? { state: 'held' } : { state: 'ended', ended_at: at, ended_why: lock.ended }),
})

/** An end is an end: only another word about the end comes after it. Whoever looks at it meanwhile has to look again. */
async function change(kernel: Kernel, id: string, lock: LockTold, columns: ReturnType<typeof columnsOf>, tx: Tx): Promise<void> {
  const sets = Object.keys(columns).map((name) => `${name} = ?`)
  const still = lock.ended === undefined ? " AND state = 'held'" : ''
  await kernel.store.run(
    `UPDATE bridge_locks SET ${sets.join(', ')}, version = version + 1 WHERE id = ?${still}`,
    [...Object.values(columns), id],
    tx,
  )
}

const wanted = "bridge_id = ? AND order_state IN ('waiting', 'sent') AND order_until > ?"

async function ordersFor(kernel: Kernel, asked: { bridgeId: string; unlocked: readonly string[] }, now: number, tx?: Tx) {
  const rows = await ofBridge<{ id: string; order_id: string; lock_key: string; order_state: string }>(
    kernel,
    `SELECT id, order_id, lock_key, order_state FROM bridge_locks WHERE ${wanted} ORDER BY id LIMIT ${mostAtOnce}`,
    [asked.bridgeId, now],
    tx,
  )
  return rows.filter(({ order_id }) => !asked.unlocked.includes(order_id))
}

export const hasUnlocks = async (kernel: Kernel, asked: { bridgeId: string; unlocked: readonly string[] }, now: number): Promise<boolean> =>
  (await ordersFor(kernel, asked, now)).length > 0

/** What was handed over comes again until the bridge says that it has it, because the answer may be lost. */
export async function takeUnlocks(
  kernel: Kernel,
  asked: { bridgeId: string; unlocked: readonly string[] },
  now: number,
  tx: Tx,
): Promise<Unlocks> {
  const rows = await ordersFor(kernel, asked, now, tx)
  for (const { id, order_state } of rows)
    if (order_state === 'waiting')
      await kernel.store.run("UPDATE bridge_locks SET order_state = 'sent' WHERE id = ? AND order_state = 'waiting'", [id], tx)
  return rows.map(({ order_id, lock_key }) => ({ orderId: order_id, lockId: lock_key }))
}

/** How long after its time a lock may stand here without a word of its bridge: it is time that opens it there. */
const endGraceMs = 60_000

/** Orders that nobody fetched or answered, and locks whose time is over. The bridge's own word still counts when it comes late. */
export async function expireLocks(kernel: Kernel, now: number): Promise<number> {
  const orders = await ofBridge<{ id: string; order_state: string }>(
    kernel,
    "SELECT id, order_state FROM bridge_locks WHERE order_state IN ('waiting', 'sent') AND order_until <= ? LIMIT 200",
    [now],
  )
  const over = await ofBridge<{ id: string }>(kernel, "SELECT id FROM bridge_locks WHERE state = 'held' AND until_at <= ? LIMIT 200", [
    now - endGraceMs,
  ])
  let changed = 0
  for (const { id, order_state } of orders) {
    const sql = 'UPDATE bridge_locks SET order_state = ?, version = version + 1 WHERE id = ? AND order_state = ?'
    changed += await kernel.store.run(sql, [order_state === 'waiting' ? 'not-fetched' : 'no-answer', id, order_state])
  }
  for (const { id } of over) {
    const sets = "state = 'ended', ended_why = 'time', ended_at = until_at, version = version + 1"
    changed += await kernel.store.run(`UPDATE bridge_locks SET ${sets} WHERE id = ? AND state = 'held'`, [id])
  }
  return changed
}
