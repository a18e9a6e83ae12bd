import { capability } from '../kernel/capability.ts'
import { endpoint } from '../kernel/endpoint.ts'
import { idSchema, instantSchema, versionSchema } from '../kernel/id.ts'
import { L1, L2 } from '../kernel/level.ts'
import { pageOf, pageQuery } from '../kernel/page.ts'
import { permission } from '../kernel/permission.ts'
import { type Text, text, textSchema } from '../kernel/text.ts'
import { z } from '../kernel/zod.ts'
import {
  type NoticeAudience,
  type NoticeGroup,
  type NoticePublisher,
  type NoticeShelf,
  type NoticeState,
  type NoticeStep,
  noticeAudiences,
  noticeCategoryNames,
  noticeGroups,
  noticePublishers,
  noticeShelves,
  noticeStates,
  noticeSteps,
} from '../notice/words.ts'

export * from '../notice/body.ts'
export * from '../notice/words.ts'

const namesOf = <T extends string>(words: Readonly<Record<T, unknown>>) => Object.keys(words) as [T, ...T[]]
const groupSchema = z.enum(namesOf<NoticeGroup>(noticeGroups))
const categorySchema = z.enum(noticeCategoryNames)
const publisherSchema = z.enum(namesOf<NoticePublisher>(noticePublishers))
const audienceSchema = z.enum(namesOf<NoticeAudience>(noticeAudiences))
const stateSchema = z.enum(namesOf<NoticeState>(noticeStates))
const shelfSchema = z.enum(namesOf<NoticeShelf>(noticeShelves))
const stepSchema = z.enum(namesOf<NoticeStep>(noticeSteps))

const placeSchema = z.object({ id: idSchema(), name: z.string() })
const brief = {
  id: L1(idSchema()),
  title: L1(textSchema),
  category: L1(categorySchema),
  publisher: L1(z.object({ kind: publisherSchema, name: z.string() })),
  /** The beginning of the text, for lists. */
  summary: L1(textSchema),
  publishedAt: L1(instantSchema()),
  endsAt: L1(z.nullable(instantSchema())),
  /** Stands above the others: what is urgent, and what was pinned. */
  isPinned: L1(z.boolean()),
  shelf: L1(shelfSchema),
  files: L1(z.number()),
  /** Whether the reader opened it; null for a guest. */
  isRead: L2(z.nullable(z.boolean())),
}
export const noticeBriefSchema = z.object(brief)
export type NoticeBrief = z.infer<typeof noticeBriefSchema>

const fileSchema = L1(z.object({ id: idSchema(), kind: z.string(), type: z.string(), url: z.string(), thumb: z.string() }))
const serviceSchema = L1(z.object({ code: z.string(), text: textSchema, page: z.string() }))

export const noticeSchema = z.object({
  ...brief,
  place: L1(placeSchema),
  body: L1(textSchema),
  attachments: L1(z.array(fileSchema)),
  /** The page of the app that it is about. */
  service: L1(z.nullable(serviceSchema)),
})
export type Notice = z.infer<typeof noticeSchema>

const kept = {
  id: idSchema(),
  title: z.string(),
  category: categorySchema,
  publisher: publisherSchema,
  publisherName: z.string(),
  place: placeSchema,
  audience: audienceSchema,
  state: stateSchema,
  shelf: z.nullable(shelfSchema),
  publishAt: z.nullable(instantSchema()),
  publishedAt: z.nullable(instantSchema()),
  endsAt: z.nullable(instantSchema()),
  pinnedUntil: z.nullable(instantSchema()),
  author: placeSchema,
  /** How many were sent it, and how many have opened it. */
  told: z.number(),
  read: z.number(),
  changedAt: instantSchema(),
  version: versionSchema(),
}
export const keptNoticeSchema = L2(z.object(kept))
export type KeptNotice = z.infer<typeof keptNoticeSchema>

const stepEntry = z.object({ step: stepSchema, at: instantSchema(), by: z.nullable(placeSchema), opinion: z.string() })
const actions = ['edit', 'submit', 'approve', 'return', 'withdraw', 'remove'] as const
export const noticeDraftSchema = L2(
  z.object({
    ...kept,
    places: z.array(placeSchema),
    body: z.string(),
    titleEn: z.string(),
    bodyEn: z.string(),
    service: z.nullable(z.string()),
    attachments: z.array(fileSchema),
    /** How many accounts it would reach today. */
    reaches: z.number(),
    steps: z.array(stepEntry),
    can: z.array(z.enum(actions)),
  }),
)
export type NoticeDraft = z.infer<typeof noticeDraftSchema>

