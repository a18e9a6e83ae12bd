import type { Kernel } from '../../kernel/kernel.ts'
import type { Tx } from '../../kernel/store/store.ts'

/** When a bridge that is switched on last brought or asked something; null for one that never did, or may not. */
export async function heardAt({ store }: Pick<Kernel, 'store'>, bridgeId: string, tx?: Tx): Promise<number | null> {
  const [row] = await store.rows<{ code: string; seen_at: number | null }>(
    'SELECT code, seen_at FROM bridges WHERE id = ? AND removed_at IS NULL AND is_enabled = 1',
    [bridgeId],
    tx,
  )
  if (!row) return null
  const sql = 'SELECT MAX(seen_at) AS at FROM request_nonces WHERE key_id = ?'
  const [asked] = await store.rows<{ at: number | null }>(sql, [`bridge:${row.code}`], tx)
  const at = Math.max(Number(row.seen_at ?? 0), Number(asked?.at ?? 0))
  return at === 0 ? null : at
}
