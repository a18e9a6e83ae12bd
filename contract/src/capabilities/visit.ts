import { capability } from '../kernel/capability.ts'
import { endpoint } from '../kernel/endpoint.ts'
import { daySchema, idSchema, instantSchema, versionSchema } from '../kernel/id.ts'
import { field, L1, L2 } from '../kernel/level.ts'
import { pageOf, pageQuery } from '../kernel/page.ts'
import { permission } from '../kernel/permission.ts'
import { text } from '../kernel/text.ts'
import { z } from '../kernel/zod.ts'
import { proposedValues } from './review.ts'

/** What lies before a visitor, file by file; the first ones are shown, the rest behind 补充信息. */
export const visitFields = {
  house: [
    ...[
      'occupancy',
      'purpose',
      'layout',
      'ownerName',
      'ownerPhone',
      'landlordName',
      'landlordPhone',
      'rentalKind',
      'leaseFrom',
      'leaseUntil',
    ],
    ...['tenants', 'ratingSafety', 'ratingHygiene', 'ratingRegister', 'ratingNeighbour', 'civilityGrade', 'hazard'],
  ],
  person: [
    ...[
      'name',
      'phone',
      'idKind',
      'idNumber',
      'population',
      'sex',
      'birthYear',
      'livingAddress',
      'registeredAddress',
      'occupation',
      'employer',
    ],
    ...['education', 'ethnicity', 'party', 'livingSince', 'leftOn', 'emergencyName', 'emergencyPhone', 'faceConsentOn'],
  ],
  vehicle: ['plate', 'plateKind', 'kind', 'brand', 'colour', 'energy', 'parkingNumber', 'ownerName'],
} as const
export type VisitArchive = keyof typeof visitFields

/** Days between two visits to somebody of this grade; those of the last grade are met with their house. */
export const visitDaysOfGrade: Readonly<Record<string, number | undefined>> = { a: 30, b: 60, c: 90 }

/** How a visit ended. `changed` says that something was written, or waits to be reviewed. */
export const visitOutcomes = ['unchanged', 'changed', 'absent', 'refused'] as const
export type VisitOutcome = (typeof visitOutcomes)[number]

export const visitOutcomeTexts: Readonly<Record<VisitOutcome, { zh: string; en: string }>> = {
  unchanged: text('信息无变化', 'Nothing has changed'),
  changed: text('已更新', 'Updated'),
  absent: text('无人在家', 'Nobody at home'),
  refused: text('拒绝走访', 'Refused'),
}

export const visitReasons = ['plan', 'rating', 'grade', 'hint', 'own'] as const
export const visitReasonTexts: Readonly<Record<(typeof visitReasons)[number], { zh: string; en: string }>> = {
  plan: text('走访计划', 'Plan'),
  rating: text('出租房评级', 'Rating of a let house'),
  grade: text('人员分级', 'Grade of a person'),
  hint: text('研判提示', 'A hint'),
  own: text('自行走访', 'On one’s own'),
}

export const visitErrors = {
  'visit.done': { status: 409, text: text('这户已有人走访过', 'Somebody has been there already') },
  'visit.conflict': {
    status: 409,
    text: text('档案在您出发后已被修改，请核对后重新提交', 'The files have changed since you left: compare and send again'),
  },
  'visit.no-houses': { status: 422, text: text('该网格没有需要走访的房屋', 'No house of this grid is due') },
  'visit.grid-unknown': { status: 422, text: text('没有这个网格，或不在您的管理范围', 'No such grid within your reach') },
  'visit.worker-unfit': { status: 422, text: text('此人不负责该网格', 'This person does not work in that grid') },
  'visit.person-unknown': { status: 422, text: text('有人员不在这户', 'Somebody named here does not live in this house') },
  'visit.closed': { status: 409, text: text('计划已结束', 'This plan is closed') },
} as const

const errors = visitErrors
const byId = z.object({ id: idSchema() })
const shownValue = () => z.union([z.string(), z.number(), z.boolean(), z.array(z.string()), z.null()])

/** A file as it lies before the visitor: what may be read, in plain; the rest masked. */
const fileSchema = L2(
  z.object({
    archive: z.string(),
    id: idSchema(),
    title: field(z.string(), { level: 'L3', mask: 'name' }),
    version: versionSchema(),
    values: z.record(z.string(), shownValue()),
    masked: z.array(z.string()),
    role: z.nullable(z.string()),
    link: z.nullable(z.object({ id: idSchema(), version: versionSchema() })),
    verifiedAt: z.nullable(instantSchema()),
    isFresh: z.boolean(),
    /** Fields of it that somebody is reviewing. */
    waiting: z.array(z.string()),
  }),
)
export type VisitFile = z.infer<typeof fileSchema>

