import { capability } from '../kernel/capability.ts'
import { endpoint } from '../kernel/endpoint.ts'
import { instantSchema } from '../kernel/id.ts'
import { L2 } from '../kernel/level.ts'
import { text } from '../kernel/text.ts'
import { z } from '../kernel/zod.ts'

/**
 * Something happened that this person may know of. What exactly is asked for through the ordinary routes, so the
 * channel itself carries nothing that would need hiding.
 */
export const liveEventSchema = L2(
  z.object({ seq: z.number(), name: z.string(), subject: z.string(), subjectId: z.string(), at: instantSchema() }),
)
export type LiveEvent = z.infer<typeof liveEventSchema>

/**
 * Events of the channel itself, subject `live`. `ready`: from this number on nothing is missed. `at`: heard so far,
 * also what was not for this person. `reset`: what came before is no longer kept; ask for everything anew.
 */
export const liveControl = { ready: 'live.ready', at: 'live.at', reset: 'live.reset' } as const

/** Path of the WebSocket; `?after=` resumes. The token travels as sub-protocol `bearer.<token>`, as first message, or as cookie. */
export const livePath = '/api/live'
export const liveProtocol = 'liren'

export const live = capability({
  name: 'live',
  text: text('实时消息', 'Live channel'),
  permissions: [],
  endpoints: {
    events: endpoint({
      id: 'live.events',
      method: 'GET',
      path: '/api/live/events',
      summary: text('轮询实时消息', 'Poll for live events'),
      permission: 'signed-in',
      scope: 'self',
      /** Absent or 0: from now on. */
      query: z.object({ after: z._default(z.coerce.number().check(z.int(), z.minimum(0)), 0) }),
      response: z.object({ items: z.array(liveEventSchema) }),
      rate: 'read',
    }),
  },
})
