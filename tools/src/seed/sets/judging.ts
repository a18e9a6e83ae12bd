import { text } from '@liren/contract'
import type { SeedSet } from '../set.ts'

/** What the house would look at tonight it looks at once when it opens: a desk that is empty until tomorrow shows nothing. */
const first = ['hint.run', 'quality.measure', 'duplicate.find', 'warehouse.measure']

export const judging: SeedSet = {
  name: 'judging',
  text: text('研判、质量与查重：开门后先算一遍', 'Hints, quality and duplicates: a first round after opening'),
  run: async ({ insert, ids, now }) => {
    await insert(
      'jobs',
      first.map((kind, n) => ({
        id: ids.at(now),
        ...{ kind, job_key: 'now', pending_key: `${kind}:now`, run_at: now + n, payload: '{}', created_at: now },
      })),
    )
  },
}
