import { phoneSchema } from '../identity/person.ts'
import { capability } from '../kernel/capability.ts'
import { endpoint } from '../kernel/endpoint.ts'
import { fenSchema, idSchema, instantSchema, versionSchema } from '../kernel/id.ts'
import { L1, L2, L3 } from '../kernel/level.ts'
import { pageOf, pageQuery } from '../kernel/page.ts'
import { permission } from '../kernel/permission.ts'
import { type Text, text } from '../kernel/text.ts'
import { z } from '../kernel/zod.ts'

export const orderStates = {
  placed: text('待接单', 'Waiting for the merchant'),
  accepted: text('已接单', 'Accepted'),
  finished: text('待确认', 'Done, to be confirmed'),
  confirmed: text('已完成', 'Confirmed'),
  declined: text('未接单', 'Declined'),
  cancelled: text('已取消', 'Cancelled'),
} as const satisfies Record<string, Text>
export type OrderState = keyof typeof orderStates
const stateNames = Object.keys(orderStates) as [OrderState, ...OrderState[]]

type Side = 'customer' | 'merchant'
interface Step {
  readonly from: readonly OrderState[]
  readonly to: OrderState
  readonly by: readonly Side[]
}

/** Who takes an order from where to where. Nothing else moves it. */
export const orderSteps = {
  accept: { from: ['placed'], to: 'accepted', by: ['merchant'] },
  decline: { from: ['placed'], to: 'declined', by: ['merchant'] },
  finish: { from: ['accepted'], to: 'finished', by: ['merchant'] },
  confirm: { from: ['finished'], to: 'confirmed', by: ['customer'] },
  cancel: { from: ['placed', 'accepted'], to: 'cancelled', by: ['customer'] },
  rate: { from: ['confirmed'], to: 'confirmed', by: ['customer'] },
} as const satisfies Record<string, Step>
export type OrderAction = keyof typeof orderSteps
export const orderActions = Object.keys(orderSteps) as [OrderAction, ...OrderAction[]]

const words = (max: number) => z.string().check(z.trim(), z.minLength(1), z.maxLength(max))
const reason = () => z.string().check(z.trim(), z.minLength(2), z.maxLength(200))
const price = () => fenSchema().check(z.minimum(0))

const serviceSchema = L1(z.object({ id: idSchema(), name: z.string(), unit: z.string(), fen: fenSchema() }))
const shown = {
  id: idSchema(),
  name: z.string(),
  intro: z.string(),
  phone: z.string(),
  /** Mean of one to five, with one decimal; null before the first rating. */
  stars: z.nullable(z.number()),
  rated: z.number(),
  done: z.number(),
  services: z.array(serviceSchema),
}
/** A listed merchant: a business on show, so everything of it is public. */
export const merchantSchema = L1(z.object(shown))
export type Merchant = z.infer<typeof merchantSchema>

export const keptMerchantSchema = L2(
  z.object({
    ...shown,
    place: z.object({ id: idSchema(), name: z.string() }),
    state: z.enum(['listed', 'hidden']),
    /** Who takes its orders on the phone. */
    keeper: z.nullable(z.object({ id: idSchema(), name: z.string() })),
    version: versionSchema(),
  }),
)
export type KeptMerchant = z.infer<typeof keptMerchantSchema>

export const merchantOrderSchema = z.object({
  id: L2(idSchema()),
  number: L2(z.string()),
  merchant: L2(z.object({ id: idSchema(), name: z.string(), phone: z.string() })),
  service: L2(z.object({ name: z.string(), unit: z.string(), fen: fenSchema() })),
  quantity: L2(z.number()),
  /** Price of the day of the order, times quantity. */
  totalFen: L2(fenSchema()),
  address: L2(z.string()),
  note: L2(z.string()),
  visitAt: L2(z.nullable(instantSchema())),
  state: L2(z.enum(stateNames)),
  reason: L2(z.nullable(z.string())),
  rating: L2(z.nullable(z.number())),
  comment: L2(z.nullable(z.string())),
  placedAt: L2(instantSchema()),
  acceptedAt: L2(z.nullable(instantSchema())),
  finishedAt: L2(z.nullable(instantSchema())),
  closedAt: L2(z.nullable(instantSchema())),
  version: L2(versionSchema()),
  can: L2(z.array(z.enum(orderActions))),
})
export type MerchantOrder = z.infer<typeof merchantOrderSchema>

export const merchantErrors = {
  'merchant.not-here': { status: 422, text: text('该商家不服务这处房屋', 'This merchant does not serve that house') },
  'merchant.house-not-yours': { status: 403, text: text('只能为自己的房屋下单', 'Only for a house of your own') },
  'merchant.step-not-allowed': {
    status: 409,
    text: text('当前状态下不能这样操作，请刷新查看', 'This cannot be done in the current state'),
  },
  'merchant.rated-already': { status: 409, text: text('这一单已经评价过', 'This order was rated before') },
  'merchant.keeper-unknown': { status: 422, text: text('没有使用该手机号的账号', 'No account has this phone number') },
} as const

const content = {
  name: words(40),
  intro: z.string().check(z.trim(), z.maxLength(500)),
  phone: phoneSchema(),
  state: z.enum(['listed', 'hidden']),
  /** Account that takes the orders; null leaves it to nobody, absent to whom it was. */
  keeperPhone: z.optional(z.nullable(phoneSchema())),
  /** As a whole; those with an id keep it, others are new, those left out are withdrawn. */
  services: z
    .array(z.object({ id: z.optional(idSchema()), name: words(40), unit: words(10), fen: price() }))
    .check(z.minLength(1), z.maxLength(40)),
}

