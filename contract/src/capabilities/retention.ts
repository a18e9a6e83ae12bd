import { capability } from '../kernel/capability.ts'
import { endpoint } from '../kernel/endpoint.ts'
import { idSchema, instantSchema, versionSchema } from '../kernel/id.ts'
import { field, L1, L2 } from '../kernel/level.ts'
import { pageOf, pageQuery } from '../kernel/page.ts'
import { permission } from '../kernel/permission.ts'
import { text, textSchema } from '../kernel/text.ts'
import { z } from '../kernel/zod.ts'

export const retentionErrors = {
  'retention.too-short': { status: 422, text: text('保存期限短于法规或标准要求', 'Shorter than the law or the standard asks for') },
  'retention.subject-unknown': { status: 422, text: text('没有找到要保全的对象', 'What shall be held was not found') },
  'retention.held': { status: 409, text: text('该对象已在保全中', 'A hold stands on it already') },
  'retention.lifted': { status: 409, text: text('该保全已解除或已到期', 'This hold is over already') },
  'retention.own': {
    status: 403,
    text: text('设置保全的人不能解除，须由另一人解除', 'Whoever placed a hold does not lift it: somebody else has to'),
  },
  'retention.past': { status: 422, text: text('截止时间须在将来', 'The end has to lie in the future') },
} as const
const errors = retentionErrors

/** What a hold can stand on: an account, a file of an archive, a case, a device. */
export const holdSubjects = ['user', 'person', 'house', 'vehicle', 'org', 'family', 'repair', 'alarm', 'device'] as const
export type HoldSubject = (typeof holdSubjects)[number]
export const holdSubjectTexts = {
  user: text('账号', 'Account'),
  person: text('人员档案', 'File of a person'),
  house: text('房屋档案', 'File of a house'),
  vehicle: text('车辆档案', 'File of a vehicle'),
  org: text('组织档案', 'File of an organisation'),
  family: text('家庭户档案', 'File of a household'),
  repair: text('报修', 'Repair'),
  alarm: text('告警', 'Alarm'),
  device: text('设备', 'Device'),
} as const satisfies Record<HoldSubject, { zh: string; en: string }>

const classCode = () => z.string().check(z.regex(/^[a-z][a-z-]{1,23}$/))
const days = () => z.number().check(z.int(), z.minimum(1), z.maximum(36_500))
const reason = () => z.string().check(z.trim(), z.minLength(2), z.maxLength(200))
const byId = z.object({ id: idSchema() })
const byClass = z.object({ class: classCode() })

/** A report of a run, signed: what, older than when, how many, and a digest over their ids. */
export const retentionRunSchema = L1(
  z.object({
    id: idSchema(),
    class: z.string(),
    text: textSchema,
    action: z.enum(['delete', 'archive']),
    days: z.number(),
    /** Everything older than this was looked at. */
    before: instantSchema(),
    deleted: z.number(),
    /** What a hold kept. */
    held: z.number(),
    ranAt: instantSchema(),
    /** SM3, as hex. */
    digest: z.string(),
    /** SM2 over the text, base64; null while the run goes on. */
    signature: z.nullable(z.string()),
    /** The very text that is signed. */
    proof: z.nullable(z.string()),
    publicKey: z.nullable(z.string()),
    isGood: z.boolean(),
  }),
)
export type RetentionRun = z.infer<typeof retentionRunSchema>

export const retentionClassSchema = L1(
  z.object({
    class: z.string(),
    text: textSchema,
    action: z.enum(['delete', 'archive']),
    leastDays: z.number(),
    basis: textSchema,
    usualDays: z.number(),
    days: z.number(),
    isOn: z.boolean(),
    setBy: L2(z.nullable(z.string())),
    version: versionSchema(),
    last: z.nullable(z.object({ ranAt: instantSchema(), deleted: z.number(), held: z.number() })),
  }),
)
export type RetentionClass = z.infer<typeof retentionClassSchema>

export const holdSchema = L2(
  z.object({
    id: idSchema(),
    subject: z.enum(holdSubjects),
    subjectId: idSchema(),
    title: field(z.string(), { level: 'L3', mask: 'name' }),
    reason: z.string(),
    until: z.nullable(instantSchema()),
    placedBy: z.nullable(z.string()),
    placedAt: instantSchema(),
    liftedBy: z.nullable(z.string()),
    liftedAt: z.nullable(instantSchema()),
    liftReason: z.nullable(z.string()),
    isOver: z.boolean(),
    version: versionSchema(),
    can: z.array(z.enum(['lift'])),
  }),
)
export type Hold = z.infer<typeof holdSchema>

