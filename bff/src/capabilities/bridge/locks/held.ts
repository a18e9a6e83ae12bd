import type { Kernel } from '../../../kernel/kernel.ts'
import { unscoped } from '../../../kernel/store/scope.ts'

/** How many identities are locked now, as far as anybody has to know it. */
export async function heldLocks({ store }: Pick<Kernel, 'store'>): Promise<number> {
  const sql = "SELECT COUNT(*) AS n FROM bridge_locks WHERE state = 'held'"
  const [row] = await unscoped<{ n: number }>(store, 'the health of the house counts them and names none', { sql, params: [] })
  return Number(row?.n ?? 0)
}
