import type { Scope } from '../../kernel/http/route.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { among, combine } from '../../kernel/store/condition.ts'
import { keyset } from '../../kernel/store/page.ts'
import { scopedRows, scopedTable, underPlaces, unscoped } from '../../kernel/store/scope.ts'
import type { Tx } from '../../kernel/store/store.ts'
import { addStep } from './command-states.ts'

scopedTable('device_commands', { placePath: 'place_path' })

/** What of commands is kept sealed. */
export const sealedCommands = { table: 'device_commands', column: 'content' } as const

/** A command as it stands in its queue. */
export interface CommandRow {
  readonly id: string
  readonly device_id: string
  readonly bridge_id: string
  readonly place_path: string
  readonly name: string
  readonly content: string
  readonly state: string
  readonly is_dangerous: number
  readonly reason: string | null
  readonly cause: string | null
  readonly asked_name: string
  readonly issued_at: number
  readonly expires_at: number
  readonly ended_at: number | null
}

const columns =
  'id, device_id, bridge_id, place_path, name, content, state, is_dangerous, reason, cause, asked_name, issued_at, expires_at, ended_at'

/** One command within a scope. */
export async function commandById(kernel: Kernel, scope: Scope, id: string, tx?: Tx): Promise<CommandRow | undefined> {
  const where = combine('AND', [{ sql: 'id = ?', params: [id] }, underPlaces('place_path', scope.places)])
  const statement = { sql: `SELECT ${columns} FROM device_commands WHERE ${where.sql}`, params: where.params }
  const [row] = await scopedRows<CommandRow>(kernel.store, scope, 'device_commands', statement, tx)
  return row
}

/** What one device was told, newest first. */
export async function commandPage(
  kernel: Kernel,
  scope: Scope,
  deviceId: string,
  query: { cursor?: string | undefined; limit?: number | undefined },
) {
  const limit = query.limit ?? 20
  const keys = keyset(query, ['id desc'], { device: deviceId })
  const where = combine('AND', [{ sql: 'device_id = ?', params: [deviceId] }, underPlaces('place_path', scope.places), keys.seek()])
  const rows = await scopedRows<CommandRow>(kernel.store, scope, 'device_commands', {
    sql: `SELECT ${columns} FROM device_commands WHERE ${where.sql} ORDER BY ${keys.orderBy} LIMIT ${limit + 1}`,
    params: where.params,
  })
  return keys.page(rows, limit, (row) => [row.id])
}

export interface CommandStep {
  readonly state: string
  readonly at: number
  readonly reason: string | null
  readonly content: string | null
}

export const commandSteps = (kernel: Kernel, commandId: string): Promise<CommandStep[]> =>
  kernel.store.rows<CommandStep>('SELECT state, at, reason, content FROM device_command_steps WHERE command_id = ? ORDER BY id LIMIT 50', [
    commandId,
  ])

/** Takes a command back that no bridge has fetched yet; false when it is too late for that. */
export async function withdrawCommand(kernel: Kernel, id: string, by: string, now: number, tx: Tx): Promise<boolean> {
  const changed = await kernel.store.run(
    "UPDATE device_commands SET state = 'cancelled', ended_at = ?, ended_by = 'house' WHERE id = ? AND state = 'waiting'",
    [now, id],
    tx,
  )
  if (changed !== 1) return false
  await addStep(kernel, id, 'cancelled', now, by, tx)
  return true
}

export interface CommandEnd {
  readonly id: string
  readonly state: string
  readonly cause: string | null
  readonly ended_at: number | null
}

/** What became of commands that the caller sent itself. */
export async function commandsById(kernel: Kernel, ids: readonly string[], tx: Tx): Promise<Map<string, CommandEnd>> {
  const where = among('id', ids)
  const statement = { sql: `SELECT id, state, cause, ended_at FROM device_commands WHERE ${where.sql}`, params: where.params }
  const rows = await unscoped<CommandEnd>(kernel.store, 'commands that the caller has sent itself', statement, tx)
  return new Map(rows.map((row) => [row.id, row]))
}
