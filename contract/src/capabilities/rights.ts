import { capability } from '../kernel/capability.ts'
import { endpoint } from '../kernel/endpoint.ts'
import { idSchema, instantSchema, versionSchema } from '../kernel/id.ts'
import { field, L1, L2 } from '../kernel/level.ts'
import { pageOf, pageQuery } from '../kernel/page.ts'
import { permission } from '../kernel/permission.ts'
import { text, textSchema } from '../kernel/text.ts'
import { z } from '../kernel/zod.ts'

export const rightsKinds = ['export', 'correction', 'closing'] as const
export type RightsKind = (typeof rightsKinds)[number]

export const rightsStates = [
  'making',
  'ready',
  'expired',
  'waiting',
  'accepted',
  'refused',
  'cooling',
  'held',
  'done',
  'withdrawn',
] as const
export type RightsState = (typeof rightsStates)[number]

/** Working days within which a request is answered. */
export const answerWithinDays = 15
/** Days in which closing an account can be taken back. */
export const coolingDays = 7
/** Days for which an export can be fetched. */
export const exportDays = 7

export const rightsErrors = {
  'rights.asked': { status: 409, text: text('同类申请正在处理中', 'A request of this kind is under way') },
  'rights.expired': { status: 410, text: text('下载已过期，请重新申请', 'The export has expired: ask again') },
  'rights.link-invalid': { status: 403, text: text('链接无效或已过期，请返回刷新', 'The link is not valid any more, please reload') },
  'rights.staff-account': { status: 409, text: text('工作账号请由管理员注销', 'A work account is closed by its administrator') },
  'rights.decided': { status: 409, text: text('此申请已处理', 'This request has been decided') },
} as const

const erasureSchema = z.object({
  name: z.string(),
  text: textSchema,
  erased: z.number(),
  kept: z.number(),
  why: z.nullable(textSchema),
  basis: z.nullable(z.string()),
})

/** What was erased and what stays, signed with the key that signs the audit trail. */
const proofSchema = L2(
  z.object({ at: instantSchema(), items: z.array(erasureSchema), digest: z.string(), signature: z.string(), keyVersion: z.number() }),
)
export type RightsProof = z.infer<typeof proofSchema>

const base = {
  id: idSchema(),
  kind: z.enum(rightsKinds),
  state: z.enum(rightsStates),
  createdAt: instantSchema(),
  /** Until when the law wants an answer, or when closing happens. */
  dueAt: instantSchema(),
  isOverdue: z.boolean(),
  decidedAt: z.nullable(instantSchema()),
  /** What the house answered. */
  answer: z.nullable(z.string()),
  /** What a correction is about, and the review that decides it. */
  fields: z.array(textSchema),
  reviewId: z.nullable(idSchema()),
  proof: z.nullable(proofSchema),
  version: versionSchema(),
}

export const myRequestSchema = L2(
  z.object({
    ...base,
    /** A link that works for some minutes, while there is something to fetch. */
    download: z.nullable(z.string()),
    bytes: z.nullable(z.number()),
    expiresAt: z.nullable(instantSchema()),
    can: z.array(z.enum(['withdraw'])),
  }),
)
export type MyRightsRequest = z.infer<typeof myRequestSchema>

export const rightsRowSchema = L2(
  z.object({
    ...base,
    /** Who asks, shortened unless the role says otherwise. */
    name: field(z.string(), { level: 'L3', mask: 'name' }),
    personId: z.nullable(idSchema()),
    place: z.nullable(z.string()),
    decidedBy: z.nullable(z.string()),
  }),
)
export type RightsRow = z.infer<typeof rightsRowSchema>

const viewerSchema = L2(
  z.object({
    id: z.string(),
    at: instantSchema(),
    /** A name that leaves out who exactly: 张**. */
    viewer: z.string(),
    action: z.string(),
    actionText: textSchema,
    /** Which data were opened. */
    fields: z.array(textSchema),
    reason: z.nullable(z.string()),
  }),
)

