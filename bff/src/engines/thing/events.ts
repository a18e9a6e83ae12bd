import type { Kernel } from '../../kernel/kernel.ts'
import { among, combine } from '../../kernel/store/condition.ts'
import { keyset } from '../../kernel/store/page.ts'
import { unscoped } from '../../kernel/store/scope.ts'
import type { Tx } from '../../kernel/store/store.ts'
import type { Range } from './sums.ts'

interface EventRow {
  readonly id: string
  readonly sequence: number
  readonly type: string
  readonly happened_at: number
  readonly heard_at: number
  readonly content: string
  readonly fault: string | null
}

const instant = (at: number): string => new Date(Number(at)).toISOString()
type Values = Readonly<Record<string, unknown>>

/** What a device said, newest first; what its model did not take stands among it with the reason. */
export async function listEvents(kernel: Kernel, deviceId: string, query: { cursor?: string | undefined; limit?: number | undefined }) {
  const limit = query.limit ?? 20
  const keys = keyset(query, ['id desc'], { device: deviceId })
  // Frames are for few, and stand on a page of their own.
  const where = combine('AND', [{ sql: "device_id = ? AND type <> 'frames.told'", params: [deviceId] }, keys.seek()])
  const rows = await kernel.store.rows<EventRow>(
    `SELECT id, sequence, type, happened_at, heard_at, content, fault FROM device_events WHERE ${where.sql} ORDER BY ${keys.orderBy} LIMIT ${limit + 1}`,
    where.params,
  )
  const page = keys.page(rows, limit, (row) => [row.id])
  return {
    ...page,
    items: page.items.map((row) => ({
      ...{ id: row.id, sequence: Number(row.sequence), type: row.type, at: instant(row.happened_at), heardAt: instant(row.heard_at) },
      ...{ values: JSON.parse(row.content) as Record<string, unknown>, fault: row.fault },
    })),
  }
}

export interface PastEvent {
  readonly id: string
  readonly deviceId: string
  readonly type: string
  readonly at: number
  readonly values: Values
}

/** What these devices said since a moment and their models took, newest first, at most so many. */
export async function latestEvents(
  kernel: Kernel,
  deviceIds: readonly string[],
  { from, limit }: { from: number; limit: number },
  tx?: Tx,
): Promise<PastEvent[]> {
  const some = among('device_id', deviceIds)
  const rows = await kernel.store.rows<Pick<EventRow, 'id' | 'type' | 'happened_at' | 'content'> & { device_id: string }>(
    `SELECT id, device_id, type, happened_at, content FROM device_events
     WHERE ${some.sql} AND fault IS NULL AND happened_at >= ? ORDER BY id DESC LIMIT ${Math.trunc(limit)}`,
    [...some.params, from],
    tx,
  )
  return rows.map((row) => ({
    ...{ id: row.id, deviceId: row.device_id, type: row.type, at: Number(row.happened_at) },
    values: JSON.parse(row.content) as Values,
  }))
}

/** How often a device said something after a moment and up to another. */
export async function countEvents(kernel: Kernel, deviceId: string, type: string, { from, until }: Range, tx?: Tx): Promise<number> {
  const [row] = await kernel.store.rows<{ n: number }>(
    'SELECT COUNT(*) AS n FROM device_events WHERE device_id = ? AND type = ? AND fault IS NULL AND happened_at > ? AND happened_at <= ?',
    [deviceId, type, from, until],
    tx,
  )
  return Number(row?.n ?? 0)
}

/** The last answers of a bridge about frames of one device. */
export async function framesTold(kernel: Kernel, deviceId: string, from: number): Promise<{ at: number; values: Values }[]> {
  const rows = await kernel.store.rows<Pick<EventRow, 'happened_at' | 'content'>>(
    `SELECT happened_at, content FROM device_events WHERE device_id = ? AND type = 'frames.told' AND happened_at > ?
     ORDER BY device_id DESC, type DESC, happened_at DESC LIMIT 10`,
    [deviceId, from],
  )
  return rows.map((row) => ({ at: Number(row.happened_at), values: JSON.parse(row.content) as Values }))
}

/** Takes away frames that were told before a moment. */
export const forgetFrames = (kernel: Kernel, before: number): Promise<number> =>
  kernel.store.run(
    `DELETE FROM device_events WHERE type = 'frames.told' AND happened_at < ?
     AND device_id IN (SELECT device_id FROM device_commands WHERE name = 'device.frames')`,
    [before],
  )

/** The last words of one kind of these devices, with their moment; a device that never said it is not in it. */
export async function lastWords(kernel: Kernel, deviceIds: readonly string[], type: string): Promise<Map<string, Values>> {
  if (deviceIds.length === 0) return new Map()
  const where = among('id', deviceIds)
  const statement = { sql: `SELECT id, state FROM devices WHERE ${where.sql}`, params: where.params }
  const rows = await unscoped<{ id: string; state: string }>(kernel.store, 'the caller has found these devices in its own scope', statement)
  return new Map(
    rows.flatMap((row) => {
      const word = (JSON.parse(row.state || '{}') as Record<string, Values>)[type]
      return word === undefined ? [] : [[row.id, word]]
    }),
  )
}

/** Everything that was ever heard, with the place where its device stands, for whoever counts it as a whole. */
export const heardEvents = { table: 'device_events', from: 'device_events e JOIN devices d ON d.id = e.device_id' } as const
