import { capability } from '../kernel/capability.ts'
import { endpoint } from '../kernel/endpoint.ts'
import { idSchema, instantSchema, versionSchema } from '../kernel/id.ts'
import { L2 } from '../kernel/level.ts'
import { pageOf, pageQuery } from '../kernel/page.ts'
import { permission } from '../kernel/permission.ts'
import { text } from '../kernel/text.ts'
import { z } from '../kernel/zod.ts'
import { consentBases } from './consent.ts'

export const egressErrors = {
  'egress.own': { status: 403, text: text('申请人不能审批自己的申请', 'Nobody decides on what they asked for themselves') },
  'egress.decided': { status: 409, text: text('该申请已处理', 'This was decided already') },
  'egress.needless': { status: 409, text: text('现有许可已足够，无需申请', 'The clearance is high enough already') },
  'egress.basis-missing': {
    status: 422,
    text: text(
      '向外部提供个人信息须逐项申请，写明用途与依据，不能作为常设许可',
      'Personal data leave the house by a request that names purpose and basis, never by a standing clearance',
    ),
  },
  'egress.consent-unknown': {
    status: 422,
    text: text('此类数据无法逐人核对同意，请以合同或法律为依据', 'Consent cannot be told person by person here: name a contract or a law'),
  },
  'egress.target-unknown': { status: 422, text: text('没有这个出口', 'There is no such way out') },
} as const

/** Other systems that ask, addresses that are told, and the desks to which workbooks are saved. */
export const egressKinds = ['partner', 'hook', 'workbook'] as const
export type EgressKind = (typeof egressKinds)[number]
const clearances = ['L1', 'L2', 'L3', 'L4'] as const
export const egressStates = ['waiting', 'approved', 'refused'] as const
export const egressMostDays = 90

const targetId = () => z.string().check(z.regex(/^[0-9a-z-]{2,40}$/))
/** An archive for workbooks, an interface for other systems, `device-message` for what devices say. */
const subject = () => z.string().check(z.regex(/^[a-z][a-z.-]{1,39}$/))
const sentence = () => z.string().check(z.trim(), z.minLength(2), z.maxLength(200))

export const egressTargetSchema = L2(
  z.object({
    kind: z.enum(egressKinds),
    id: z.string(),
    name: z.string(),
    clearance: z.enum(clearances),
    isUsual: z.boolean(),
    version: versionSchema(),
  }),
)
export type EgressTarget = z.infer<typeof egressTargetSchema>

export const egressRequestSchema = L2(
  z.object({
    id: idSchema(),
    kind: z.enum(egressKinds),
    targetId: z.string(),
    targetName: z.string(),
    subject: z.string(),
    clearance: z.enum(clearances),
    reason: z.string(),
    /** On what it rests; with consent only those go who gave theirs. */
    basis: z.enum(consentBases),
    days: z.number(),
    state: z.enum(egressStates),
    askedBy: z.string(),
    askedAt: instantSchema(),
    decidedBy: z.nullable(z.string()),
    decidedAt: z.nullable(instantSchema()),
    note: z.nullable(z.string()),
    until: z.nullable(instantSchema()),
    isOver: z.boolean(),
    version: versionSchema(),
    can: z.array(z.enum(['decide'])),
  }),
)
export type EgressRequest = z.infer<typeof egressRequestSchema>

export const egressStopSchema = L2(
  z.object({
    id: idSchema(),
    kind: z.enum(egressKinds),
    targetName: z.string(),
    subject: z.string(),
    clearance: z.enum(clearances),
    fields: z.array(z.string()),
    times: z.number(),
    firstAt: instantSchema(),
    lastAt: instantSchema(),
  }),
)
export type EgressStop = z.infer<typeof egressStopSchema>

const read = { permission: 'egress.read', scope: 'place', rate: 'read' } as const
const write = { scope: 'place', rate: 'write', errors: egressErrors } as const

export const egressEndpoints = {
  targets: endpoint({
    id: 'egress.targets',
    method: 'GET',
    path: '/api/egress/targets',
    summary: text('数据出口与许可级别', 'Ways out, and up to which grade data may take them'),
    ...read,
    response: z.object({ items: z.array(egressTargetSchema) }),
  }),
  clear: endpoint({
    id: 'egress.clear',
    method: 'PUT',
    path: '/api/egress/targets/:kind/:id',
    summary: text('设定出口的许可级别', 'Set the clearance of a way out'),
    permission: 'egress.manage',
    ...write,
    params: z.object({ kind: z.enum(egressKinds), id: targetId() }),
    /** Sensitive data never go by a standing clearance: for L4 somebody asks and somebody else agrees. */
    body: z.object({ clearance: z.enum(['L1', 'L2', 'L3']), version: versionSchema() }),
    response: egressTargetSchema,
    idempotent: 'natural',
    audit: 'egress.cleared',
  }),
  requests: endpoint({
    id: 'egress.requests',
    method: 'GET',
    path: '/api/egress/requests',
    summary: text('数据流出申请', 'What was asked to leave'),
    ...read,
    query: z.object({ ...pageQuery, state: z.optional(z.enum(egressStates)) }),
    response: pageOf(egressRequestSchema),
  }),
  ask: endpoint({
    id: 'egress.ask',
    method: 'POST',
    path: '/api/egress/requests',
    summary: text('申请数据流出', 'Ask that data above the clearance may leave for a time'),
    permission: 'egress.ask',
    ...write,
    body: z.object({
      kind: z.enum(egressKinds),
      targetId: targetId(),
      subject: subject(),
      clearance: z.enum(['L2', 'L3', 'L4']),
      reason: sentence(),
      /** Without one it is consent: then only those people’s data leave who agreed to be shared. */
      basis: z.optional(z.enum(consentBases)),
      days: z.number().check(z.int(), z.minimum(1), z.maximum(egressMostDays)),
    }),
    response: egressRequestSchema,
    status: 201,
    idempotent: 'key',
    audit: 'egress.asked',
  }),
  decide: endpoint({
    id: 'egress.decide',
    method: 'POST',
    path: '/api/egress/requests/:id/decision',
    summary: text('审批数据流出', 'Approve or refuse what was asked to leave'),
    permission: 'egress.decide',
    ...write,
    params: z.object({ id: idSchema() }),
    body: z.object({ isApproved: z.boolean(), note: z.optional(sentence()), version: versionSchema() }),
    response: egressRequestSchema,
    idempotent: 'natural',
    audit: 'egress.decided',
  }),
  stops: endpoint({
    id: 'egress.stops',
    method: 'GET',
    path: '/api/egress/stops',
    summary: text('被剔除的数据', 'What did not get out'),
    ...read,
    query: z.object({ ...pageQuery }),
    response: pageOf(egressStopSchema),
  }),
} as const

/** How far data may go: every way out has a clearance, and more is approved by a second person for a time. */
export const egress = capability({
  name: 'egress',
  text: text('数据出口', 'Ways out for data'),
  permissions: [
    permission('egress.read', '查看数据出口与拦截记录', 'See the ways out and what was stopped', ['admin']),
    permission('egress.ask', '申请数据流出', 'Ask that data may leave', ['admin']),
    permission('egress.decide', '审批数据流出', 'Decide whether data may leave', ['admin'], 'security'),
    permission('egress.manage', '设定数据出口的许可级别', 'Set how far data may go', ['admin'], 'security'),
  ],
  events: ['egress.changed'],
  endpoints: egressEndpoints,
})
