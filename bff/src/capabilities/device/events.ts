import type { Kernel } from '../../kernel/kernel.ts'
import { combine } from '../../kernel/store/condition.ts'
import { keyset } from '../../kernel/store/page.ts'

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
