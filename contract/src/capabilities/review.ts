import type { Archive } from '../archive/archive.ts'
import { sourceCodes, typedSourceCodes } from '../archive/source.ts'
import { capability } from '../kernel/capability.ts'
import { endpoint } from '../kernel/endpoint.ts'
import { daySchema, idSchema, instantSchema, versionSchema } from '../kernel/id.ts'
import { field, L1, L2 } from '../kernel/level.ts'
import { pageOf, pageQuery } from '../kernel/page.ts'
import { permission } from '../kernel/permission.ts'
import { text } from '../kernel/text.ts'
import { z } from '../kernel/zod.ts'

/** Groups of fields that nobody changes alone: who somebody is, where they live, what they look like, whose a house is. */
export const reviewedGroups: Readonly<Record<string, readonly string[]>> = {
  person: ['identity', 'address', 'face'],
  house: ['ownership', 'rental'],
}

/** Fields of an archive whose change waits for a second person. */
export const reviewedFields = (definition: Pick<Archive, 'name' | 'groups'>): string[] =>
  definition.groups.filter(({ name }) => reviewedGroups[definition.name]?.includes(name)).flatMap(({ fields }) => fields)

/** What a resident may ask to have corrected in the own file. */
export const correctableFields = [
  ...['name', 'idKind', 'idNumber', 'birthDay', 'ethnicity', 'photo'],
  ...['livingAddress', 'registeredAddress', 'registeredRegion', 'registeredKind'],
  ...['phone', 'secondPhone', 'emergencyName', 'emergencyPhone'],
  ...['occupation', 'employer', 'education', 'marriage'],
] as const

export const reviewStates = ['pending', 'asked', 'accepted', 'partial', 'rejected', 'withdrawn'] as const
export type ReviewState = (typeof reviewStates)[number]

export const reviewStateTexts: Readonly<Record<ReviewState, { zh: string; en: string }>> = {
  pending: text('待复核', 'Waiting'),
  asked: text('待补充', 'More is asked for'),
  accepted: text('已通过', 'Accepted'),
  partial: text('部分通过', 'Partly accepted'),
  rejected: text('已驳回', 'Rejected'),
  withdrawn: text('已撤回', 'Withdrawn'),
}

export const reviewErrors = {
  'review.own': { status: 403, text: text('不能复核自己提交的信息', 'Nobody reviews what they proposed themselves') },
  'review.decided': { status: 409, text: text('该申请已处理', 'This was decided already') },
  'review.outdated': {
    status: 409,
    text: text('档案在提交后已变化，请核对标出的项', 'The file has changed since it was proposed: look at the marked values'),
  },
  'review.nothing': { status: 422, text: text('没有与档案不同的内容', 'Nothing differs from what is on file') },
  'review.archive-unknown': { status: 422, text: text('没有这类档案', 'There is no such archive') },
  'review.file-unknown': { status: 422, text: text('有照片没有上传成功，请重新拍摄', 'A picture is missing, please take it again') },
  'review.face-consent': {
    status: 422,
    text: text('采集人脸须本人单独同意，请先勾选并注明日期', 'A face is taken only with a separate consent, given and dated first'),
  },
  'review.no-file': {
    status: 404,
    text: text('没有找到您的人员档案，请先绑定房屋或联系社区', 'No file of yours was found: bind your house first, or ask the community'),
  },
} as const

const errors = reviewErrors
const reason = () => z.string().check(z.trim(), z.minLength(2), z.maxLength(200))
const archiveName = () => z.string().check(z.regex(/^[a-z][a-z-]{0,23}$/))
const fieldName = () => z.string().check(z.regex(/^[a-zA-Z][a-zA-Z0-9]{0,39}$/))
/** Told as in the history of a file: codes of choices, `1` and `0`, masked where the viewer may not read it. */
const told = () => z.nullable(z.string())
const byId = z.object({ id: idSchema() })
const who = () => L2(z.nullable(z.object({ id: idSchema(), name: z.string() })))

export const reviewSchema = L2(
  z.object({
    id: idSchema(),
    archive: z.string(),
    /** Null for somebody new, who gets a file when this is accepted. */
    fileId: z.nullable(idSchema()),
    title: field(z.string(), { level: 'L3', mask: 'name' }),
    place: z.nullable(z.object({ id: idSchema(), name: z.string() })),
    state: z.enum(reviewStates),
    source: z.enum(sourceCodes),
    fields: z.array(z.string()),
    evidence: z.number(),
    proposedBy: who(),
    proposedAt: instantSchema(),
    decidedAt: z.nullable(instantSchema()),
    /** Why it was rejected, or what is still missing. */
    reason: z.nullable(z.string()),
    isOwn: z.boolean(),
    version: versionSchema(),
  }),
)
export type Review = z.infer<typeof reviewSchema>

