import { capability } from '../kernel/capability.ts'
import { endpoint } from '../kernel/endpoint.ts'
import { L2 } from '../kernel/level.ts'
import { text, textSchema } from '../kernel/text.ts'
import { z } from '../kernel/zod.ts'

export const foundSchema = L2(
  z.object({
    subject: z.string(),
    id: z.string(),
    title: z.string(),
    /** One short line that tells two of the same name apart; masked like any list. */
    hint: z.string(),
  }),
)
export type Found = z.infer<typeof foundSchema>

export const search = capability({
  name: 'search',
  text: text('搜索', 'Search'),
  permissions: [],
  endpoints: {
    find: endpoint({
      id: 'search.find',
      method: 'GET',
      path: '/api/search',
      summary: text('全局搜索', 'One box for everything'),
      permission: 'signed-in',
      scope: 'self',
      query: z.object({ q: z.string().check(z.trim(), z.minLength(2), z.maxLength(60)) }),
      response: z.object({ groups: z.array(z.object({ subject: L2(z.string()), text: L2(textSchema), items: z.array(foundSchema) })) }),
      rate: 'search',
    }),
  },
})
