import type { Consumer, Job } from '../../kernel/capability.ts'
import type { Kernel } from '../../kernel/kernel.ts'

export const searchablesOf = (kernel: Kernel) => kernel.surface.capabilities.flatMap((capability) => capability.searchables ?? [])

/** Stands for every record: a place moved, and with it the paths of all that lies under it. */
export const everything = '*'
const movesAll = 'place.moved'

/**
 * Numbers what changed, once for all processes; each follows the numbers into an index of its own. Only the relay
 * writes here, one event after the other, so nobody who follows misses one.
 */
export const changeFeed = (kernel: Kernel): Consumer => ({
  name: 'search.feed',
  on: [...new Set([movesAll, ...searchablesOf(kernel).flatMap((searchable) => searchable.on)])],
  async handle(event, tx) {
    await kernel.store.run(
      `INSERT INTO search_changes (seq, subject, subject_id, event_id, at)
       SELECT COALESCE(MAX(seq), 0) + 1, ?, ?, ?, ? FROM search_changes`,
      [event.name === movesAll ? everything : event.subject, event.subjectId, event.id, kernel.clock.now()],
      tx,
    )
  },
})

const keptMs = 30 * 86_400_000

/** Forgets old changes, never the newest; whoever is further behind writes its index anew. */
export const forgetChanges = (kernel: Kernel): Job => ({
  kind: 'search.forget-changes',
  text: { zh: '清理检索变更', en: 'Forget changes that every index has followed' },
  daily: '03:50',
  async run() {
    const [last] = await kernel.store.rows<{ seq: number | null }>('SELECT MAX(seq) AS seq FROM search_changes')
    await kernel.store.run('DELETE FROM search_changes WHERE at < ? AND seq < ?', [kernel.clock.now() - keptMs, last?.seq ?? 0])
  },
})