export const noticeErrors = {
  'notice.place-not-within': {
    status: 422,
    text: text('发布范围须在发布地点之内', 'Its places must lie within the place it is published for'),
  },
  'notice.not-yours-to-speak-for': {
    status: 403,
    text: text('您的管理范围不足以用这个名义发布', 'You do not answer for enough to publish in that name'),
  },
  'notice.file-unknown': { status: 422, text: text('附件不存在或不是您上传的', 'A file is not there, or is not yours') },
  'notice.service-unknown': { status: 422, text: text('没有这个服务页面', 'There is no such page') },
  'notice.days-in-wrong-order': {
    status: 422,
    text: text('结束和置顶时间应晚于发布时间', 'It must end, and be unpinned, after it is published'),
  },
  'notice.own-review': { status: 403, text: text('不能审核自己拟稿或提交的内容', 'Nobody reviews what they wrote or submitted') },
  'notice.step-not-allowed': { status: 409, text: text('当前状态下不能这样操作，请刷新查看', 'This cannot be done in the current state') },
} as const

const words = (least: number, most: number) => z.string().check(z.trim(), z.minLength(least), z.maxLength(most))
const content = {
  title: words(2, 80),
  body: words(2, 10_000),
  titleEn: z._default(words(0, 160), ''),
  bodyEn: z._default(words(0, 20_000), ''),
  category: categorySchema,
  publisher: publisherSchema,
  publisherName: words(2, 40),
  audience: audienceSchema,
  /** The place that it is published for; `places` narrow it to parts. */
  placeId: idSchema(),
  places: z._default(z.array(idSchema()).check(z.maxLength(50)), []),
  /** Code of a tile: the page that it leads to. */
  service: z._default(z.nullable(z.string().check(z.maxLength(40))), null),
  files: z._default(z.array(idSchema()).check(z.maxLength(9)), []),
  publishAt: z._default(z.nullable(instantSchema()), null),
  endsAt: z._default(z.nullable(instantSchema()), null),
  pinnedUntil: z._default(z.nullable(instantSchema()), null),
}
const version = { version: versionSchema() }
const byId = z.object({ id: idSchema() })

const step = <B extends z.core.$ZodType>(action: Exclude<NoticeStep, 'publish'>, summary: Text, permissionCode: string, body: B) =>
  endpoint({
    id: `notice.${action}`,
    method: 'POST',
    path: `/api/notice-drafts/:id/${action}`,
    summary,
    permission: permissionCode,
    scope: 'place',
    params: byId,
    body,
    response: noticeDraftSchema,
    idempotent: 'natural',
    rate: 'write',
    audit: `notice.${action}`,
    errors: noticeErrors,
  })

