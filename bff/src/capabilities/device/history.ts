import type { Page } from '@liren/contract'
import type { Principal } from '../../kernel/http/route.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { combine } from '../../kernel/store/condition.ts'
import { keyset } from '../../kernel/store/page.ts'
import type { Tx } from '../../kernel/store/store.ts'

export interface Entry {
  readonly deviceId: string
  readonly action: string
  readonly actor: Pick<Principal, 'id' | 'name'> | null
  readonly note?: string | null | undefined
  readonly content?: Readonly<Record<string, unknown>>
}

/** One line of a device's life, in the transaction of what it tells of. */
export async function addHistory(kernel: Kernel, entry: Entry, now: number, tx: Tx): Promise<void> {
  await kernel.store.run(
    'INSERT INTO device_history (id, device_id, action, actor_id, actor_name, note, content, created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
    [
      ...[kernel.ids.next(), entry.deviceId, entry.action, entry.actor?.id ?? null, entry.actor?.name ?? '系统', entry.note ?? null],
      ...[JSON.stringify(entry.content ?? {}), now],
    ],
    tx,
  )
}

interface HistoryRow {
  readonly id: string
  readonly action: string
  readonly actor_name: string
  readonly note: string | null
  readonly content: string
  readonly created_at: number
}

export async function listHistory(kernel: Kernel, deviceId: string, query: { cursor?: string | undefined; limit?: number | undefined }) {
  const limit = query.limit ?? 20
  const keys = keyset(query, ['id desc'], { device: deviceId })
  const where = combine('AND', [{ sql: 'device_id = ?', params: [deviceId] }, keys.seek()])
  const rows = await kernel.store.rows<HistoryRow>(
    `SELECT id, action, actor_name, note, content, created_at FROM device_history WHERE ${where.sql} ORDER BY ${keys.orderBy} LIMIT ${limit + 1}`,
    where.params,
  )
  const page: Page<HistoryRow> = keys.page(rows, limit, (row) => [row.id])
  return {
    ...page,
    items: page.items.map((row) => ({
      ...{ id: row.id, action: row.action, actorName: row.actor_name, note: row.note },
      ...{ content: JSON.parse(row.content) as Record<string, unknown>, at: new Date(Number(row.created_at)).toISOString() },
    })),
  }
}
