import { capability } from '../kernel/capability.ts'
import { endpoint } from '../kernel/endpoint.ts'
import { idSchema, instantSchema } from '../kernel/id.ts'
import { L2 } from '../kernel/level.ts'
import { pageOf, pageQuery } from '../kernel/page.ts'
import { text, textSchema } from '../kernel/text.ts'
import { z } from '../kernel/zod.ts'

/** The five groups that people see; every message is in one of them. */
export const messageGroups = {
  case: text('办事', 'Cases'),
  bill: text('账单', 'Bills'),
  pass: text('通行', 'Passage'),
  community: text('社区', 'Community'),
  social: text('互动', 'People'),
} as const
export type MessageGroup = keyof typeof messageGroups
const groups = ['case', 'bill', 'pass', 'community', 'social'] as const
const groupSchema = z.enum(groups)

export const messageSchema = L2(
  z.object({
    id: idSchema(),
    group: groupSchema,
    title: textSchema,
    body: textSchema,
    /** The record that it is about; the end knows the page. */
    subject: z.nullable(z.string()),
    subjectId: z.nullable(z.string()),
    urgent: z.boolean(),
    /** Which part of the house, or which other system, it came from. */
    source: z.string(),
    createdAt: instantSchema(),
    readAt: z.nullable(instantSchema()),
  }),
)
export type Message = z.infer<typeof messageSchema>

const preference = z.object({
  group: groupSchema,
  muted: z.boolean(),
  /** How many WeChat notices of this group the person has granted and not yet received. */
  wechatQuota: z.number(),
  /** WeChat's id of the template to ask a grant for; null where the community has none. */
  wechatTemplate: z.nullable(z.string()),
})

export const message = capability({
  name: 'message',
  text: text('消息', 'Messages'),
  permissions: [],
  events: ['message.sent'],
  endpoints: {
    list: endpoint({
      id: 'message.list',
      method: 'GET',
      path: '/api/messages',
      summary: text('我的消息', 'My messages'),
      permission: 'signed-in',
      scope: 'self',
      query: z.object({ ...pageQuery, group: z.optional(groupSchema), unread: z.optional(z.enum(['1'])) }),
      response: pageOf(messageSchema),
      rate: 'read',
    }),
    unread: endpoint({
      id: 'message.unread',
      method: 'GET',
      path: '/api/messages/unread',
      summary: text('未读数', 'How many are unread'),
      permission: 'signed-in',
      scope: 'self',
      response: L2(z.object({ total: z.number(), groups: z.record(z.string(), z.number()) })),
      rate: 'read',
    }),
    read: endpoint({
      id: 'message.read',
      method: 'POST',
      path: '/api/messages/read',
      summary: text('标为已读', 'Mark as read'),
      permission: 'signed-in',
      scope: 'self',
      body: z.object({
        ids: z.optional(z.array(idSchema()).check(z.maxLength(100))),
        group: z.optional(groupSchema),
        all: z.optional(z.boolean()),
      }),
      response: L2(z.object({ changed: z.number() })),
      idempotent: 'natural',
      rate: 'write',
      audit: 'message.read',
    }),
    preferences: endpoint({
      id: 'message.preferences',
      method: 'GET',
      path: '/api/messages/preferences',
      summary: text('消息设置', 'Which messages reach me'),
      permission: 'signed-in',
      scope: 'self',
      response: z.object({ items: z.array(L2(preference)) }),
      rate: 'read',
    }),
    setPreference: endpoint({
      id: 'message.set-preference',
      method: 'PUT',
      path: '/api/messages/preferences/:group',
      summary: text('修改消息设置', 'Mute a group, or count a granted WeChat notice'),
      permission: 'signed-in',
      scope: 'self',
      params: z.object({ group: groupSchema }),
      body: z.object({ muted: z.optional(z.boolean()), grantedWechat: z.optional(z.number().check(z.int(), z.minimum(1), z.maximum(5))) }),
      response: L2(preference),
      idempotent: 'natural',
      rate: 'write',
      audit: 'message.preference-set',
    }),
  },
})
