import { capability } from '../kernel/capability.ts'
import { endpoint } from '../kernel/endpoint.ts'
import { daySchema, fenSchema, idSchema, instantSchema, versionSchema } from '../kernel/id.ts'
import { field, L1, L2, L3 } from '../kernel/level.ts'
import { pageOf, pageQuery } from '../kernel/page.ts'
import { permission } from '../kernel/permission.ts'
import { text, textSchema } from '../kernel/text.ts'
import { z } from '../kernel/zod.ts'
import { repairActionNames, repairStateNames } from '../repair/machine.ts'
import { photoLinkSchema } from './file.ts'

export * from '../repair/machine.ts'

export const repairKinds = {
  home: text('入户维修', 'At home'),
  public: text('公共设施', 'Public facility'),
  event: text('社区事件', 'Community event'),
} as const
const kindSchema = z.enum(['home', 'public', 'event'])

const note = () => z.string().check(z.trim(), z.maxLength(1000))
const reason = () => z.string().check(z.trim(), z.minLength(2), z.maxLength(500))
const photos = (min = 0) => z.array(idSchema()).check(z.minLength(min), z.maxLength(9))

export const repairCategorySchema = L1(
  z.object({
    code: z.string(),
    text: textSchema,
    kind: kindSchema,
    /** Words in a description that suggest this category. */
    keywords: z.array(z.string()),
    /** Danger to life: the app shows a telephone before the form. */
    emergency: z.boolean(),
    advice: z.nullable(textSchema),
    acceptMinutes: z.number(),
    finishMinutes: z.number(),
    dispatch: z.enum(['grab', 'assign', 'rotate']),
    retired: z.boolean(),
    version: versionSchema(),
  }),
)
export type RepairCategory = z.infer<typeof repairCategorySchema>

const personSchema = L2(z.object({ id: z.string(), name: z.string() }))

const summary = {
  id: L2(idSchema()),
  number: L2(z.string()),
  kind: L2(kindSchema),
  category: L2(z.object({ code: z.string(), zh: z.string(), en: z.string() })),
  state: L2(z.enum(repairStateNames)),
  title: L2(z.string()),
  place: L2(z.object({ id: z.string(), label: z.string() })),
  createdAt: L2(instantSchema()),
  acceptDueAt: L2(z.nullable(instantSchema())),
  finishDueAt: L2(z.nullable(instantSchema())),
  emergency: L2(z.boolean()),
  dueSoon: L2(z.boolean()),
  overdue: L2(z.boolean()),
  escalation: L2(z.number()),
  reopened: L2(z.number()),
  followers: L2(z.number()),
  handler: z.nullable(personSchema),
  thumb: L2(z.nullable(z.string())),
  rating: L2(z.nullable(z.number())),
  version: L2(versionSchema()),
  can: L2(z.array(z.enum(repairActionNames))),
}
export const repairSummarySchema = z.object(summary)
export type RepairSummary = z.infer<typeof repairSummarySchema>

const timelineSchema = L2(
  z.object({
    id: z.string(),
    at: instantSchema(),
    action: z.enum(['create', ...repairActionNames]),
    state: z.enum(repairStateNames),
    actor: z.nullable(z.object({ name: z.string(), role: z.enum(['reporter', 'neighbour', 'handler', 'desk', 'system']) })),
    note: z.nullable(z.string()),
    photos: z.array(photoLinkSchema),
  }),
)

export const materialSchema = L2(
  z.object({
    name: z.string().check(z.minLength(1), z.maxLength(60)),
    quantity: z.number().check(z.positive(), z.maximum(9999)),
    fen: fenSchema(),
  }),
)

export const repairSchema = z.object({
  ...summary,
  description: L2(z.string()),
  spot: L2(z.nullable(z.string())),
  visitAt: L2(z.nullable(instantSchema())),
  contact: z.object({
    name: field(z.string(), { level: 'L3', key: 'repair.contactName', mask: 'name', label: text('联系人', 'Contact') }),
    phone: field(z.string(), { level: 'L3', key: 'repair.contactPhone', mask: 'phone', label: text('联系电话', 'Phone') }),
  }),
  photos: z.array(photoLinkSchema),
  timeline: z.array(timelineSchema),
  materials: z.array(materialSchema),
  feeFen: L2(fenSchema()),
  acceptedAt: L2(z.nullable(instantSchema())),
  finishedAt: L2(z.nullable(instantSchema())),
  pausedUntil: L2(z.nullable(instantSchema())),
  confirmBy: L2(z.nullable(instantSchema())),
  reopenBy: L2(z.nullable(instantSchema())),
  comment: L2(z.nullable(z.string())),
  following: L2(z.boolean()),
})
export type Repair = z.infer<typeof repairSchema>

