import type { Kernel } from '../../kernel/kernel.ts'
import { unscoped } from '../../kernel/store/scope.ts'
import type { Tx } from '../../kernel/store/store.ts'

export interface RepairForLetters {
  readonly placePath: string
  readonly handlerName: string | null
  readonly followers: readonly string[]
}

/** What a letter about a repair has to know. */
export async function repairForLetters(kernel: Kernel, id: string, tx: Tx): Promise<RepairForLetters | undefined> {
  const sql = 'SELECT place_path, handler_name FROM repairs WHERE id = ?'
  const [row] = await unscoped<{ place_path: string; handler_name: string | null }>(
    kernel.store,
    'letters are written for the house',
    { sql, params: [id] },
    tx,
  )
  if (!row) return undefined
  const followers = await kernel.store.rows<{ user_id: string }>(
    'SELECT user_id FROM repair_followers WHERE repair_id = ? LIMIT 500',
    [id],
    tx,
  )
  return { placePath: row.place_path, handlerName: row.handler_name, followers: followers.map((follower) => follower.user_id) }
}