export const notice = capability({
  name: 'notice',
  text: text('公告', 'Notices'),
  permissions: [
    permission('notice.any', '查看所在区域的全部公告', 'Read every notice where one works', ['staff', 'grid', 'admin']),
    permission('notice.write', '拟写公告', 'Write notices', ['admin']),
    permission('notice.review', '审核公告', 'Review notices', ['admin']),
  ],
  events: ['notice.moved', 'notice.told'],
  endpoints: {
    list: endpoint({
      id: 'notice.list',
      method: 'GET',
      path: '/api/notices',
      summary: text('公告列表', 'Notices for the reader, or for a guest at a place'),
      permission: 'public',
      scope: 'none',
      query: z.object({
        ...pageQuery,
        /** Where a guest looks; whoever belongs to a house sees what is for that house without it. */
        placeId: z.optional(idSchema()),
        shelf: z._default(shelfSchema, 'current'),
        group: z.optional(groupSchema),
        category: z.optional(categorySchema),
        publisher: z.optional(publisherSchema),
        q: z.optional(words(2, 60)),
      }),
      response: pageOf(noticeBriefSchema),
      rate: 'read',
      cache: { fresh: 5, stale: 86_400, vary: 'subject', groups: ['household'] },
    }),
    read: endpoint({
      id: 'notice.read',
      method: 'GET',
      path: '/api/notices/:id',
      summary: text('公告详情', 'One notice'),
      permission: 'public',
      scope: 'none',
      params: byId,
      response: noticeSchema,
      rate: 'read',
    }),
    receipt: endpoint({
      id: 'notice.receipt',
      method: 'POST',
      path: '/api/notices/:id/receipt',
      summary: text('标记公告已读', 'The reader has opened a notice'),
      permission: 'signed-in',
      scope: 'self',
      params: byId,
      response: L2(z.object({ isFirst: z.boolean() })),
      idempotent: 'natural',
      rate: 'write',
      audit: 'notice.opened',
    }),
    subscriptions: endpoint({
      id: 'notice.subscriptions',
      method: 'GET',
      path: '/api/notice-subscriptions',
      summary: text('公告订阅', 'Which kinds of notices are sent to me'),
      permission: 'signed-in',
      scope: 'self',
      response: z.object({ items: z.array(L2(z.object({ category: categorySchema, isOn: z.boolean(), isFixed: z.boolean() }))) }),
      rate: 'read',
    }),
    subscribe: endpoint({
      id: 'notice.subscribe',
      method: 'PUT',
      path: '/api/notice-subscriptions/:category',
      summary: text('修改公告订阅', 'Have a kind of notices sent, or not'),
      permission: 'signed-in',
      scope: 'self',
      params: z.object({ category: categorySchema }),
      body: z.object({ isOn: z.boolean() }),
      response: L2(z.object({ category: categorySchema, isOn: z.boolean() })),
      idempotent: 'natural',
      rate: 'write',
      audit: 'notice.subscription-set',
    }),
    drafts: endpoint({
      id: 'notice.drafts',
      method: 'GET',
      path: '/api/notice-drafts',
      summary: text('公告管理', 'Notices as those see them who write and review them'),
      permission: 'notice.write',
      scope: 'place',
      query: z.object({
        ...pageQuery,
        state: z.optional(stateSchema),
        category: z.optional(categorySchema),
        publisher: z.optional(publisherSchema),
      }),
      response: pageOf(keptNoticeSchema),
      rate: 'read',
    }),
    draft: endpoint({
      id: 'notice.draft',
      method: 'GET',
      path: '/api/notice-drafts/:id',
      summary: text('公告底稿', 'A notice with its reviews and how many it reaches'),
      permission: 'notice.write',
      scope: 'place',
      params: byId,
      response: noticeDraftSchema,
      rate: 'read',
    }),
    create: endpoint({
      id: 'notice.create',
      method: 'POST',
      path: '/api/notice-drafts',
      summary: text('拟写公告', 'Write a notice'),
      permission: 'notice.write',
      scope: 'place',
      body: z.object(content),
      response: noticeDraftSchema,
      status: 201,
      idempotent: 'key',
      rate: 'write',
      audit: 'notice.created',
      errors: noticeErrors,
    }),
    update: endpoint({
      id: 'notice.update',
      method: 'PUT',
      path: '/api/notice-drafts/:id',
      summary: text('修改公告', 'Change a notice that is not submitted'),
      permission: 'notice.write',
      scope: 'place',
      params: byId,
      body: z.object({ ...content, ...version }),
      response: noticeDraftSchema,
      idempotent: 'natural',
      rate: 'write',
      audit: 'notice.updated',
      errors: noticeErrors,
    }),
    remove: endpoint({
      id: 'notice.remove',
      method: 'DELETE',
      path: '/api/notice-drafts/:id',
      summary: text('删除草稿', 'Remove a draft'),
      permission: 'notice.write',
      scope: 'place',
      params: byId,
      query: z.object({ version: z.coerce.number().check(z.int(), z.minimum(0)) }),
      status: 204,
      idempotent: 'natural',
      rate: 'write',
      audit: 'notice.removed',
      errors: noticeErrors,
    }),
    submit: step('submit', text('提交审核', 'Submit a notice for review'), 'notice.write', z.object(version)),
    approve: step(
      'approve',
      text('审核通过', 'Approve a notice; it is published at its time'),
      'notice.review',
      z.object({ ...version, opinion: words(0, 300) }),
    ),
    return: step('return', text('退回修改', 'Send a notice back'), 'notice.review', z.object({ ...version, opinion: words(2, 300) })),
    withdraw: step('withdraw', text('撤回公告', 'Take a notice back'), 'notice.write', z.object({ ...version, opinion: words(2, 300) })),
  },
})