const taskShape = {
  id: idSchema(),
  houseId: idSchema(),
  /** 3幢 · 1单元 · 1201 */
  house: z.string(),
  estate: z.string(),
  building: z.string(),
  gridId: z.nullable(idSchema()),
  subject: z.enum(['house', 'person']),
  reason: z.enum(visitReasons),
  dueOn: daySchema(),
  isOverdue: z.boolean(),
  state: z.enum(['due', 'done', 'dropped']),
  outcome: z.nullable(z.enum(visitOutcomes)),
  visitedAt: z.nullable(instantSchema()),
  visitedBy: z.nullable(z.string()),
  version: versionSchema(),
}
export const visitTaskSchema = L2(z.object(taskShape))
export type VisitTask = z.infer<typeof visitTaskSchema>

export const visitSchema = L2(
  z.object({
    ...taskShape,
    /** Whom a visit to one person is about. */
    personId: z.nullable(idSchema()),
    file: z.nullable(fileSchema),
    people: z.array(fileSchema),
    vehicles: z.array(fileSchema),
    /** People who were collected and wait for their file. */
    newcomers: z.number(),
    note: z.nullable(z.string()),
  }),
)
export type Visit = z.infer<typeof visitSchema>

const planSchema = L2(
  z.object({
    id: idSchema(),
    title: z.string(),
    grid: z.object({ id: idSchema(), name: z.string() }),
    worker: z.object({ id: idSchema(), name: z.string() }),
    dueOn: daySchema(),
    state: z.enum(['active', 'closed']),
    total: z.number(),
    done: z.number(),
    changed: z.number(),
    absent: z.number(),
    isOverdue: z.boolean(),
    createdAt: instantSchema(),
    version: versionSchema(),
  }),
)
export type VisitPlan = z.infer<typeof planSchema>

const seen = () =>
  z.array(z.object({ archive: z.string().check(z.maxLength(24)), id: idSchema(), version: versionSchema() })).check(z.maxLength(80))
const note = () => z.optional(z.string().check(z.trim(), z.maxLength(300)))
const photos = () => z.optional(z.array(idSchema()).check(z.maxLength(9)))

const place = () => z.optional(z.number().check(z.int(), z.minimum(0), z.maximum(20)))
/** Pictures are brought before the visit is handed in; each person names theirs by its place in `photos` and `faces`. */
const pictures = { photoAt: place(), faceAt: place(), faceConsentOn: z.optional(daySchema()) }

/** What somebody new was told and agreed to, before anything about them was written. */
const consentsTold = () =>
  z.optional(
    z
      .array(z.object({ purpose: z.string().check(z.maxLength(24)), textVersion: z.number().check(z.int(), z.minimum(1)) }))
      .check(z.maxLength(6)),
  )

const finishBody = z.object({
  version: versionSchema(),
  outcome: z.enum(visitOutcomes),
  /** When it was, by the telephone: it may arrive much later. */
  at: z.optional(instantSchema()),
  /** Every file that lay before the visitor, in the version that was seen: verified as a whole, or refused as a whole. */
  seen: seen(),
  changes: z.optional(
    z
      .array(
        z.object({
          archive: z.enum(['person', 'house', 'vehicle']),
          id: idSchema(),
          values: proposedValues(),
          ...pictures,
        }),
      )
      .check(z.maxLength(40)),
  ),
  added: z.optional(
    z
      .array(
        z.object({ role: z.enum(['owner', 'family', 'tenant', 'other']), values: proposedValues(), ...pictures, consents: consentsTold() }),
      )
      .check(z.maxLength(20)),
  ),
  movedOut: z.optional(
    z.array(z.object({ personId: idSchema(), linkId: idSchema(), version: versionSchema(), on: daySchema() })).check(z.maxLength(40)),
  ),
  note: note(),
  evidence: photos(),
  faces: z.optional(z.array(idSchema()).check(z.maxLength(20))),
  photos: photos(),
})

const doing = { permission: 'visit.do', scope: 'place', errors } as const
const planning = { permission: 'visit.plan', scope: 'place', errors } as const

