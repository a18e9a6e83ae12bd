import { capability } from '../kernel/capability.ts'
import { endpoint } from '../kernel/endpoint.ts'
import { daySchema, idSchema, instantSchema, versionSchema } from '../kernel/id.ts'
import { L2, L3 } from '../kernel/level.ts'
import { pageOf, pageQuery } from '../kernel/page.ts'
import { permission } from '../kernel/permission.ts'
import { type Text, text } from '../kernel/text.ts'
import { z } from '../kernel/zod.ts'

/** For which work of the community data of the government may be used. */
export const govScenes = {
  residence: text('居住登记核对', 'Register of residents'),
  aid: text('困难群众帮扶', 'Help for those in need'),
  disability: text('助残服务', 'Help with a disability'),
  elder: text('养老服务', 'Care for the old'),
  business: text('经营主体核验', 'Checking a business'),
  emergency: text('应急处置', 'Emergencies'),
} as const satisfies Record<string, Text>
export type GovScene = keyof typeof govScenes
export const govSceneNames = Object.keys(govScenes) as [GovScene, ...GovScene[]]

/** Which files an item is joined with, and by which of their fields. */
export const govSubjects = { person: 'idNumber', org: 'creditCode' } as const
export type GovSubject = keyof typeof govSubjects
export const govSubjectNames = Object.keys(govSubjects) as [GovSubject, ...GovSubject[]]

export const govActions = ['use', 'pull'] as const
export const govOutcomes = ['done', 'refused', 'failed'] as const

export const govdataErrors = {
  'govdata.scene-unfit': {
    status: 403,
    text: text('该政务数据不可用于此场景，已拒绝并留痕', 'This item is not for that scene: refused and written down'),
  },
  'govdata.closed': { status: 409, text: text('该政务数据项已停用', 'This item is closed') },
  'govdata.unauthorised': {
    status: 403,
    text: text('该政务数据项没有登记授权编号与用途，不能调取', 'No authorisation number and purpose is on file: nothing is pulled'),
  },
  'govdata.authorisation-over': { status: 403, text: text('授权已到期，续期后方可调取', 'The authorisation has ended: renew it first') },
  'govdata.grade-high': { status: 403, text: text('您无权使用此敏感级别的政务数据', 'You may not use data of this grade') },
  'govdata.no-key': {
    status: 422,
    text: text('该档案没有可用于核对的证件号码或信用代码', 'The file has no number by which the platform could find it'),
  },
} as const

const code = () => z.string().check(z.regex(/^[a-z][a-z0-9-]{1,39}$/))
const words = (least: number, most: number) => z.string().check(z.trim(), z.minLength(least), z.maxLength(most))
const column = z.object({ name: z.string().check(z.regex(/^[a-zA-Z][a-zA-Z0-9]{0,39}$/)), zh: words(1, 40), en: words(1, 60) })
/** Under which number the office allowed it, what for, and until which day. */
const authorisation = z.object({
  number: z.string().check(z.regex(/^[A-Z0-9][A-Z0-9-]{3,39}$/)),
  purpose: words(4, 200),
  until: daySchema(),
})

const content = {
  name: words(2, 40),
  /** The office that answers for it. */
  provider: words(2, 60),
  subject: z.enum(govSubjectNames),
  grade: z.enum(['L1', 'L2', 'L3', 'L4']),
  scenes: z.array(z.enum(govSceneNames)).check(z.minLength(1), z.maxLength(govSceneNames.length)),
  /** How it is to be used, for whoever uses it. */
  rule: words(4, 400),
  columns: z.array(column).check(z.minLength(1), z.maxLength(20)),
  /** After so many days what was pulled is asked for again. */
  refreshDays: z.number().check(z.int(), z.minimum(1), z.maximum(365)),
  isOpen: z.boolean(),
}

export const govItemSchema = L2(
  z.object({
    ...content,
    code: z.string(),
    authorisation: z.nullable(authorisation),
    state: z.enum(['ready', 'closed', 'unauthorised', 'over']),
    version: versionSchema(),
  }),
)
export type GovItem = z.infer<typeof govItemSchema>

export const govUsedSchema = L3(
  z.object({
    item: z.string(),
    name: z.string(),
    found: z.boolean(),
    values: z.array(z.object({ zh: z.string(), en: z.string(), value: z.string() })),
    pulledAt: instantSchema(),
    authorisation: z.string(),
    rule: z.string(),
  }),
)
export type GovUsed = z.infer<typeof govUsedSchema>

