import { type Archive, tellsByFilter } from '../archive/archive.ts'
import { capability } from '../kernel/capability.ts'
import { endpoint } from '../kernel/endpoint.ts'
import { idSchema } from '../kernel/id.ts'
import { L2 } from '../kernel/level.ts'
import { permission } from '../kernel/permission.ts'
import { text, textSchema } from '../kernel/text.ts'
import { z } from '../kernel/zod.ts'

/** What every archive can be counted by, besides its own choices. */
export const commonDimensions = { grid: text('网格', 'Grid'), estate: text('小区', 'Estate'), source: text('来源', 'Source') } as const
export type CommonDimension = keyof typeof commonDimensions

/** Choices of an archive that files are counted by; those that are sealed only for whoever may read them. */
export const dimensionsOf = ({ fields }: Archive, isOpen: (field: string) => boolean): string[] =>
  Object.entries(fields).flatMap(([name, field]) =>
    ['choice', 'flag'].includes(field.kind) && field.find.includes('equal') && (!tellsByFilter(field) || isOpen(name)) ? [name] : [],
  )

const archiveName = () => z.string().check(z.regex(/^[a-z][a-z-]{0,23}$/))

export const statisticsSchema = L2(
  z.object({
    archive: z.string(),
    by: z.string(),
    /** Files in use within reach. */
    total: z.number(),
    items: z.array(
      z.object({
        /** Null where nothing is known of it. */
        key: z.nullable(z.string()),
        text: z.nullable(textSchema),
        files: z.number(),
      }),
    ),
  }),
)
export type Statistics = z.infer<typeof statisticsSchema>

export const statistics = capability({
  name: 'statistics',
  text: text('档案统计', 'Record statistics'),
  permissions: [permission('statistics.read', '查看档案统计', 'See record statistics', ['admin', 'grid'])],
  events: [],
  endpoints: {
    count: endpoint({
      id: 'statistics.count',
      method: 'GET',
      path: '/api/statistics/:archive',
      summary: text('按一项统计在用档案', 'Count the files of an archive by one thing'),
      permission: 'statistics.read',
      scope: 'place',
      params: z.object({ archive: archiveName() }),
      query: z.object({ by: z.string().check(z.regex(/^[a-zA-Z]{2,30}$/)), placeId: z.optional(idSchema()) }),
      response: statisticsSchema,
      rate: 'search',
    }),
  },
})
