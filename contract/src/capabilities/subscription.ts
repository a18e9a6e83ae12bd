import { capability } from '../kernel/capability.ts'
import { endpoint } from '../kernel/endpoint.ts'
import { idSchema, versionSchema } from '../kernel/id.ts'
import { pageOf, pageQuery } from '../kernel/page.ts'
import { permission } from '../kernel/permission.ts'
import { text } from '../kernel/text.ts'
import { z } from '../kernel/zod.ts'
import { hookEndpoints, hookErrors } from '../subscription/hook-endpoints.ts'
import { messageSchema, subscriptionBody, subscriptionSchema } from '../subscription/shapes.ts'

export { hookErrors } from '../subscription/hook-endpoints.ts'
export * from '../subscription/shapes.ts'

export const subscriptionErrors = {
  ...hookErrors,
  'subscription.circle': { status: 422, text: text('主题会循环流转，请修改', 'The topics would feed each other without end') },
} as const
const byId = z.object({ id: idSchema() })

export const subscription = capability({
  name: 'subscription',
  text: text('数据订阅', 'Subscriptions'),
  permissions: [
    permission('subscription.read', '查看数据订阅与投递', 'See subscriptions and deliveries', ['admin']),
    permission('subscription.manage', '管理数据订阅与推送地址', 'Manage subscriptions and delivery addresses', ['admin']),
  ],
  events: ['subscription.changed', 'subscription.message', 'subscription.queued', 'topic.told'],
  endpoints: {
    list: endpoint({
      id: 'subscription.list',
      method: 'GET',
      path: '/api/subscriptions',
      summary: text('数据订阅列表', 'List subscriptions'),
      permission: 'subscription.read',
      scope: 'place',
      query: z.object({ ...pageQuery }),
      response: pageOf(subscriptionSchema),
      rate: 'read',
    }),
    create: endpoint({
      id: 'subscription.create',
      method: 'POST',
      path: '/api/subscriptions',
      summary: text('新建数据订阅', 'Subscribe to what devices say'),
      permission: 'subscription.manage',
      scope: 'place',
      body: z.object(subscriptionBody),
      response: subscriptionSchema,
      status: 201,
      idempotent: 'key',
      rate: 'write',
      audit: 'subscription.created',
      errors: subscriptionErrors,
    }),
    save: endpoint({
      id: 'subscription.save',
      method: 'PUT',
      path: '/api/subscriptions/:id',
      summary: text('修改数据订阅', 'Change a subscription'),
      permission: 'subscription.manage',
      scope: 'place',
      params: byId,
      body: z.object({ ...subscriptionBody, version: versionSchema() }),
      response: subscriptionSchema,
      idempotent: 'natural',
      rate: 'write',
      audit: 'subscription.saved',
      errors: subscriptionErrors,
    }),
    remove: endpoint({
      id: 'subscription.remove',
      method: 'DELETE',
      path: '/api/subscriptions/:id',
      summary: text('删除数据订阅', 'Remove a subscription and what it kept'),
      permission: 'subscription.manage',
      scope: 'place',
      params: byId,
      query: z.object({ version: z.coerce.number().check(z.int(), z.minimum(0)) }),
      status: 204,
      idempotent: 'natural',
      rate: 'write',
      audit: 'subscription.removed',
    }),
    messages: endpoint({
      id: 'subscription.messages',
      method: 'GET',
      path: '/api/subscriptions/:id/messages',
      summary: text('订阅到的消息', 'Messages that a subscription kept, in their order after the cursor'),
      permission: 'subscription.read',
      scope: 'place',
      params: byId,
      query: z.object({ ...pageQuery }),
      response: pageOf(messageSchema),
      rate: 'read',
    }),
    ...hookEndpoints,
  },
})
