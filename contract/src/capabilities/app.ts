import { capability } from '../kernel/capability.ts'
import { endpoint } from '../kernel/endpoint.ts'
import { idSchema, instantSchema, versionSchema } from '../kernel/id.ts'
import { L1, L2 } from '../kernel/level.ts'
import { ends, permission } from '../kernel/permission.ts'
import { text, textSchema } from '../kernel/text.ts'
import { z } from '../kernel/zod.ts'

export const appGroups = {
  daily: text('日常服务', 'Daily services'),
  home: text('我的家', 'My home'),
  life: text('社区生活', 'Community life'),
  affairs: text('政务与议事', 'Public affairs'),
  care: text('关爱', 'Care'),
  work: text('工作', 'Work'),
} as const
const groupSchema = z.enum(['daily', 'home', 'life', 'affairs', 'care', 'work'])
const codeSchema = () => z.string().check(z.regex(/^[a-z][a-z0-9-]{1,39}$/))
const endSchema = z.enum(ends)

/** What a person sees: a tile with a word, an icon and where it leads. */
export const tileSchema = L1(
  z.object({
    code: z.string(),
    text: textSchema,
    hint: textSchema,
    /** A name in the icon set that all ends share. */
    icon: z.string(),
    group: groupSchema,
    /** The page it opens, written once for all ends: `/pkg-case/new`. */
    page: z.string(),
    /** What one must hold to use it; a guest sees it and is told the one step that grants it. */
    permission: z.nullable(z.string()),
  }),
)
export type Tile = z.infer<typeof tileSchema>

const shelfSchema = z.object({
  placeId: z.nullable(idSchema()),
  placeName: z.nullable(z.string()),
  end: endSchema,
  on: z.boolean(),
  changedAt: instantSchema(),
  changedBy: z.string(),
})

export const app = capability({
  name: 'app',
  text: text('应用中心', 'Application centre'),
  permissions: [
    permission('app.read', '查看应用中心', 'See the application centre', ['admin']),
    permission('app.shelve', '上架与下架应用', 'Publish and withdraw applications', ['admin']),
  ],
  events: ['app.shelved'],
  endpoints: {
    tiles: endpoint({
      id: 'app.tiles',
      method: 'GET',
      path: '/api/apps/tiles',
      summary: text('应用磁贴', 'Tiles on the shelf of a place'),
      permission: 'public',
      scope: 'none',
      query: z.object({ end: endSchema, placeId: z.optional(idSchema()) }),
      response: z.object({ items: z.array(tileSchema) }),
      rate: 'read',
      cache: { fresh: 15, stale: 86_400, vary: 'public' },
    }),
    mine: endpoint({
      id: 'app.mine',
      method: 'GET',
      path: '/api/apps/mine',
      summary: text('我的磁贴顺序', 'The order I chose for my tiles'),
      permission: 'signed-in',
      scope: 'self',
      response: L2(z.object({ codes: z.array(z.string()) })),
      rate: 'read',
    }),
    arrange: endpoint({
      id: 'app.arrange',
      method: 'PUT',
      path: '/api/apps/mine',
      summary: text('调整磁贴顺序', 'Arrange my tiles'),
      permission: 'signed-in',
      scope: 'self',
      body: z.object({ codes: z.array(codeSchema()).check(z.maxLength(60)) }),
      response: L2(z.object({ codes: z.array(z.string()) })),
      idempotent: 'natural',
      rate: 'write',
      audit: 'app.arranged',
    }),
    list: endpoint({
      id: 'app.list',
      method: 'GET',
      path: '/api/apps',
      summary: text('应用清单与上架情况', 'All applications and where they are on the shelf'),
      permission: 'app.read',
      scope: 'place',
      response: z.object({
        items: z.array(
          L2(
            z.object({
              ...tileSchema.shape,
              ends: z.array(endSchema),
              owner: z.string(),
              appVersion: z.string(),
              shelf: z.array(shelfSchema),
              version: versionSchema(),
            }),
          ),
        ),
      }),
      rate: 'read',
    }),
    shelve: endpoint({
      id: 'app.shelve',
      method: 'PUT',
      path: '/api/apps/:code/shelf',
      summary: text('上架或下架', 'Put an application on or off the shelf of a place'),
      permission: 'app.shelve',
      scope: 'place',
      params: z.object({ code: codeSchema() }),
      /** Without a place the rule is for every place that has none of its own. */
      body: z.object({
        placeId: z.nullable(idSchema()),
        end: endSchema,
        on: z.boolean(),
        reason: z.optional(z.string().check(z.trim(), z.maxLength(200))),
        version: versionSchema(),
      }),
      response: L2(z.object({ code: z.string(), shelf: z.array(shelfSchema), version: versionSchema() })),
      idempotent: 'natural',
      rate: 'write',
      audit: 'app.shelved',
      errors: { 'app.not-for-this-end': { status: 422, text: text('该应用不面向这一端', 'This application is not made for that end') } },
    }),
  },
})
