import { alarmKindNames } from '../alarm/kinds.ts'
import { comparisonSchema } from '../device-rules.ts'
import { daySchema, idSchema } from '../kernel/id.ts'
import { z } from '../kernel/zod.ts'

/** 当…且…则… as people make it. Words of devices are those of their thing models. */

const word = (most = 60) => z.string().check(z.minLength(1), z.maxLength(most))
const clock = () => z.string().check(z.regex(/^([01]\d|2[0-3]):[0-5]\d$/))
const seconds = (most = 86_400) => z.number().check(z.int(), z.minimum(1), z.maximum(most))
const days = () => z.optional(z.array(z.number().check(z.int(), z.minimum(1), z.maximum(7))).check(z.minLength(1), z.maxLength(7)))
const scalar = () => z.union([z.number(), z.boolean(), word(200)])
export const comparisonWords = ['equal', 'not-equal', 'above', 'at-least', 'below', 'at-most'] as const
export type ComparisonWord = (typeof comparisonWords)[number]
const is = () => z.enum(comparisonWords)

/** Which devices: named ones, or all of a kind or product at the place of the rule. */
export const selectorSchema = z.discriminatedUnion('by', [
  z.object({ by: z.literal('device'), ids: z.array(idSchema()).check(z.minLength(1), z.maxLength(50)) }),
  z.object({ by: z.literal('kind'), kind: word(40) }),
  z.object({ by: z.literal('product'), productId: idSchema() }),
])
export type Selector = z.infer<typeof selectorSchema>

/** 当: any of these. */
export const whenSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('event'), of: selectorSchema, type: word(), where: z.array(comparisonSchema).check(z.maxLength(5)) }),
  /** Becomes true and was not; `margin` is how far back it has to go before it may become true again. */
  z.object({
    kind: z.literal('property'),
    of: selectorSchema,
    property: word(80),
    is: is(),
    value: scalar(),
    margin: z.optional(z.number().check(z.minimum(0))),
    forSeconds: z.optional(seconds()),
  }),
  z.object({ kind: z.literal('changed'), of: selectorSchema, property: word(80), to: z.optional(scalar()) }),
  /** A sum over the last stretch of time: of a property, or how often an event was told. */
  z.object({
    kind: z.literal('window'),
    of: selectorSchema,
    property: z.optional(word(80)),
    type: z.optional(word()),
    take: z.enum(['average', 'least', 'most', 'rise', 'count']),
    seconds: seconds(),
    is: is(),
    value: z.number(),
  }),
  /** A figure of a sliding window that somebody set up; `changed-by` is held against the window one step before. */
  z.object({
    kind: z.literal('stream'),
    streamId: idSchema(),
    is: z.enum(['above', 'at-least', 'below', 'at-most', 'changed-by']),
    value: z.number(),
  }),
  z.object({
    kind: z.literal('presence'),
    of: selectorSchema,
    is: z.enum(['online', 'offline']),
    forSeconds: z.optional(seconds()),
  }),
  z.object({ kind: z.literal('time'), at: clock(), days: days() }),
  /** An alarm was raised; with a stretch of time, nobody accepted it meanwhile. */
  z.object({
    kind: z.literal('alarm'),
    kinds: z.array(z.enum(alarmKindNames)).check(z.minLength(1), z.maxLength(20)),
    unacceptedSeconds: z.optional(seconds()),
  }),
])
export type When = z.infer<typeof whenSchema>

/** 且: one thing that holds or does not at that moment. What was never heard holds for nothing, turned round or not. */
export const leafSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('property'),
    /** Absent: the device that set it off. */
    deviceId: z.optional(idSchema()),
    property: word(80),
    is: is(),
    value: scalar(),
    freshSeconds: z.optional(seconds()),
    not: z.optional(z.boolean()),
  }),
  z.object({
    kind: z.literal('presence'),
    deviceId: z.optional(idSchema()),
    is: z.enum(['online', 'offline']),
    not: z.optional(z.boolean()),
  }),
  z.object({ kind: z.literal('time'), from: clock(), until: clock(), days: days(), not: z.optional(z.boolean()) }),
  z.object({
    kind: z.literal('calendar'),
    dates: z.array(daySchema()).check(z.minLength(1), z.maxLength(60)),
    not: z.optional(z.boolean()),
  }),
  z.object({ kind: z.literal('place'), placeId: idSchema(), not: z.optional(z.boolean()) }),
])
export type Leaf = z.infer<typeof leafSchema>

/** Whom a command goes to: who set it off, named devices, or those of a kind around it. */
export const targetSchema = z.discriminatedUnion('by', [
  z.object({ by: z.literal('cause') }),
  z.object({ by: z.literal('device'), ids: z.array(idSchema()).check(z.minLength(1), z.maxLength(50)) }),
  z.object({ by: z.literal('near'), kind: word(40), within: z.enum(['place', 'building', 'estate']) }),
])
export type Target = z.infer<typeof targetSchema>

const words = (most: number) => z.string().check(z.trim(), z.minLength(1), z.maxLength(most))

/** 则: all of these, in order. */
export const thenSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('command'),
    to: targetSchema,
    order: z.object({ name: word(), values: z.record(z.string().check(z.maxLength(60)), z.unknown()) }),
    ttlSeconds: z.optional(seconds(3600)),
  }),
  z.object({
    kind: z.literal('alarm'),
    alarm: z.enum(alarmKindNames),
    level: z.optional(z.union([z.literal(1), z.literal(2), z.literal(3), z.literal(4)])),
    title: z.optional(words(60)),
  }),
  /** Something for somebody to do; where an alarm of the same stands open, it joins that. */
  z.object({
    kind: z.literal('case'),
    title: words(60),
    joins: z.optional(z.enum(alarmKindNames)),
    level: z.optional(z.union([z.literal(1), z.literal(2), z.literal(3), z.literal(4)])),
  }),
  /** Only for a rule that an alarm sets off. */
  z.object({ kind: z.literal('escalate') }),
  z.object({
    kind: z.literal('message'),
    to: z.enum(['handlers', 'managers', 'keeper', 'household', 'users']),
    userIds: z.optional(z.array(idSchema()).check(z.maxLength(50))),
    title: words(40),
    body: words(200),
  }),
  z.object({ kind: z.literal('webhook'), hookId: idSchema() }),
])
export type Then = z.infer<typeof thenSchema>

export const ruleContentSchema = z.object({
  when: z.array(whenSchema).check(z.minLength(1), z.maxLength(10)),
  /** Every group has to hold; of a group, one is enough. */
  given: z.array(z.array(leafSchema).check(z.minLength(1), z.maxLength(5))).check(z.maxLength(10)),

  actions: z.array(thenSchema).check(z.minLength(1), z.maxLength(10)),
  /** How long the rule rests for a device that it fired for. */
  restSeconds: z.number().check(z.int(), z.minimum(0), z.maximum(86_400)),
})
export type RuleContent = z.infer<typeof ruleContentSchema>
