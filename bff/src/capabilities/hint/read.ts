import type { HintModel, HintState } from '@liren/contract/capabilities/hint'
import type { Kernel } from '../../kernel/kernel.ts'
import { unscoped } from '../../kernel/store/scope.ts'
import { keyOf } from './raise.ts'

/** The hint that stands about something, with how often it was raised: at first, and each time it got graver. */
export async function standingHint(
  kernel: Kernel,
  model: HintModel,
  communityId: string,
  key: string,
): Promise<{ id: string; state: HintState; at: number; times: number } | undefined> {
  const [row] = await unscoped<{ id: string; state: HintState; at: number; times: number }>(
    kernel.store,
    'whoever may read the score of an organisation sees its warning',
    {
      sql: `SELECT h.id, h.state, h.raised_at AS at, COUNT(x.id) AS times FROM hints h
            LEFT JOIN hint_entries x ON x.hint_id = h.id AND x.action IN ('raise', 'again')
            WHERE h.open_key = ? GROUP BY h.id, h.state, h.raised_at`,
      params: [keyOf({ model, community_id: communityId }, { key })],
    },
  )
  return row && { ...row, at: Number(row.at), times: Number(row.times) }
}
