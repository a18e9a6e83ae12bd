import { capability } from '../kernel/capability.ts'
import { endpoint } from '../kernel/endpoint.ts'
import { idSchema } from '../kernel/id.ts'
import { L1, L2 } from '../kernel/level.ts'
import { pageOf, pageQuery } from '../kernel/page.ts'
import { text, textSchema } from '../kernel/text.ts'
import { z } from '../kernel/zod.ts'

export const foundSchema = L2(
  z.object({
    subject: z.string(),
    id: z.string(),
    title: z.string(),
    /** One short line that tells two of the same name apart; masked like any list. */
    hint: z.string(),
    /** The piece of a longer text in which it was found; the ends mark what was looked for. */
    excerpt: z.optional(z.string()),
  }),
)
export type Found = z.infer<typeof foundSchema>

const q = () => z.string().check(z.trim(), z.minLength(2), z.maxLength(60))

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
      query: z.object({ q: q(), placeId: z.optional(idSchema()) }),
      response: z.object({
        groups: z.array(
          z.object({
            subject: L2(z.string()),
            text: L2(textSchema),
            items: z.array(foundSchema),
            /** There are more of this kind than are shown. */
            more: L1(z.boolean()),
          }),
        ),
        /** False while the index is still being written. */
        isComplete: L1(z.boolean()),
      }),
      rate: 'search',
    }),
    list: endpoint({
      id: 'search.list',
      method: 'GET',
      path: '/api/search/:subject',
      summary: text('按类型搜索', 'All of one kind that are found, newest first'),
      permission: 'signed-in',
      scope: 'self',
      params: z.object({ subject: z.string().check(z.regex(/^[a-z][a-z-]{1,39}$/)) }),
      query: z.object({ q: q(), placeId: z.optional(idSchema()), ...pageQuery }),
      /** Counted up to 100, on the first page. */
      response: pageOf(foundSchema),
      rate: 'search',
    }),
  },
})
