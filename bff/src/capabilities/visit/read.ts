import { dayOf } from '../../kernel/background/daily.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { insertOnce } from '../../kernel/store/insert-once.ts'
import type { Tx } from '../../kernel/store/store.ts'
import { workerFor } from './due.ts'
import { newTask } from './plans.ts'

interface Errand {
  readonly houseId: string
  readonly personId?: string | undefined
  readonly days: number
}

/** Sends somebody to a house because something pointed at it; undefined where somebody is expected already. */
export async function sendVisitor(kernel: Kernel, { houseId, personId, days }: Errand, tx: Tx): Promise<string | undefined> {
  const [house] = await kernel.store.rows<{ id: string; path: string; floor: number | null; grid_id: string | null }>(
    "SELECT id, path, floor, grid_id FROM places WHERE id = ? AND kind = 'house' AND is_retired = 0",
    [houseId],
    tx,
  )
  if (!house) return undefined
  const workerId = await workerFor(kernel, house, new Map(), tx)
  const dueOn = dayOf(kernel.clock.now() + days * 86_400_000, kernel.config.LIREN_TIME_ZONE)
  const task = newTask(kernel, house, { planId: null, gridId: house.grid_id, workerId, dueOn, reason: 'hint', personId })
  return (await insertOnce(kernel.store, 'visit_tasks', task, tx)) ? task.id : undefined
}
