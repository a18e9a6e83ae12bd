import { hintModelNames, hintStateNames } from '../hint/models.ts'
import { capability } from '../kernel/capability.ts'
import { endpoint } from '../kernel/endpoint.ts'
import { daySchema, idSchema, instantSchema, versionSchema } from '../kernel/id.ts'
import { field, L2 } from '../kernel/level.ts'
import { pageOf, pageQuery } from '../kernel/page.ts'
import { permission } from '../kernel/permission.ts'
import { text, textSchema } from '../kernel/text.ts'
import { z } from '../kernel/zod.ts'
import { passageSchema } from '../passage/answers.ts'

export * from '../hint/models.ts'

export const hintErrors = {
  'hint.decided': { status: 409, text: text('这条提示已有人核实', 'Somebody has checked this hint already') },
  'hint.param': { status: 422, text: text('参数超出允许范围', 'A parameter is outside its limits') },
  'hint.community': { status: 422, text: text('请选择您负责的社区', 'Choose a community that you answer for') },
} as const
const errors = hintErrors

const scalar = () => z.union([z.string(), z.number(), z.null()])
const summary = {
  id: idSchema(),
  model: z.enum(hintModelNames),
  title: textSchema,
  /** Whom or what it is about, as far as the reader may read it. */
  subject: z.object({
    kind: z.enum(['person', 'vehicle', 'house', 'org', 'gate', 'stranger', 'grid']),
    id: z.nullable(idSchema()),
    name: z.nullable(field(z.string(), { level: 'L3', key: 'person.name', mask: 'name' })),
    plate: z.nullable(field(z.string(), { level: 'L3', key: 'vehicle.plate', mask: 'plate' })),
  }),
  place: z.string(),
  placeId: z.nullable(idSchema()),
  state: z.enum(hintStateNames),
  /** In hundredths: how sure the rule is of it. */
  confidence: z.number(),
  task: z.nullable(z.enum(['visit', 'register', 'check-out', 'check'])),
  worker: z.nullable(z.object({ id: idSchema(), name: z.string() })),
  dueOn: z.nullable(daySchema()),
  isRestricted: z.boolean(),
  raisedAt: instantSchema(),
  clearedAt: z.nullable(instantSchema()),
  version: versionSchema(),
  can: z.array(z.enum(['confirm', 'reject'])),
}
export const hintSummarySchema = L2(z.object(summary))
export type HintSummary = z.infer<typeof hintSummarySchema>

export const hintSchema = L2(
  z.object({
    ...summary,
    rule: textSchema,
    modelVersion: z.string(),
    params: z.record(z.string(), z.number()),
    facts: z.record(z.string(), scalar()),
    /** The passages on which it rests. */
    passages: z.array(passageSchema),
    /** Other records on which it rests, by their files. */
    records: z.array(z.object({ kind: z.string(), id: idSchema() })),
    visitId: z.nullable(idSchema()),
    decision: z.nullable(z.object({ by: z.nullable(z.string()), at: instantSchema(), note: z.nullable(z.string()) })),
    timeline: z.array(
      z.object({
        at: instantSchema(),
        action: z.enum(['raise', 'again', 'clear', 'confirm', 'reject']),
        actor: z.nullable(z.string()),
        note: z.nullable(z.string()),
      }),
    ),
  }),
)
export type Hint = z.infer<typeof hintSchema>

export const modelSchema = L2(
  z.object({
    name: z.enum(hintModelNames),
    version: z.string(),
    isOn: z.boolean(),
    params: z.record(z.string(), z.number()),
    metrics: z.object({
      raised: z.number(),
      confirmed: z.number(),
      rejected: z.number(),
      cleared: z.number(),
      /** Of what people judged, how much was so; null before anybody did. */
      precision: z.nullable(z.number()),
    }),
    lastRunAt: z.nullable(instantSchema()),
    stateVersion: versionSchema(),
  }),
)
export type HintModelState = z.infer<typeof modelSchema>