/** What a person has to tell; everything else is known or has a default. */
export const repairDraftSchema = z.object({
  kind: kindSchema,
  category: z.string().check(z.minLength(1), z.maxLength(40)),
  description: z.string().check(z.trim(), z.minLength(2), z.maxLength(1000)),
  placeId: idSchema(),
  /** "灯杆旁", where the place tree ends. */
  spot: z.optional(z.string().check(z.trim(), z.maxLength(100))),
  photos: photos(),
  /** Absent means as soon as possible. */
  visitAt: z.optional(instantSchema()),
  /** Reported for somebody else, by staff on the telephone or a relative. */
  contact: z.optional(
    z.object({ name: z.string().check(z.trim(), z.minLength(1), z.maxLength(30)), phone: z.string().check(z.regex(/^1\d{10}$/)) }),
  ),
})
export type RepairDraft = z.infer<typeof repairDraftSchema>

const errors = {
  'repair.action-not-allowed': {
    status: 409,
    text: text('当前状态下不能这样操作，请刷新查看', 'This cannot be done in the current state'),
  },
  'repair.taken': { status: 409, text: text('已被其他师傅接走', 'Somebody else has taken it') },
  'repair.category-unknown': { status: 422, text: text('没有这个报修类别', 'No such category') },
  'repair.place-not-yours': {
    status: 403,
    text: text('只能为自己家或本小区公共区域报修', 'Only for your own home or public areas of your estate'),
  },
  'repair.handler-unfit': { status: 422, text: text('该人员不能处理此处的报修', 'That person cannot handle repairs here') },
  'repair.photo-missing': { status: 422, text: text('完工需要至少一张照片', 'Finishing needs at least one photo') },
  'repair.file-unknown': { status: 422, text: text('有照片没有上传成功，请重新上传', 'A photo is missing, please upload it again') },
  'repair.too-late': { status: 409, text: text('已超过可操作的期限', 'The time for this has passed') },
  'repair.urged-already': { status: 429, text: text('刚刚已催办过，请稍候', 'It was urged a moment ago') },
} as const
export const repairErrors = errors

const idParams = z.object({ id: idSchema() })
const known = { version: versionSchema() }

/** An action is a route of its own; its answer is the repair as it now stands for this caller. */
const action = <const N extends string, const B extends z.core.$ZodType>(name: N, zh: string, en: string, access: string, body: B) =>
  endpoint({
    id: `repair.${name}`,
    method: 'POST',
    path: `/api/repairs/:id/actions/${name}`,
    summary: text(zh, en),
    permission: access,
    scope: 'related',
    params: idParams,
    body,
    response: repairSchema,
    idempotent: 'key',
    rate: 'write',
    audit: `repair.${name}`,
    errors,
  })

const views = ['mine', 'pool', 'assigned', 'all'] as const