export const visitEndpoints = {
  day: endpoint({
    id: 'visit.day',
    method: 'GET',
    path: '/api/visits',
    summary: text('我的走访任务', 'My visits, in the order of the way'),
    ...doing,
    query: z.object({ ...pageQuery, state: z.optional(z.enum(['due', 'done'])) }),
    response: pageOf(visitTaskSchema),
    rate: 'read',
  }),
  summary: endpoint({
    id: 'visit.summary',
    method: 'GET',
    path: '/api/visits/summary',
    summary: text('我的走访进度', 'How far my visits are'),
    ...doing,
    response: L1(z.object({ due: z.number(), overdue: z.number(), doneToday: z.number() })),
    rate: 'read',
  }),
  pack: endpoint({
    id: 'visit.pack',
    method: 'GET',
    path: '/api/visits/pack',
    summary: text('离线携带的走访资料', 'Everything that a day without network needs'),
    ...doing,
    query: z.object({ cursor: pageQuery.cursor, limit: z.optional(z.coerce.number().check(z.int(), z.minimum(1), z.maximum(30))) }),
    response: pageOf(visitSchema),
    rate: 'search',
    audit: 'visit.packed',
  }),
  read: endpoint({
    id: 'visit.read',
    method: 'GET',
    path: '/api/visits/:id',
    summary: text('走访页', 'One visit with the files of the house'),
    ...doing,
    params: byId,
    response: visitSchema,
    rate: 'read',
  }),
  begin: endpoint({
    id: 'visit.begin',
    method: 'POST',
    path: '/api/visits',
    summary: text('自行走访一户', 'Visit a house that no plan names'),
    ...doing,
    body: z.object({ houseId: idSchema() }),
    response: visitTaskSchema,
    status: 201,
    idempotent: 'key',
    rate: 'write',
    audit: 'visit.begun',
  }),
  finish: endpoint({
    id: 'visit.finish',
    method: 'POST',
    path: '/api/visits/:id/finish',
    summary: text('提交走访结果', 'Hand in a visit'),
    ...doing,
    params: byId,
    body: finishBody,
    response: L2(z.object({ ...taskShape, waiting: z.number(), verified: z.number() })),
    idempotent: 'key',
    rate: 'write',
    audit: 'visit.finished',
  }),
  twins: endpoint({
    id: 'visit.twins',
    method: 'POST',
    path: '/api/visits/twins',
    summary: text('是否已有同证件号的档案', 'Whether somebody with this number has a file already'),
    ...doing,
    body: z.object({ idNumber: z.string().check(z.trim(), z.minLength(5), z.maxLength(20)) }),
    response: L2(z.object({ isKnown: z.boolean(), where: z.nullable(z.string()) })),
    idempotent: 'natural',
    rate: 'search',
    audit: 'visit.twins-asked',
  }),
  plans: endpoint({
    id: 'visit.plans',
    method: 'GET',
    path: '/api/visit-plans',
    summary: text('走访计划', 'Plans of visits'),
    ...planning,
    query: z.object({ ...pageQuery, state: z.optional(z.enum(['active', 'closed'])) }),
    response: pageOf(planSchema),
    rate: 'read',
  }),
  plan: endpoint({
    id: 'visit.plan',
    method: 'POST',
    path: '/api/visit-plans',
    summary: text('派发走访计划', 'Send somebody to a grid'),
    ...planning,
    body: z.object({
      title: z.string().check(z.trim(), z.minLength(2), z.maxLength(40)),
      gridId: idSchema(),
      workerId: idSchema(),
      dueOn: daySchema(),
      /** Only houses that nobody has verified for so long; 0 means all of them. */
      olderThanDays: z.number().check(z.int(), z.minimum(0), z.maximum(1000)),
    }),
    response: planSchema,
    status: 201,
    idempotent: 'key',
    rate: 'write',
    audit: 'visit.planned',
  }),
  close: endpoint({
    id: 'visit.close',
    method: 'POST',
    path: '/api/visit-plans/:id/close',
    summary: text('结束走访计划', 'Close a plan; what is not done is dropped'),
    ...planning,
    params: byId,
    body: z.object({ version: versionSchema() }),
    response: planSchema,
    idempotent: 'natural',
    rate: 'write',
    audit: 'visit.plan-closed',
  }),
  workers: endpoint({
    id: 'visit.workers',
    method: 'GET',
    path: '/api/visit-plans/workers',
    summary: text('可派往该网格的人员', 'Who may be sent to a grid'),
    ...planning,
    query: z.object({ gridId: idSchema() }),
    response: z.object({ items: z.array(L2(z.object({ id: idSchema(), name: z.string() }))) }),
    rate: 'search',
  }),
  statistics: endpoint({
    id: 'visit.statistics',
    method: 'GET',
    path: '/api/visit-plans/statistics',
    summary: text('走访统计', 'Visits by grid and outcome'),
    ...planning,
    query: z.object({ from: daySchema(), to: daySchema() }),
    response: L2(
      z.object({
        grids: z.array(
          z.object({
            id: z.nullable(idSchema()),
            name: z.string(),
            unchanged: z.number(),
            changed: z.number(),
            absent: z.number(),
            refused: z.number(),
            due: z.number(),
            overdue: z.number(),
            /** In [0, 1]: of what was due, how much is not overdue. */
            control: z.nullable(z.number()),
          }),
        ),
      }),
    ),
    rate: 'search',
  }),
} as const

export const visit = capability({
  name: 'visit',
  text: text('走访采集', 'Visits'),
  permissions: [
    permission('visit.do', '走访与采集', 'Visit homes and collect data', ['grid']),
    permission('visit.plan', '派发走访计划', 'Plan visits', ['admin', 'grid']),
  ],
  events: ['visit.planned', 'visit.finished'],
  endpoints: visitEndpoints,
})