const read = { permission: 'retention.read', scope: 'none', rate: 'read' } as const
const hold = { permission: 'retention.hold', scope: 'place', errors } as const

export const retentionEndpoints = {
  classes: endpoint({
    id: 'retention.classes',
    method: 'GET',
    path: '/api/retention/classes',
    summary: text('数据保存期限', 'How long each class of data is kept'),
    ...read,
    response: z.object({ items: z.array(retentionClassSchema) }),
  }),
  save: endpoint({
    id: 'retention.save',
    method: 'PUT',
    path: '/api/retention/classes/:class',
    summary: text('设置保存期限', 'Set how long a class of data is kept'),
    permission: 'retention.manage',
    scope: 'none',
    params: byClass,
    body: z.object({ days: days(), isOn: z.boolean(), version: versionSchema() }),
    response: retentionClassSchema,
    idempotent: 'natural',
    rate: 'write',
    audit: 'retention.set',
    errors,
  }),
  preview: endpoint({
    id: 'retention.preview',
    method: 'GET',
    path: '/api/retention/classes/:class/preview',
    summary: text('预览将清理的数据', 'What would go now'),
    ...read,
    rate: 'search',
    params: byClass,
    query: z.object({ days: z.optional(z.coerce.number().check(z.int(), z.minimum(1), z.maximum(36_500))) }),
    response: L1(
      z.object({
        before: instantSchema(),
        /** Counted up to 10,000. */
        count: z.number(),
        isCapped: z.boolean(),
        oldestAt: z.nullable(instantSchema()),
        /** Of those that were counted. */
        held: z.number(),
      }),
    ),
    errors,
  }),
  runs: endpoint({
    id: 'retention.runs',
    method: 'GET',
    path: '/api/retention/runs',
    summary: text('清理报告', 'Reports of what was cleared away'),
    ...read,
    query: z.object({ ...pageQuery, class: z.optional(classCode()) }),
    response: pageOf(retentionRunSchema),
  }),
  run: endpoint({
    id: 'retention.run',
    method: 'POST',
    path: '/api/retention/runs',
    summary: text('立即执行清理', 'Clear away now what is too old'),
    permission: 'retention.manage',
    scope: 'none',
    status: 202,
    response: L1(z.object({ isScheduled: z.boolean() })),
    idempotent: 'natural',
    rate: 'write',
    audit: 'retention.asked',
    stepUp: true,
  }),
  holds: endpoint({
    id: 'retention.holds',
    method: 'GET',
    path: '/api/retention/holds',
    summary: text('法律保全', 'Legal holds'),
    permission: 'retention.hold',
    scope: 'place',
    query: z.object({ ...pageQuery, state: z.optional(z.enum(['standing', 'over'])) }),
    response: pageOf(holdSchema),
    rate: 'read',
  }),
  place: endpoint({
    id: 'retention.place',
    method: 'POST',
    path: '/api/retention/holds',
    summary: text('设置法律保全', 'Place a legal hold'),
    ...hold,
    body: z.object({
      subject: z.enum(holdSubjects),
      subjectId: idSchema(),
      reason: reason(),
      /** Without it until somebody lifts it. */
      until: z.optional(z.nullable(instantSchema())),
    }),
    response: holdSchema,
    status: 201,
    idempotent: 'key',
    rate: 'write',
    audit: 'retention.held',
  }),
  lift: endpoint({
    id: 'retention.lift',
    method: 'POST',
    path: '/api/retention/holds/:id/lift',
    summary: text('解除法律保全', 'Lift a legal hold'),
    ...hold,
    params: byId,
    body: z.object({ version: versionSchema(), reason: reason() }),
    response: holdSchema,
    idempotent: 'natural',
    rate: 'write',
    audit: 'retention.lifted',
  }),
} as const

export const retention = capability({
  name: 'retention',
  text: text('保存期限', 'Retention'),
  permissions: [
    permission('retention.read', '查看数据保存期限与清理报告', 'See retention periods and clean-up reports', ['admin']),
    permission('retention.manage', '设置数据保存期限', 'Set retention periods', ['admin'], 'security'),
    permission('retention.hold', '设置与解除法律保全', 'Place and lift legal holds', ['admin']),
  ],
  events: ['retention.held', 'retention.lifted'],
  endpoints: retentionEndpoints,
})
