import { capability } from '../kernel/capability.ts'
import { endpoint } from '../kernel/endpoint.ts'
import { daySchema, idSchema, instantSchema, versionSchema } from '../kernel/id.ts'
import { L1, L2 } from '../kernel/level.ts'
import { pageOf, pageQuery } from '../kernel/page.ts'
import { permission } from '../kernel/permission.ts'
import { text, textSchema } from '../kernel/text.ts'
import { z } from '../kernel/zod.ts'
import { ruleContentSchema } from '../rule/model.ts'
import { modelEventSchema, propertySchema, serviceSchema } from '../thing/model.ts'

export * from '../rule/kinds.ts'
export * from '../rule/model.ts'
export { type Names, type Sentences, sentencesOf, stretchText } from '../rule/sentence.ts'

const name = () => z.string().check(z.trim(), z.minLength(2), z.maxLength(60))
const sentences = z.object({ when: z.array(textSchema), given: z.array(z.array(textSchema)), actions: z.array(textSchema) })

const summary = {
  id: idSchema(),
  name: z.string(),
  place: z.object({ id: z.string(), path: z.string(), label: z.string() }),
  isEnabled: z.boolean(),
  /** Why the house itself switched it off: it ran in a circle. */
  stopped: z.nullable(z.enum(['runaway'])),
  /** Where it runs: at the platform, or at the bridges that took it over; `waiting` bridges have not confirmed yet. */
  runs: z.object({ at: z.enum(['cloud', 'edge']), bridges: z.array(z.object({ code: z.string(), isTaken: z.boolean() })) }),
  template: z.nullable(z.string()),
  /** Counts the contents; a firing names the one that was in force. */
  number: z.number(),
  fired: z.number(),
  lastFiredAt: z.nullable(instantSchema()),
  sentences,
  version: versionSchema(),
}
export const ruleSummarySchema = L2(z.object(summary))
export type RuleSummary = z.infer<typeof ruleSummarySchema>
export const ruleSchema = L2(z.object({ ...summary, content: ruleContentSchema }))
export type Rule = z.infer<typeof ruleSchema>

const checkedSchema = z.object({ text: textSchema, value: z.nullable(z.string()), holds: z.boolean() })
export const firingSchema = L2(
  z.object({
    id: idSchema(),
    ruleId: idSchema(),
    ruleName: z.string(),
    number: z.number(),
    at: instantSchema(),
    ranAt: z.enum(['cloud', 'edge']),
    place: z.object({ path: z.string() }),
    cause: z.object({
      device: z.nullable(z.object({ id: z.string(), code: z.string(), name: z.string() })),
      text: textSchema,
      values: z.record(z.string(), z.unknown()),
    }),
    given: z.array(z.array(checkedSchema)),
    outcomes: z.array(
      z.object({
        text: textSchema,
        isDone: z.boolean(),
        note: z.nullable(textSchema),
        subject: z.nullable(z.string()),
        subjectId: z.nullable(z.string()),
      }),
    ),
  }),
)
export type Firing = z.infer<typeof firingSchema>

/** What the test run found for one moment of the past. */
export const rehearsedSchema = z.object({
  at: instantSchema(),
  device: z.nullable(z.object({ id: z.string(), name: z.string() })),
  text: textSchema,
  values: z.record(z.string(), z.unknown()),
  given: z.array(z.array(checkedSchema)),
  /** It would have fired; or a condition did not hold; or it was resting. */
  outcome: z.enum(['fired', 'held', 'resting']),
})

const conflictSchema = z.object({
  kind: z.enum(['loop', 'contradiction']),
  text: textSchema,
  rules: z.array(z.object({ id: z.nullable(z.string()), name: z.string() })),
})
export type RuleConflict = z.infer<typeof conflictSchema>

export const ruleErrors = {
  'rule.unfit': { status: 422, text: text('规则有误，请按提示修改', 'The rule has faults; see the list') },
  'rule.loop': { status: 422, text: text('规则会循环触发，请修改', 'The rules would set each other off without end') },
  'rule.contradiction': {
    status: 422,
    text: text(
      '与另一条规则对同一设备下发相反指令，请修改或确认',
      'Another rule sends the opposite command to the same device; change it, or say that it is meant',
    ),
  },
} as const

