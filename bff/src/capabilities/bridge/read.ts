import { text } from '@liren/contract'
import type { Check } from '../../kernel/health/check.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { heldLocks } from './locks/held.ts'

export { locksFollow } from './locks/follow.ts'

/** A bridge that has nothing to tell still asks for commands, twice a minute. */
const silentAfterMs = 240_000

/** Devices reach the house through bridges: whether those that should be heard are. */
export const bridgeCheck = ({ store, clock }: Pick<Kernel, 'store' | 'clock'>): Check => ({
  name: 'bridges',
  part: 'intake',
  text: text('设备网桥', 'Device bridges'),
  vital: false,
  async run() {
    const rows = await store.rows<{ code: string; seen_at: number | null }>(
      'SELECT code, seen_at FROM bridges WHERE removed_at IS NULL AND is_enabled = 1 ORDER BY code',
    )
    const asks = await store.rows<{ key_id: string; at: number }>(
      "SELECT key_id, MAX(seen_at) AS at FROM request_nonces WHERE key_id >= 'bridge:' AND key_id < 'bridge;' GROUP BY key_id",
    )
    const askedAt = new Map(asks.map(({ key_id, at }) => [key_id, Number(at)]))
    const heardAt = (row: (typeof rows)[number]) => Math.max(Number(row.seen_at ?? 0), askedAt.get(`bridge:${row.code}`) ?? 0)
    const silent = rows.filter((row) => clock.now() - heardAt(row) > silentAfterMs)
    if (silent.length === 0) {
      if (rows.length === 0) return { state: 'good', detail: '没有网桥 · no bridge' }
      const held = await heldLocks({ store })
      return { state: 'good', detail: held === 0 ? `${rows.length}` : `${rows.length} · 身份锁定 · identities locked: ${held}` }
    }
    const names = silent.map(({ code }) => code).slice(0, 5)
    return {
      state: silent.length === rows.length ? 'bad' : 'degraded',
      detail: `无消息 · not heard: ${names.join(', ')}${silent.length > names.length ? ' …' : ''}`,
    }
  },
})