export const govTraceSchema = L2(
  z.object({
    id: idSchema(),
    item: z.string(),
    name: z.string(),
    action: z.enum(govActions),
    scene: z.nullable(z.enum(govSceneNames)),
    reason: z.string(),
    who: z.nullable(z.string()),
    subject: z.enum(govSubjectNames),
    fileId: z.nullable(idSchema()),
    authorisation: z.nullable(z.string()),
    outcome: z.enum(govOutcomes),
    why: z.nullable(z.string()),
    at: instantSchema(),
  }),
)
export type GovTrace = z.infer<typeof govTraceSchema>

export const govReportSchema = L2(
  z.object({
    item: z.string(),
    name: z.string(),
    uses: z.number(),
    refused: z.number(),
    pulls: z.number(),
    people: z.number(),
    lastAt: z.nullable(instantSchema()),
  }),
)
export type GovReport = z.infer<typeof govReportSchema>

const byCode = z.object({ code: code() })
const days = { from: z.optional(daySchema()), to: z.optional(daySchema()) }

export const govdataEndpoints = {
  items: endpoint({
    id: 'govdata.items',
    method: 'GET',
    path: '/api/govdata/items',
    summary: text('政务数据项', 'Items of government data'),
    permission: 'govdata.read',
    scope: 'none',
    response: z.object({ items: z.array(govItemSchema) }),
    rate: 'read',
  }),
  save: endpoint({
    id: 'govdata.save',
    method: 'PUT',
    path: '/api/govdata/items/:code',
    summary: text('登记政务数据项的场景、级别与用法', 'Keep an item: scenes, grade and rule of use'),
    permission: 'govdata.manage',
    scope: 'none',
    params: byCode,
    body: z.object({ ...content, authorisation: z.nullable(authorisation), version: versionSchema() }),
    response: govItemSchema,
    rate: 'write',
    errors: govdataErrors,
    idempotent: 'natural',
    audit: 'govdata.saved',
  }),
  use: endpoint({
    id: 'govdata.use',
    method: 'POST',
    path: '/api/govdata/items/:code/uses',
    summary: text('按场景与理由使用政务数据', 'Use an item for a scene and a reason'),
    permission: 'govdata.use',
    scope: 'none',
    params: byCode,
    body: z.object({ fileId: idSchema(), scene: z.enum(govSceneNames), reason: words(2, 200) }),
    response: govUsedSchema,
    rate: 'write',
    errors: govdataErrors,
    idempotent: 'natural',
    audit: 'govdata.used',
  }),
  trace: endpoint({
    id: 'govdata.trace',
    method: 'GET',
    path: '/api/govdata/trace',
    summary: text('政务数据使用痕迹', 'Who used what, and why'),
    permission: 'govdata.trace',
    scope: 'none',
    query: z.object({ ...pageQuery, item: z.optional(code()) }),
    response: pageOf(govTraceSchema),
    rate: 'read',
    audit: 'govdata.trace-read',
  }),
  report: endpoint({
    id: 'govdata.report',
    method: 'GET',
    path: '/api/govdata/report',
    summary: text('按数据项的使用报告', 'Use by item'),
    permission: 'govdata.trace',
    scope: 'none',
    query: z.object(days),
    response: z.object({ items: z.array(govReportSchema) }),
    rate: 'read',
  }),
} as const

/** Data that offices of the government let the community use: for a scene, under an authorisation, with every look on record. */
export const govdata = capability({
  name: 'govdata',
  text: text('政务数据', 'Government data'),
  permissions: [
    permission('govdata.read', '查看政务数据目录', 'See the register of government data', ['admin']),
    permission('govdata.use', '使用政务数据', 'Use government data', ['admin']),
    permission('govdata.sensitive', '使用敏感级政务数据', 'Use government data of the highest grades', ['admin']),
    permission('govdata.manage', '管理政务数据目录与授权', 'Keep the register and its authorisations', ['admin'], 'security'),
    permission('govdata.trace', '查看政务数据使用痕迹', 'See who used government data', ['admin']),
  ],
  events: ['govdata.changed'],
  endpoints: govdataEndpoints,
})