const written = {
  name: name(),
  placeId: idSchema(),
  content: ruleContentSchema,
  /** Contradictions that were shown are meant. */
  isMeant: z.optional(z.boolean()),
}
const idParams = z.object({ id: idSchema() })

export const ruleEndpoints = {
  list: endpoint({
    id: 'rule.list',
    method: 'GET',
    path: '/api/rules',
    summary: text('联动规则列表', 'List rules'),
    permission: 'rule.read',
    scope: 'place',
    query: z.object({ ...pageQuery, enabled: z.optional(z.enum(['1', '0'])), placeId: z.optional(idSchema()) }),
    response: pageOf(ruleSummarySchema),
    rate: 'read',
  }),
  vocabulary: endpoint({
    id: 'rule.vocabulary',
    method: 'GET',
    path: '/api/rules/vocabulary',
    summary: text('可用于规则的属性、事件与指令', 'What rules can speak of: properties, events and commands of each kind of device'),
    permission: 'rule.read',
    scope: 'none',
    response: L1(
      z.object({
        kinds: z.array(
          z.object({
            kind: z.string(),
            text: textSchema,
            properties: z.array(propertySchema),
            events: z.array(modelEventSchema),
            services: z.array(serviceSchema),
          }),
        ),
      }),
    ),
    rate: 'read',
  }),
  templates: endpoint({
    id: 'rule.templates',
    method: 'GET',
    path: '/api/rules/templates',
    summary: text('现成规则', 'Ready-made rules'),
    permission: 'rule.read',
    scope: 'none',
    response: L1(z.object({ items: z.array(z.object({ code: z.string(), name: textSchema, text: textSchema, sentences })) })),
    rate: 'read',
  }),
  firings: endpoint({
    id: 'rule.firings',
    method: 'GET',
    path: '/api/rules/firings',
    summary: text('规则触发记录', 'When rules fired, and why'),
    permission: 'rule.read',
    scope: 'place',
    query: z.object({
      ...pageQuery,
      ruleId: z.optional(idSchema()),
      deviceId: z.optional(idSchema()),
      from: z.optional(daySchema()),
      to: z.optional(daySchema()),
    }),
    response: pageOf(firingSchema),
    rate: 'read',
  }),
  check: endpoint({
    id: 'rule.check',
    method: 'POST',
    path: '/api/rules/check',
    summary: text('检查规则', 'Look at a rule before it is saved: its sentences, faults, conflicts and where it would run'),
    permission: 'rule.manage',
    scope: 'place',
    body: z.object({ ...written, id: z.optional(idSchema()) }),
    response: L2(
      z.object({
        sentences,
        faults: z.array(z.object({ path: z.string(), zh: z.string(), en: z.string() })),
        conflicts: z.array(conflictSchema),
        runsAt: z.enum(['cloud', 'edge']),
      }),
    ),
    idempotent: 'natural',
    rate: 'write',
    audit: 'rule.checked',
  }),
  rehearse: endpoint({
    id: 'rule.rehearse',
    method: 'POST',
    path: '/api/rules/rehearse',
    summary: text('用历史数据试运行规则', 'Run a rule against what devices told in the last days; nothing is sent'),
    permission: 'rule.manage',
    scope: 'place',
    body: z.object({ ...written, days: z.number().check(z.int(), z.minimum(1), z.maximum(30)) }),
    response: L2(z.object({ events: z.number(), isWhole: z.boolean(), fired: z.number(), items: z.array(rehearsedSchema) })),
    idempotent: 'natural',
    rate: 'write',
    audit: 'rule.rehearsed',
    errors: ruleErrors,
  }),
  create: endpoint({
    id: 'rule.create',
    method: 'POST',
    path: '/api/rules',
    summary: text('新建规则', 'Make a rule'),
    permission: 'rule.manage',
    scope: 'place',
    body: z.object({ ...written, isEnabled: z.boolean() }),
    response: ruleSchema,
    status: 201,
    idempotent: 'key',
    rate: 'write',
    audit: 'rule.created',
    errors: ruleErrors,
  }),
  install: endpoint({
    id: 'rule.install',
    method: 'POST',
    path: '/api/rules/templates/:code/install',
    summary: text('安装现成规则', 'Install a ready-made rule at a place'),
    permission: 'rule.manage',
    scope: 'place',
    params: z.object({ code: z.string().check(z.regex(/^[a-z0-9-]{2,40}$/)) }),
    body: z.object({ placeId: idSchema(), isEnabled: z.boolean(), isMeant: z.optional(z.boolean()) }),
    response: ruleSchema,
    status: 201,
    idempotent: 'key',
    rate: 'write',
    audit: 'rule.installed',
    errors: ruleErrors,
  }),
  read: endpoint({
    id: 'rule.read',
    method: 'GET',
    path: '/api/rules/:id',
    summary: text('规则详情', 'Read a rule'),
    permission: 'rule.read',
    scope: 'place',
    params: idParams,
    response: ruleSchema,
    rate: 'read',
  }),
  versions: endpoint({
    id: 'rule.versions',
    method: 'GET',
    path: '/api/rules/:id/versions',
    summary: text('规则的历次内容', 'What a rule said before'),
    permission: 'rule.read',
    scope: 'place',
    params: idParams,
    response: z.object({
      items: z.array(
        L2(z.object({ number: z.number(), name: z.string(), by: z.string(), at: instantSchema(), sentences, content: ruleContentSchema })),
      ),
    }),
    rate: 'read',
  }),
  statistics: endpoint({
    id: 'rule.statistics',
    method: 'GET',
    path: '/api/rules/:id/statistics',
    summary: text('规则触发统计', 'How often a rule fired, by day'),
    permission: 'rule.read',
    scope: 'place',
    params: idParams,
    response: L2(z.object({ days: z.array(z.object({ day: daySchema(), fired: z.number() })) })),
    rate: 'read',
  }),
  save: endpoint({
    id: 'rule.save',
    method: 'PUT',
    path: '/api/rules/:id',
    summary: text('修改规则', 'Change a rule'),
    permission: 'rule.manage',
    scope: 'place',
    params: idParams,
    body: z.object({ name: name(), content: ruleContentSchema, isMeant: z.optional(z.boolean()), version: versionSchema() }),
    response: ruleSchema,
    idempotent: 'natural',
    rate: 'write',
    audit: 'rule.saved',
    errors: ruleErrors,
  }),
  turn: endpoint({
    id: 'rule.turn',
    method: 'POST',
    path: '/api/rules/:id/turn',
    summary: text('启用或停用规则', 'Switch a rule on or off'),
    permission: 'rule.manage',
    scope: 'place',
    params: idParams,
    body: z.object({ isEnabled: z.boolean(), version: versionSchema() }),
    response: ruleSchema,
    idempotent: 'key',
    rate: 'write',
    audit: 'rule.turned',
    errors: ruleErrors,
  }),
  remove: endpoint({
    id: 'rule.remove',
    method: 'DELETE',
    path: '/api/rules/:id',
    summary: text('删除规则', 'Delete a rule; what it did stays on record'),
    permission: 'rule.manage',
    scope: 'place',
    params: idParams,
    query: z.object({ version: z.coerce.number().check(z.int(), z.minimum(0)) }),
    status: 204,
    idempotent: 'natural',
    rate: 'write',
    audit: 'rule.removed',
  }),
} as const

export const rule = capability({
  name: 'rule',
  text: text('联动规则', 'Rules'),
  endpoints: ruleEndpoints,
  permissions: [
    permission('rule.read', '查看联动规则', 'See rules', ['admin']),
    permission('rule.manage', '编制与启停联动规则', 'Create, edit and switch rules', ['admin']),
  ],
  events: ['rule.changed', 'rule.fired', 'rule.stopped'],
})
