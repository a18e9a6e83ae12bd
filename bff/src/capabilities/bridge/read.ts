import { text } from '@liren/contract'
import type { Check } from '../../kernel/health/check.ts'
import type { Kernel } from '../../kernel/kernel.ts'

/** A bridge that has nothing to tell asks for commands in the meantime. */
const silentAfterMs = 300_000

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
    const silent = rows.filter(({ seen_at }) => seen_at === null || clock.now() - Number(seen_at) > silentAfterMs)
    if (silent.length === 0) return { state: 'good', detail: rows.length === 0 ? '没有网桥 · no bridge' : `${rows.length}` }
    const names = silent.map(({ code }) => code).slice(0, 5)
    return {
      state: silent.length === rows.length ? 'bad' : 'degraded',
      detail: `无消息 · not heard: ${names.join(', ')}${silent.length > names.length ? ' …' : ''}`,
    }
  },
})