export const repairEndpoints = {
  categories: endpoint({
    id: 'repair.categories',
    method: 'GET',
    path: '/api/repairs/categories',
    summary: text('报修类别', 'Categories of repairs'),
    permission: 'public',
    scope: 'none',
    response: z.object({ items: z.array(repairCategorySchema), emergencyPhone: L1(z.string()) }),
    rate: 'read',
    cache: { fresh: 60, stale: 86_400, vary: 'public' },
  }),
  saveCategory: endpoint({
    id: 'repair.save-category',
    method: 'PUT',
    path: '/api/repairs/categories/:code',
    summary: text('设置报修类别', 'Set up a category'),
    permission: 'repair.manage',
    scope: 'none',
    params: z.object({ code: z.string().check(z.regex(/^[a-z][a-z0-9-]{1,39}$/)) }),
    body: z.object({
      text: z.object({ zh: z.string().check(z.minLength(1), z.maxLength(20)), en: z.string().check(z.minLength(1), z.maxLength(40)) }),
      kind: kindSchema,
      keywords: z.array(z.string().check(z.minLength(1), z.maxLength(20))).check(z.maxLength(40)),
      emergency: z.boolean(),
      acceptMinutes: z.number().check(z.int(), z.minimum(1), z.maximum(14_400)),
      finishMinutes: z.number().check(z.int(), z.minimum(1), z.maximum(144_000)),
      dispatch: z.enum(['grab', 'assign', 'rotate']),
      retired: z.boolean(),
      version: versionSchema(),
    }),
    response: repairCategorySchema,
    idempotent: 'natural',
    rate: 'write',
    audit: 'repair.category-saved',
  }),
  create: endpoint({
    id: 'repair.create',
    method: 'POST',
    path: '/api/repairs',
    summary: text('提交报修', 'Report a repair'),
    permission: 'repair.report',
    scope: 'related',
    body: repairDraftSchema,
    response: repairSchema,
    status: 201,
    idempotent: 'key',
    rate: 'write',
    audit: 'repair.created',
    errors,
  }),
  list: endpoint({
    id: 'repair.list',
    method: 'GET',
    path: '/api/repairs',
    summary: text('报修列表', 'List repairs'),
    permission: 'repair.read',
    scope: 'related',
    query: z.object({
      ...pageQuery,
      view: z.optional(z.enum(views)),
      phase: z.optional(z.enum(['open', 'active', 'done', 'void'])),
      state: z.optional(z.enum(repairStateNames)),
      category: z.optional(z.string().check(z.maxLength(40))),
      kind: z.optional(kindSchema),
      placeId: z.optional(idSchema()),
      handlerId: z.optional(idSchema()),
      overdue: z.optional(z.enum(['1'])),
      number: z.optional(z.string().check(z.maxLength(30))),
      from: z.optional(daySchema()),
      to: z.optional(daySchema()),
    }),
    response: pageOf(repairSummarySchema),
    rate: 'read',
  }),
  read: endpoint({
    id: 'repair.read',
    method: 'GET',
    path: '/api/repairs/:id',
    summary: text('报修详情', 'Read a repair'),
    permission: 'repair.read',
    scope: 'related',
    params: idParams,
    response: repairSchema,
    rate: 'read',
  }),
  nearby: endpoint({
    id: 'repair.nearby',
    method: 'GET',
    path: '/api/repairs/nearby',
    summary: text('附近相同的报修', 'Similar open repairs near by'),
    permission: 'repair.report',
    scope: 'related',
    query: z.object({ placeId: idSchema(), category: z.string().check(z.maxLength(40)) }),
    response: z.object({
      items: L2(
        z.array(
          z.object({
            id: idSchema(),
            number: z.string(),
            title: z.string(),
            place: z.string(),
            state: z.enum(repairStateNames),
            createdAt: instantSchema(),
            followers: z.number(),
            following: z.boolean(),
            version: versionSchema(),
          }),
        ),
      ),
    }),
    rate: 'read',
  }),
  contact: endpoint({
    id: 'repair.contact',
    method: 'POST',
    path: '/api/repairs/:id/contact',
    summary: text('查看联系电话', 'Reveal the contact of a repair'),
    permission: 'repair.contact',
    scope: 'related',
    params: idParams,
    body: z.object({ reason: reason() }),
    response: L3(z.object({ name: z.string(), phone: z.string() })),
    idempotent: 'natural',
    rate: 'write',
    audit: 'repair.contact-revealed',
    errors,
  }),
  handlers: endpoint({
    id: 'repair.handlers',
    method: 'GET',
    path: '/api/repairs/:id/handlers',
    summary: text('可派人员与负荷', 'Who could take it, and their load'),
    permission: 'repair.dispatch',
    scope: 'related',
    params: idParams,
    response: z.object({ items: z.array(L2(z.object({ id: idSchema(), name: z.string(), open: z.number(), suggested: z.boolean() }))) }),
    rate: 'read',
  }),
  colleagues: endpoint({
    id: 'repair.colleagues',
    method: 'GET',
    path: '/api/repairs/:id/colleagues',
    summary: text('可转单的同事', 'Colleagues who could take it over'),
    permission: 'repair.handle',
    scope: 'related',
    params: idParams,
    response: z.object({ items: z.array(L2(z.object({ id: idSchema(), name: z.string(), open: z.number() }))) }),
    rate: 'read',
  }),
  statistics: endpoint({
    id: 'repair.statistics',
    method: 'GET',
    path: '/api/repairs/statistics',
    summary: text('报修统计', 'Statistics of repairs'),
    permission: 'repair.statistics',
    scope: 'place',
    query: z.object({ from: daySchema(), to: daySchema(), placeId: z.optional(idSchema()) }),
    response: L2(
      z.object({
        totals: z.object({
          created: z.number(),
          closed: z.number(),
          open: z.number(),
          overdue: z.number(),
          reopened: z.number(),
          onTime: z.nullable(z.number()),
          satisfaction: z.nullable(z.number()),
          acceptMinutes: z.nullable(z.number()),
          finishMinutes: z.nullable(z.number()),
        }),
        days: z.array(z.object({ day: daySchema(), created: z.number(), closed: z.number() })),
        categories: z.array(z.object({ code: z.string(), zh: z.string(), en: z.string(), created: z.number(), closed: z.number() })),
        asOf: instantSchema(),
      }),
    ),
    rate: 'read',
    cache: { fresh: 10, stale: 3600, vary: 'subject' },
  }),
  dispatch: action(
    'dispatch',
    '派单',
    'Assign a repair',
    'repair.dispatch',
    z.object({ ...known, handlerId: z.optional(idSchema()), note: z.optional(note()) }),
  ),
  grab: action('grab', '抢单', 'Take a repair from the pool', 'repair.handle', z.object(known)),
  accept: action('accept', '接单', 'Accept an assigned repair', 'repair.handle', z.object(known)),
  decline: action('decline', '退单', 'Give an assigned repair back', 'repair.handle', z.object({ ...known, reason: reason() })),
  transfer: action(
    'transfer',
    '转单',
    'Hand a repair over',
    'repair.handle',
    z.object({ ...known, handlerId: idSchema(), reason: reason() }),
  ),
  arrive: action(
    'arrive',
    '到场',
    'Say that one is on the spot',
    'repair.handle',
    z.object({ ...known, at: z.optional(instantSchema()), photos: z.optional(photos()), note: z.optional(note()) }),
  ),
  pause: action(
    'pause',
    '挂起',
    'Pause the clock',
    'repair.handle',
    z.object({ ...known, reason: reason(), until: z.optional(instantSchema()) }),
  ),
  resume: action('resume', '恢复', 'Go on', 'repair.handle', z.object(known)),
  finish: action(
    'finish',
    '完工',
    'Report the work done',
    'repair.handle',
    z.object({
      ...known,
      photos: photos(1),
      materials: z.optional(z.array(materialSchema).check(z.maxLength(30))),
      note: z.optional(note()),
      /** When it was done, if it could only be sent later. */
      at: z.optional(instantSchema()),
    }),
  ),
  confirm: action(
    'confirm',
    '确认完成',
    'Confirm the work',
    'repair.report',
    z.object({ ...known, rating: z.optional(z.number().check(z.int(), z.minimum(1), z.maximum(5))), comment: z.optional(note()) }),
  ),
  rate: action(
    'rate',
    '评价',
    'Rate the work',
    'repair.report',
    z.object({ ...known, rating: z.number().check(z.int(), z.minimum(1), z.maximum(5)), comment: z.optional(note()) }),
  ),
  reopen: action('reopen', '重新打开', 'Reopen', 'repair.read', z.object({ ...known, reason: reason(), photos: z.optional(photos()) })),
  return: action('return', '退回', 'Send back to the reporter', 'repair.dispatch', z.object({ ...known, reason: reason() })),
  resubmit: action(
    'resubmit',
    '重新提交',
    'Submit again',
    'repair.report',
    z.object({
      ...known,
      description: z.optional(z.string().check(z.trim(), z.minLength(2), z.maxLength(1000))),
      photos: z.optional(photos()),
    }),
  ),
  withdraw: action('withdraw', '撤回', 'Withdraw', 'repair.report', z.object({ ...known, reason: z.optional(note()) })),
  urge: action('urge', '催办', 'Urge', 'repair.report', z.object({ note: z.optional(note()) })),
  note: action('note', '补充', 'Add a note', 'repair.read', z.object({ note: z.optional(note()), photos: z.optional(photos()) })),
  follow: action('follow', '跟进', 'Follow the repair of a neighbour', 'repair.report', z.object({})),
  escalate: action('escalate', '升级', 'Escalate', 'repair.dispatch', z.object({ ...known, reason: reason() })),
} as const

export const repair = capability({
  name: 'repair',
  text: text('报事报修', 'Repairs'),
  endpoints: repairEndpoints,
  permissions: [
    permission('repair.report', '提交报修', 'Report repairs', ['resident', 'staff', 'grid', 'admin']),
    permission('repair.read', '查看报修', 'See repairs', ['resident', 'staff', 'grid', 'admin']),
    permission('repair.handle', '处理报修', 'Handle repairs', ['staff']),
    permission('repair.contact', '查看报修联系电话', 'See contact numbers on repairs', ['staff', 'grid', 'admin']),
    permission('repair.dispatch', '派单', 'Assign repairs', ['staff', 'admin']),
    permission('repair.manage', '报修设置', 'Set up repairs', ['admin']),
    permission('repair.statistics', '报修统计', 'Repair statistics', ['admin', 'staff']),
  ],
  events: ['repair.created', 'repair.moved', 'repair.noted', 'repair.overdue'],
})