const heldSchema = L2(
  z.object({
    name: z.string(),
    text: textSchema,
    count: z.number(),
  }),
)

const byId = z.object({ id: idSchema() })
const mine = { permission: 'signed-in', scope: 'self' } as const
const natural = { idempotent: 'natural', rate: 'write', errors: rightsErrors } as const
const keyed = { status: 201, idempotent: 'key', rate: 'write', errors: rightsErrors } as const

export const rights = capability({
  name: 'rights',
  text: text('个人权利', 'Personal data rights'),
  permissions: [permission('rights.handle', '处理个人信息权利申请', 'Handle personal data requests', ['admin'])],
  events: ['rights.asked', 'rights.ready', 'rights.overdue', 'rights.closed'],
  endpoints: {
    held: endpoint({
      id: 'rights.held',
      method: 'GET',
      path: '/api/rights/held',
      summary: text('平台保存了我的哪些信息', 'What is kept about me'),
      ...mine,
      response: z.object({ items: z.array(heldSchema) }),
      rate: 'search',
      audit: 'rights.seen',
    }),
    viewers: endpoint({
      id: 'rights.viewers',
      method: 'GET',
      path: '/api/rights/viewers',
      summary: text('谁看过我', 'Who looked at my data'),
      ...mine,
      query: z.object(pageQuery),
      response: pageOf(viewerSchema),
      rate: 'search',
    }),
    mine: endpoint({
      id: 'rights.mine',
      method: 'GET',
      path: '/api/rights/requests/mine',
      summary: text('我的申请', 'My requests'),
      ...mine,
      query: z.object(pageQuery),
      response: pageOf(myRequestSchema),
      rate: 'read',
    }),
    askExport: endpoint({
      id: 'rights.ask-export',
      method: 'POST',
      path: '/api/rights/exports',
      summary: text('申请导出我的信息', 'Ask for everything that is kept about me'),
      ...mine,
      response: myRequestSchema,
      audit: 'rights.export-asked',
      ...keyed,
    }),
    download: endpoint({
      id: 'rights.download',
      method: 'GET',
      path: '/api/rights/exports/:id/content',
      summary: text('下载我的信息', 'Fetch an export by its signed link'),
      permission: 'public',
      scope: 'none',
      params: byId,
      query: z.object({
        exp: z.coerce.number().check(z.int(), z.minimum(0)),
        sig: z.string().check(z.regex(/^[A-Za-z0-9_.-]{20,120}$/)),
      }),
      errors: rightsErrors,
      rate: 'content',
      raw: true,
    }),
    askClosing: endpoint({
      id: 'rights.ask-closing',
      method: 'POST',
      path: '/api/rights/closings',
      summary: text('申请注销账号', 'Ask to close my account'),
      ...mine,
      response: myRequestSchema,
      audit: 'rights.closing-asked',
      ...keyed,
    }),
    withdraw: endpoint({
      id: 'rights.withdraw',
      method: 'POST',
      path: '/api/rights/requests/:id/withdraw',
      summary: text('撤回申请', 'Take a request back'),
      ...mine,
      params: byId,
      body: z.object({ version: versionSchema() }),
      response: myRequestSchema,
      audit: 'rights.withdrawn',
      ...natural,
    }),
    list: endpoint({
      id: 'rights.list',
      method: 'GET',
      path: '/api/rights/requests',
      summary: text('个人信息权利申请', 'Requests of persons'),
      permission: 'rights.handle',
      scope: 'place',
      query: z.object({
        ...pageQuery,
        kind: z.optional(z.enum(rightsKinds)),
        view: z.optional(z.enum(['open', 'overdue', 'all'])),
      }),
      response: pageOf(rightsRowSchema),
      rate: 'search',
    }),
    summary: endpoint({
      id: 'rights.summary',
      method: 'GET',
      path: '/api/rights/summary',
      summary: text('待办与超期的权利申请', 'How many wait, how many are late'),
      permission: 'rights.handle',
      scope: 'place',
      response: L1(z.object({ waiting: z.number(), overdue: z.number() })),
      rate: 'read',
    }),
  },
})
