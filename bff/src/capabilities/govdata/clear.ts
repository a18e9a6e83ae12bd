import type { Kernel } from '../../kernel/kernel.ts'
import { allItems, stateOf } from './row.ts'
import { dayMs } from './use.ts'

/** What was pulled goes when it is out of date, and at once when its authorisation has ended. */
export async function clearRecords(kernel: Kernel): Promise<void> {
  const now = kernel.clock.now()
  for (const item of await allItems(kernel)) {
    const before = stateOf(kernel, item) === 'ready' ? now - Number(item.refresh_days) * dayMs : now + 1
    await kernel.store.run('DELETE FROM govdata_records WHERE item_id = ? AND pulled_at < ?', [item.id, before])
  }
}
