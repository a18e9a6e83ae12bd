import { capability } from '../kernel/capability.ts'
import { endpoint } from '../kernel/endpoint.ts'
import { instantSchema } from '../kernel/id.ts'
import { L2 } from '../kernel/level.ts'
import { text, textSchema } from '../kernel/text.ts'
import { z } from '../kernel/zod.ts'

/** One thing that waits for this person, the most urgent first. Nothing to do is an empty list, not a filler. */
export const homeCardSchema = L2(
  z.object({
    kind: z.enum(['confirm', 'progress', 'returned', 'invited', 'claim', 'order', 'pool', 'dispatch', 'overdue', 'review', 'password']),
    title: textSchema,
    body: textSchema,
    urgency: z.enum(['now', 'today', 'later']),
    count: z.number(),
    subject: z.nullable(z.string()),
    subjectId: z.nullable(z.string()),
    dueAt: z.nullable(instantSchema()),
  }),
)
export type HomeCard = z.infer<typeof homeCardSchema>

export const home = capability({
  name: 'home',
  text: text('首页', 'Home'),
  permissions: [],
  endpoints: {
    read: endpoint({
      id: 'home.read',
      method: 'GET',
      path: '/api/home',
      summary: text('我的待办', 'What waits for me'),
      permission: 'signed-in',
      scope: 'self',
      response: z.object({ cards: z.array(homeCardSchema), asOf: L2(instantSchema()) }),
      rate: 'read',
      cache: { fresh: 2, stale: 3600, vary: 'subject', groups: ['repair', 'household'] },
    }),
  },
})