const changeSchema = L2(
  z.object({
    field: z.string(),
    before: told(),
    after: told(),
    /** What the file says today, where that is no longer `before`. */
    current: told(),
    isOutdated: z.boolean(),
    /** There is a value that this viewer sees masked. */
    isMasked: z.boolean(),
    decision: z.nullable(z.enum(['accepted', 'rejected'])),
  }),
)

export const reviewActions = ['accept', 'reject', 'ask', 'reveal', 'supply', 'withdraw'] as const

export const reviewDetailSchema = L2(
  z.object({
    ...reviewSchema.shape,
    note: z.nullable(z.string()),
    changes: z.array(changeSchema),
    photos: z.array(z.object({ id: idSchema(), url: z.string(), thumb: z.string() })),
    /** A face is waiting with it; it is shown by its own surface, for a reason. */
    hasFace: z.boolean(),
    decidedBy: who(),
    isOutdated: z.boolean(),
    can: z.array(z.enum(reviewActions)),
  }),
)
export type ReviewDetail = z.infer<typeof reviewDetailSchema>

const evidence = () => z.optional(z.array(idSchema()).check(z.maxLength(9)))
const note = () => z.optional(z.string().check(z.trim(), z.maxLength(300)))
const looseValue = () =>
  z.union([z.string().check(z.maxLength(600)), z.number(), z.boolean(), z.array(idSchema()).check(z.maxLength(9)), z.null()])
export const proposedValues = () => z.record(fieldName(), looseValue())

/** A face that was brought before, and the day on which its person agreed to it, separately from everything else. */
export const givenFace = () => z.optional(z.object({ id: idSchema(), consentOn: daySchema() }))

const ownFileSchema = L2(
  z.object({
    id: idSchema(),
    title: field(z.string(), { level: 'L3' }),
    place: z.nullable(z.string()),
    version: versionSchema(),
    /** The person sees all that is on file about them but the numbers of papers, which only end in plain. */
    values: field(z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])), { level: 'L3' }),
    source: z.enum(sourceCodes),
    enteredAt: instantSchema(),
    verifiedAt: z.nullable(instantSchema()),
    faceConsentOn: z.nullable(daySchema()),
    correctable: z.array(z.string()),
  }),
)
export type OwnFile = z.infer<typeof ownFileSchema>

const decide = { permission: 'review.decide', scope: 'place', idempotent: 'natural', rate: 'write', errors } as const

