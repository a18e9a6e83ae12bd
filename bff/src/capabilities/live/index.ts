import { live as contract } from '@liren/contract/capabilities/live'
import type { Capability } from '../../kernel/capability.ts'
import { route } from '../../kernel/http/route.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { prune } from '../../kernel/live/log.ts'
import { pollEvents } from '../../kernel/live/poll.ts'

/** How long a client may have been away and still resume. */
const keepMs = 24 * 3_600_000

/** Polling for those whom no WebSocket reaches, and the end of old events. The channel itself is the kernel's. */
export function live(kernel: Kernel): Capability {
  return {
    contract,
    routes: [
      route(contract.endpoints.events, async ({ principal, query, now }) => ({
        items: await pollEvents(kernel.store, principal, query.after, now),
      })),
    ],
    jobs: [
      {
        kind: 'live.prune',
        text: { zh: '清理过期实时消息', en: 'Forget old live events' },
        every: 3_600_000,
        run: async (_, { now }) => {
          await prune(kernel.store, now - keepMs)
        },
      },
    ],
  }
}
