import { commandOrderSchema } from './device-commands/index.ts'
import { deviceCode, moment, slug, words } from './device-events/base.ts'
import { z } from './kernel/zod.ts'

/** Rules as the bridge runs them by itself, with the platform away: compiled by the platform, every device named. */

const devices = z.array(deviceCode()).check(z.minLength(1), z.maxLength(500))

/** One comparison with a value of an event or of a device's last word; `path` is a name in its values, dots go deeper. */
export const comparisonSchema = z.object({
  path: z.string().check(z.regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/)),
  is: z.enum(['equal', 'not-equal', 'above', 'at-least', 'below', 'at-most', 'one-of', 'present', 'absent']),
  value: z.optional(z.union([z.number(), z.boolean(), words(200), z.array(z.union([z.number(), words(200)])).check(z.maxLength(50))])),
})
export type Comparison = z.infer<typeof comparisonSchema>

/** 当: any of these sets the rule off. */
export const triggerSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('event'), devices, type: words(60), where: z.array(comparisonSchema).check(z.maxLength(10)) }),
  /** The comparison has become true and was not before; with `forMs` it has to stay so for that long. */
  z.object({
    kind: z.literal('property'),
    devices,
    /** Which event brings the value. */
    type: words(60),
    compare: comparisonSchema,
    forMs: z.optional(z.number().check(z.int(), z.minimum(0), z.maximum(86_400_000))),
  }),
  z.object({
    kind: z.literal('presence'),
    devices,
    is: z.enum(['online', 'offline']),
    forMs: z.optional(z.number().check(z.int(), z.minimum(0), z.maximum(86_400_000))),
  }),
])
export type Trigger = z.infer<typeof triggerSchema>

/** 且: all of these have to hold at that moment. What was never heard holds for nothing. */
export const conditionSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('last'),
    device: deviceCode(),
    type: words(60),
    compare: comparisonSchema,
    notOlderThanMs: z.optional(z.number().check(z.int(), z.minimum(1))),
  }),
  z.object({ kind: z.literal('presence'), device: deviceCode(), is: z.enum(['online', 'offline', 'unknown']) }),
  /** By the wall clock of the place; `until` before `from` goes over midnight. Days are 1 (Monday) to 7. */
  z.object({
    kind: z.literal('time'),
    fromMinute: z.number().check(z.int(), z.minimum(0), z.maximum(1439)),
    untilMinute: z.number().check(z.int(), z.minimum(0), z.maximum(1440)),
    days: z.optional(z.array(z.number().check(z.int(), z.minimum(1), z.maximum(7))).check(z.minLength(1), z.maxLength(7))),
    offsetMinutes: z.number().check(z.int(), z.minimum(-840), z.maximum(840)),
  }),
])
export type Condition = z.infer<typeof conditionSchema>

/** 则: a command to a device of this bridge. */
export const ruleActionSchema = z.object({
  device: deviceCode(),
  order: commandOrderSchema,
  ttlMs: z.number().check(z.int(), z.minimum(1000), z.maximum(3_600_000)),
})

export const edgeRuleSchema = z.object({
  id: slug(),
  version: z.number().check(z.int(), z.minimum(1)),
  when: z.array(triggerSchema).check(z.minLength(1), z.maxLength(20)),
  given: z.array(conditionSchema).check(z.maxLength(20)),
  actions: z.array(ruleActionSchema).check(z.minLength(1), z.maxLength(200)),
  /** It does not fire again before this has passed. */
  restMs: z.number().check(z.int(), z.minimum(0), z.maximum(86_400_000)),
})
export type EdgeRule = z.infer<typeof edgeRuleSchema>

/** What a bridge signs to ask for its rules. */
export const rulesAskSchema = z.object({
  ask: z.literal('rules'),
  bridge: deviceCode(),
  at: moment(),
  nonce: z.string().check(z.regex(/^[0-9a-zA-Z_-]{16,64}$/)),
  revision: z.number().check(z.int(), z.minimum(0)),
})
export type RulesAsk = z.infer<typeof rulesAskSchema>

/** The whole set, or nothing when the bridge has it already. */
export const rulesAnswerSchema = z.object({
  revision: z.number().check(z.int(), z.minimum(0)),
  rules: z.nullable(z.array(edgeRuleSchema).check(z.maxLength(500))),
})
export type RulesAnswer = z.infer<typeof rulesAnswerSchema>

/** The same with the word of the house for it: by its present key and, while that is young, by the one before. */
export const signedRulesAnswerSchema = z.extend(rulesAnswerSchema, {
  signatures: z
    .array(z.object({ keyId: words(60), publicKey: words(1000), signature: z.string().check(z.regex(/^[A-Za-z0-9+/]{80,120}={0,2}$/)) }))
    .check(z.maxLength(10)),
})
export type SignedRulesAnswer = z.infer<typeof signedRulesAnswerSchema>

/** What the house signs: bound to the question, so that no answer stands for another; names of fields in one order. */
export const rulesText = (ask: Pick<RulesAsk, 'bridge' | 'nonce'>, { revision, rules }: RulesAnswer): string =>
  ['liren-rules-1', ask.bridge, ask.nonce, String(revision), inOrder(rules)].join('\n')

function inOrder(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(inOrder).join(',')}]`
  if (value === null || typeof value !== 'object') return JSON.stringify(value)
  const fields = Object.entries(value).filter(([, field]) => field !== undefined)
  return `{${fields
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, field]) => `${JSON.stringify(name)}:${inOrder(field)}`)
    .join(',')}}`
}
