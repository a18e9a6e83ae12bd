import { text } from '@liren/contract'
import type { Check } from '../../kernel/health/check.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { lastSlot, policyOf } from './policy.ts'

const day = 86_400_000

/** Whether there is a backup to go back to; nobody is turned away because there is none. */
export const backupCheck = (kernel: Kernel): Check => ({
  name: 'backup',
  part: 'data',
  text: text('备份', 'Backups'),
  vital: false,
  async run() {
    const { store, clock, config } = kernel
    const policy = await policyOf(kernel)
    if (policy.is_on !== 1) return { state: 'good', detail: '计划未启用 · the plan is off' }
    const [damaged] = await store.rows<{ name: string }>(
      "SELECT name FROM backups WHERE state = 'done' AND is_sound = 0 ORDER BY id DESC LIMIT 1",
    )
    if (damaged) return { state: 'bad', detail: `校验未通过 · damaged: ${damaged.name}` }
    const since = lastSlot(clock.now(), policy.at_time, config.LIREN_TIME_ZONE) - 2 * day
    const [miss] = await store.rows<{ day: string }>(
      'SELECT day FROM backup_misses WHERE made_good_at IS NULL AND found_at > ? ORDER BY day DESC LIMIT 1',
      [since],
    )
    if (miss) return { state: 'bad', detail: `漏备 · missed: ${miss.day}` }
    return { state: 'good', detail: '' }
  },
})