export const reviewEndpoints = {
  list: endpoint({
    id: 'review.list',
    method: 'GET',
    path: '/api/reviews',
    summary: text('复核队列', 'What waits to be reviewed'),
    permission: 'review.read',
    scope: 'place',
    query: z.object({
      ...pageQuery,
      state: z.optional(z.enum([...reviewStates, 'open', 'done'])),
      archive: z.optional(archiveName()),
      source: z.optional(z.enum(sourceCodes)),
    }),
    response: pageOf(reviewSchema),
    rate: 'read',
  }),
  counts: endpoint({
    id: 'review.counts',
    method: 'GET',
    path: '/api/reviews/counts',
    summary: text('复核队列计数（到 1000 为止）', 'How many wait, counted up to 1000'),
    permission: 'review.read',
    scope: 'place',
    response: L1(z.object({ pending: z.number(), asked: z.number(), fromResidents: z.number() })),
    rate: 'read',
  }),
  mine: endpoint({
    id: 'review.mine',
    method: 'GET',
    path: '/api/reviews/mine',
    summary: text('我提交的资料变更', 'Changes that I proposed'),
    permission: 'signed-in',
    scope: 'self',
    query: z.object(pageQuery),
    response: pageOf(reviewSchema),
    rate: 'read',
  }),
  ownFile: endpoint({
    id: 'review.own-file',
    method: 'GET',
    path: '/api/reviews/own-file',
    summary: text('我的档案', 'My own file'),
    permission: 'signed-in',
    scope: 'self',
    response: ownFileSchema,
    rate: 'read',
    audit: 'review.own-file-seen',
    errors,
  }),
  correct: endpoint({
    id: 'review.correct',
    method: 'POST',
    path: '/api/reviews/own-file/corrections',
    summary: text('申请更正我的档案', 'Ask to have my own file corrected'),
    permission: 'signed-in',
    scope: 'self',
    body: z.object({
      version: versionSchema(),
      values: proposedValues(),
      note: note(),
      evidence: evidence(),
      face: givenFace(),
    }),
    response: reviewSchema,
    status: 201,
    idempotent: 'key',
    rate: 'write',
    audit: 'review.proposed',
    errors,
  }),
  propose: endpoint({
    id: 'review.propose',
    method: 'POST',
    path: '/api/reviews',
    summary: text('提交档案变更待复核', 'Propose a change of a file'),
    permission: 'review.propose',
    scope: 'place',
    body: z.object({
      archive: archiveName(),
      fileId: idSchema(),
      version: versionSchema(),
      values: proposedValues(),
      source: z.enum(typedSourceCodes),
      note: note(),
      evidence: evidence(),
      face: givenFace(),
    }),
    response: reviewSchema,
    status: 201,
    idempotent: 'key',
    rate: 'write',
    audit: 'review.proposed',
    errors,
  }),
  read: endpoint({
    id: 'review.read',
    method: 'GET',
    path: '/api/reviews/:id',
    summary: text('变更详情', 'A proposed change, before and after'),
    permission: 'review.read',
    scope: 'place',
    params: byId,
    response: reviewDetailSchema,
    rate: 'read',
    errors,
  }),
  reveal: endpoint({
    id: 'review.reveal',
    method: 'POST',
    path: '/api/reviews/:id/reveal',
    summary: text('查看变更中的敏感信息', 'Show what is masked in a proposal, for a reason'),
    params: byId,
    body: z.object({ reason: reason() }),
    response: L2(
      z.object({ changes: z.array(L2(z.object({ field: z.string(), before: told(), after: told() }))), photos: z.array(z.string()) }),
    ),
    audit: 'review.revealed',
    ...decide,
  }),
  accept: endpoint({
    id: 'review.accept',
    method: 'POST',
    path: '/api/reviews/:id/accept',
    summary: text('通过变更（全部或部分项）', 'Accept a change, whole or some of its values'),
    params: byId,
    body: z.object({
      version: versionSchema(),
      /** Without it all of them. */
      fields: z.optional(z.array(fieldName()).check(z.minLength(1), z.maxLength(60))),
      reason: z.optional(reason()),
    }),
    response: reviewDetailSchema,
    audit: 'review.accepted',
    ...decide,
  }),
  reject: endpoint({
    id: 'review.reject',
    method: 'POST',
    path: '/api/reviews/:id/reject',
    summary: text('驳回变更', 'Reject a change, with a reason'),
    params: byId,
    body: z.object({ version: versionSchema(), reason: reason() }),
    response: reviewDetailSchema,
    audit: 'review.rejected',
    ...decide,
  }),
  ask: endpoint({
    id: 'review.ask',
    method: 'POST',
    path: '/api/reviews/:id/ask',
    summary: text('要求补充材料', 'Ask for more before deciding'),
    params: byId,
    body: z.object({ version: versionSchema(), reason: reason() }),
    response: reviewDetailSchema,
    audit: 'review.asked',
    ...decide,
  }),
  supply: endpoint({
    id: 'review.supply',
    method: 'POST',
    path: '/api/reviews/:id/supply',
    summary: text('补充材料', 'Give what was asked for'),
    permission: 'signed-in',
    scope: 'self',
    params: byId,
    body: z.object({ version: versionSchema(), note: note(), evidence: evidence() }),
    response: reviewSchema,
    idempotent: 'natural',
    rate: 'write',
    audit: 'review.supplied',
    errors,
  }),
  withdraw: endpoint({
    id: 'review.withdraw',
    method: 'POST',
    path: '/api/reviews/:id/withdraw',
    summary: text('撤回变更', 'Withdraw a proposal'),
    permission: 'signed-in',
    scope: 'self',
    params: byId,
    body: z.object({ version: versionSchema() }),
    response: reviewSchema,
    idempotent: 'natural',
    rate: 'write',
    audit: 'review.withdrawn',
    errors,
  }),
} as const

export const review = capability({
  name: 'review',
  text: text('资料复核', 'Data reviews'),
  permissions: [
    permission('review.read', '查看资料复核', 'See proposed changes', ['admin', 'grid']),
    permission('review.decide', '复核资料变更', 'Decide on proposed changes', ['admin', 'grid']),
    permission('review.propose', '提交资料变更', 'Propose changes to records', ['admin', 'staff', 'grid']),
  ],
  events: ['review.proposed', 'review.asked', 'review.supplied', 'review.accepted', 'review.rejected', 'review.withdrawn'],
  endpoints: reviewEndpoints,
})