const step = <A extends OrderAction, B extends z.core.$ZodType>(action: A, summary: Text, body: B) =>
  endpoint({
    id: `merchant.${action}`,
    method: 'POST',
    path: `/api/merchant-orders/:id/${action}`,
    summary,
    permission: 'signed-in',
    scope: 'self',
    params: z.object({ id: idSchema() }),
    body,
    response: merchantOrderSchema,
    idempotent: 'natural',
    rate: 'write',
    audit: `merchant.order-${action}`,
    errors: merchantErrors,
  })
const version = { version: versionSchema() }

export const merchant = capability({
  name: 'merchant',
  text: text('维修商家', 'Repair merchants'),
  permissions: [permission('merchant.manage', '管理维修商家', 'Manage repair merchants', ['staff', 'admin'])],
  events: ['merchant.order-moved'],
  endpoints: {
    list: endpoint({
      id: 'merchant.list',
      method: 'GET',
      path: '/api/merchants',
      summary: text('小区可选的维修商家与价格', 'Merchants that serve an estate, with their prices'),
      permission: 'public',
      scope: 'none',
      query: z.object({ ...pageQuery, placeId: idSchema() }),
      response: pageOf(merchantSchema),
      rate: 'read',
    }),
    order: endpoint({
      id: 'merchant.order',
      method: 'POST',
      path: '/api/merchant-orders',
      summary: text('向商家下单', 'Order from a merchant'),
      permission: 'signed-in',
      scope: 'self',
      body: z.object({
        serviceId: idSchema(),
        houseId: idSchema(),
        quantity: z.number().check(z.int(), z.minimum(1), z.maximum(99)),
        /** What the person saw; another price now is answered `stale`. */
        fen: price(),
        note: z.string().check(z.trim(), z.maxLength(300)),
        visitAt: z.optional(instantSchema()),
      }),
      response: merchantOrderSchema,
      status: 201,
      idempotent: 'key',
      rate: 'write',
      audit: 'merchant.ordered',
      errors: merchantErrors,
    }),
    orders: endpoint({
      id: 'merchant.orders',
      method: 'GET',
      path: '/api/merchant-orders',
      summary: text('我的商家订单', 'My orders, as customer or as merchant'),
      permission: 'signed-in',
      scope: 'self',
      query: z.object({ ...pageQuery, side: z._default(z.enum(['customer', 'merchant']), 'customer') }),
      response: pageOf(merchantOrderSchema),
      rate: 'read',
    }),
    contact: endpoint({
      id: 'merchant.contact',
      method: 'GET',
      path: '/api/merchant-orders/:id/contact',
      summary: text('客户联系方式', 'Whom to call about an order'),
      permission: 'signed-in',
      scope: 'self',
      params: z.object({ id: idSchema() }),
      response: L3(z.object({ name: z.string(), phone: z.string() })),
      rate: 'read',
      audit: 'merchant.contact-read',
    }),
    accept: step('accept', text('接单', 'Accept an order'), z.object(version)),
    decline: step('decline', text('不接单', 'Decline an order'), z.object({ ...version, reason: reason() })),
    finish: step('finish', text('完工', 'The work is done'), z.object(version)),
    confirm: step('confirm', text('确认完成', 'Confirm that it is done'), z.object(version)),
    cancel: step('cancel', text('取消订单', 'Cancel an order'), z.object({ ...version, reason: reason() })),
    rate: step(
      'rate',
      text('评价商家', 'Rate the merchant'),
      z.object({
        ...version,
        rating: z.number().check(z.int(), z.minimum(1), z.maximum(5)),
        comment: z.string().check(z.trim(), z.maxLength(300)),
      }),
    ),
    kept: endpoint({
      id: 'merchant.kept',
      method: 'GET',
      path: '/api/merchants/kept',
      summary: text('维修商家名录', 'The list as its keepers see it'),
      permission: 'merchant.manage',
      scope: 'place',
      query: z.object(pageQuery),
      response: pageOf(keptMerchantSchema),
      rate: 'read',
    }),
    create: endpoint({
      id: 'merchant.create',
      method: 'POST',
      path: '/api/merchants',
      summary: text('登记维修商家', 'List a merchant'),
      permission: 'merchant.manage',
      scope: 'place',
      body: z.object({ ...content, placeId: idSchema() }),
      response: keptMerchantSchema,
      status: 201,
      idempotent: 'key',
      rate: 'write',
      audit: 'merchant.created',
      errors: merchantErrors,
    }),
    update: endpoint({
      id: 'merchant.update',
      method: 'PUT',
      path: '/api/merchants/:id',
      summary: text('修改商家与价格', 'Change a merchant and its prices'),
      permission: 'merchant.manage',
      scope: 'place',
      params: z.object({ id: idSchema() }),
      body: z.object({ ...content, ...version }),
      response: keptMerchantSchema,
      idempotent: 'natural',
      rate: 'write',
      audit: 'merchant.updated',
      errors: merchantErrors,
    }),
    desk: endpoint({
      id: 'merchant.desk-orders',
      method: 'GET',
      path: '/api/merchants/orders',
      summary: text('商家订单一览', 'Orders at one’s places'),
      permission: 'merchant.manage',
      scope: 'place',
      query: z.object({ ...pageQuery, state: z.optional(z.enum(stateNames)) }),
      response: pageOf(merchantOrderSchema),
      rate: 'read',
    }),
  },
})
