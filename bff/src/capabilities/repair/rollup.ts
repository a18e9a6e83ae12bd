import { dayOf } from '../../kernel/background/daily.ts'
import type { Consumer, StoredEvent } from '../../kernel/capability.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { insertOnce } from '../../kernel/store/insert-once.ts'
import { unscoped } from '../../kernel/store/scope.ts'
import type { Tx } from '../../kernel/store/store.ts'
import type { RepairRow } from './row.ts'

type Figures = Partial<
  Record<'created' | 'closed' | 'on_time' | 'reopened' | 'rated' | 'stars' | 'accepted' | 'accept_minutes' | 'finish_minutes', number>
>

const minutes = (from: number, to: number) => Math.max(0, Math.round((to - from) / 60_000))

/** Keeps the daily figures from events, so that no statistic ever walks the table of repairs. */
export function rollup(kernel: Kernel): Consumer {
  const { store } = kernel

  async function add(event: StoredEvent, at: number, figures: Figures, tx: Tx): Promise<void> {
    const { estateId, category, placePath } = event.payload as { estateId: string; category: string; placePath: string }
    const day = dayOf(at, kernel.config.LIREN_TIME_ZONE)
    const row = { day, estate_id: estateId, category, place_path: (await estateOf(estateId, tx)) ?? placePath }
    await insertOnce(store, 'repair_days', row, tx)
    const names = Object.keys(figures) as (keyof Figures)[]
    await store.run(
      `UPDATE repair_days SET ${names.map((name) => `${name} = ${name} + ?`).join(', ')} WHERE estate_id = ? AND day = ? AND category = ?`,
      [...names.map((name) => figures[name] ?? 0), estateId, day, category],
      tx,
    )
  }

  const estateOf = async (id: string, tx: Tx) =>
    (await store.rows<{ path: string }>('SELECT path FROM places WHERE id = ?', [id], tx))[0]?.path

  return {
    name: 'repair.rollup',
    on: ['repair.created', 'repair.moved'],
    async handle(event, tx) {
      const { action, at } = event.payload as { action?: string; at: number }
      if (event.name === 'repair.created') return add(event, at, { created: 1 }, tx)
      if (action === 'reopen') return add(event, at, { reopened: 1 }, tx)
      if (action !== 'accept' && action !== 'grab' && action !== 'confirm' && action !== 'rate') return
      const row = await unscoped<RepairRow>(
        store,
        'the rollup counts every estate',
        { sql: 'SELECT * FROM repairs WHERE id = ?', params: [event.subjectId] },
        tx,
      )
      const [repair] = row
      if (!repair) return
      if (action === 'accept' || action === 'grab')
        return add(event, at, { accepted: 1, accept_minutes: minutes(repair.created_at, at) }, tx)
      const rated: Figures = repair.rating === null ? {} : { rated: 1, stars: repair.rating }
      if (action === 'rate') return add(event, at, rated, tx)
      const finished = repair.finished_at ?? at
      const onTime = repair.finish_due_at === null || finished <= repair.finish_due_at
      return add(event, at, { closed: 1, on_time: onTime ? 1 : 0, finish_minutes: minutes(repair.created_at, finished), ...rated }, tx)
    },
  }
}
