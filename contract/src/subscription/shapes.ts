import { comparisonSchema } from '../device-rules.ts'
import { idSchema, instantSchema, versionSchema } from '../kernel/id.ts'
import { L2 } from '../kernel/level.ts'
import { z } from '../kernel/zod.ts'

const word = (most: number) => z.string().check(z.trim(), z.minLength(2), z.maxLength(most))
const kind = () => z.string().check(z.regex(/^[a-z][a-z0-9-]{0,39}$/))
/** A name of messages inside the house, to which other subscriptions may listen. */
export const topicSchema = () => z.string().check(z.regex(/^[a-z][a-z0-9-]{0,39}$/))

/** Whose messages: named devices, products, kinds, all of the place, or what another subscription puts on a topic. */
export const sourceSchema = z.discriminatedUnion('by', [
  z.object({ by: z.literal('device'), ids: z.array(idSchema()).check(z.minLength(1), z.maxLength(50)) }),
  z.object({ by: z.literal('product'), ids: z.array(idSchema()).check(z.minLength(1), z.maxLength(20)) }),
  z.object({ by: z.literal('kind'), kinds: z.array(kind()).check(z.minLength(1), z.maxLength(20)) }),
  z.object({ by: z.literal('place') }),
  z.object({ by: z.literal('topic'), topic: topicSchema() }),
])
export type Source = z.infer<typeof sourceSchema>

/** `lift.trapped`, all of a family as `lift.*`, or everything as `*`. */
const typePattern = () => z.string().check(z.regex(/^(\*|[a-z][a-z0-9-]*(\.[a-z0-9-]+)*(\.\*)?)$/), z.maxLength(60))

/** Where to: kept here and read by number, sent to an address, or put on a topic. */
export const targetSchema = z.discriminatedUnion('to', [
  z.object({ to: z.literal('table') }),
  z.object({ to: z.literal('webhook'), hookId: idSchema() }),
  z.object({ to: z.literal('topic'), topic: topicSchema() }),
])
export type Target = z.infer<typeof targetSchema>

export const subscriptionBody = {
  name: word(60),
  placeId: idSchema(),
  /** The application that receives it; what it may not see is not sent to it. */
  partnerId: z.optional(z.nullable(idSchema())),
  source: sourceSchema,
  types: z.array(typePattern()).check(z.minLength(1), z.maxLength(30)),
  /** All of these have to hold for the values of a message. */
  where: z.array(comparisonSchema).check(z.maxLength(5)),
  target: targetSchema,
  isEnabled: z.boolean(),
}

const named = z.object({ id: z.string(), name: z.string() })

export const subscriptionSchema = L2(
  z.object({
    id: idSchema(),
    name: z.string(),
    place: z.object({ id: z.string(), label: z.string() }),
    partner: z.nullable(named),
    source: sourceSchema,
    types: z.array(z.string()),
    where: z.array(comparisonSchema),
    target: targetSchema,
    hook: z.nullable(named),
    isEnabled: z.boolean(),
    /** Messages that matched since it was made. */
    matched: z.number(),
    lastAt: z.nullable(instantSchema()),
    version: versionSchema(),
  }),
)
export type Subscription = z.infer<typeof subscriptionSchema>

/** What a device said, as it is sent to others. */
export const messageSchema = L2(
  z.object({
    id: z.string(),
    type: z.string(),
    at: instantSchema(),
    device: z.object({ id: z.string(), code: z.string(), name: z.string(), kind: z.string() }),
    productId: z.nullable(z.string()),
    placePath: z.string(),
    values: z.record(z.string(), z.unknown()),
  }),
)
export type DeviceMessage = z.infer<typeof messageSchema>

/** HMAC-SM3 with a secret of the address, or SM2 with the key of the house. */
export const hookSigners = ['hmac-sm3', 'sm2'] as const

export const hookBody = {
  name: word(60),
  placeId: idSchema(),
  url: z.string().check(z.minLength(8), z.maxLength(500)),
  signedBy: z.enum(hookSigners),
  partnerId: z.optional(z.nullable(idSchema())),
}

export const hookSchema = L2(
  z.object({
    id: idSchema(),
    name: z.string(),
    place: z.object({ id: z.string(), label: z.string() }),
    url: z.string(),
    signedBy: z.enum(hookSigners),
    partner: z.nullable(named),
    isEnabled: z.boolean(),
    /** It did not answer and is tried again then. */
    restsUntil: z.nullable(instantSchema()),
    createdAt: instantSchema(),
    version: versionSchema(),
  }),
)
export type Hook = z.infer<typeof hookSchema>

export const deliveryStates = ['waiting', 'done', 'dead'] as const
export const deliverySchema = L2(
  z.object({
    id: idSchema(),
    hook: named,
    /** What it is about: a subscription, a rule that fired, or a trial. */
    about: z.object({ kind: z.enum(['subscription', 'rule', 'trial']), id: z.string(), name: z.string() }),
    state: z.enum(deliveryStates),
    attempts: z.number(),
    /** The last answer: its HTTP status, or why there was none. */
    status: z.nullable(z.number()),
    fault: z.nullable(z.string()),
    retryAt: z.nullable(instantSchema()),
    createdAt: instantSchema(),
    finishedAt: z.nullable(instantSchema()),
    version: versionSchema(),
  }),
)
export type Delivery = z.infer<typeof deliverySchema>