const byId = z.object({ id: idSchema() })
const reading = { permission: 'hint.read', scope: 'place', errors } as const
const judging = { permission: 'hint.judge', scope: 'place', errors, params: byId } as const

export const hintEndpoints = {
  list: endpoint({
    id: 'hint.list',
    method: 'GET',
    path: '/api/hints',
    summary: text('研判提示', 'Hints'),
    ...reading,
    query: z.object({
      ...pageQuery,
      model: z.optional(z.enum(hintModelNames)),
      state: z.optional(z.enum(hintStateNames)),
      mine: z.optional(z.enum(['1', '0'])),
      placeId: z.optional(idSchema()),
    }),
    response: pageOf(hintSummarySchema),
    rate: 'read',
  }),
  read: endpoint({
    id: 'hint.read',
    method: 'GET',
    path: '/api/hints/:id',
    summary: text('提示与依据', 'A hint with what it rests on'),
    ...reading,
    params: byId,
    response: hintSchema,
    rate: 'read',
    audit: 'hint.read',
  }),
  restricted: endpoint({
    id: 'hint.restricted',
    method: 'GET',
    path: '/api/hint-restricted',
    summary: text('限定范围的提示', 'Hints that only some may know of'),
    permission: 'hint.restricted',
    scope: 'place',
    errors,
    query: z.object({ ...pageQuery, state: z.optional(z.enum(hintStateNames)) }),
    response: pageOf(hintSummarySchema),
    rate: 'read',
  }),
  confirm: endpoint({
    id: 'hint.confirm',
    method: 'POST',
    path: '/api/hints/:id/confirm',
    summary: text('核实属实', 'Confirm a hint'),
    ...judging,
    body: z.object({ version: versionSchema(), note: z.optional(z.string().check(z.trim(), z.maxLength(300))) }),
    response: hintSchema,
    idempotent: 'key',
    rate: 'write',
    audit: 'hint.confirmed',
  }),
  reject: endpoint({
    id: 'hint.reject',
    method: 'POST',
    path: '/api/hints/:id/reject',
    summary: text('核实不属实', 'Reject a hint, saying why'),
    ...judging,
    body: z.object({ version: versionSchema(), note: z.string().check(z.trim(), z.minLength(4), z.maxLength(300)) }),
    response: hintSchema,
    idempotent: 'key',
    rate: 'write',
    audit: 'hint.rejected',
  }),
  models: endpoint({
    id: 'hint.models',
    method: 'GET',
    path: '/api/hint-models',
    summary: text('算法模型目录', 'The library of models'),
    ...reading,
    query: z.object({ communityId: idSchema() }),
    response: z.object({ items: z.array(modelSchema) }),
    rate: 'read',
  }),
  saveModel: endpoint({
    id: 'hint.save-model',
    method: 'PUT',
    path: '/api/hint-models',
    summary: text('启停模型与设置参数', 'Switch a model on or off for a community, and set its parameters'),
    permission: 'hint.manage',
    scope: 'place',
    errors,
    body: z.object({
      communityId: idSchema(),
      model: z.enum(hintModelNames),
      isOn: z.boolean(),
      params: z.record(z.string().check(z.maxLength(20)), z.number()),
      version: versionSchema(),
    }),
    response: modelSchema,
    idempotent: 'natural',
    rate: 'write',
    audit: 'hint.model-saved',
  }),
} as const

export const hint = capability({
  name: 'hint',
  text: text('研判提示', 'Hints'),
  endpoints: hintEndpoints,
  permissions: [
    permission('hint.read', '查看研判提示', 'See hints', ['admin', 'grid']),
    permission('hint.judge', '核实研判提示', 'Confirm or reject hints', ['admin', 'grid']),
    permission('hint.manage', '启停研判模型', 'Switch models on and off, set parameters', ['admin']),
    permission('hint.restricted', '查看限定范围的提示', 'See restricted hints', ['admin']),
  ],
  events: ['hint.raised', 'hint.worsened', 'hint.cleared', 'hint.judged'],
})
