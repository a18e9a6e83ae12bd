import { capability } from '../kernel/capability.ts'
import { endpoint } from '../kernel/endpoint.ts'
import { idSchema, instantSchema, versionSchema } from '../kernel/id.ts'
import { field, L1, L2 } from '../kernel/level.ts'
import { pageOf, pageQuery } from '../kernel/page.ts'
import { permission } from '../kernel/permission.ts'
import { type Text, text, textSchema } from '../kernel/text.ts'
import { z } from '../kernel/zod.ts'

/** A merge can be taken back for this long; afterwards what both files were before is forgotten. */
export const undoDays = 30

export const duplicateStates = ['open', 'merged', 'dismissed', 'gone'] as const
export type DuplicateState = (typeof duplicateStates)[number]
export const duplicateStateTexts: Readonly<Record<DuplicateState, Text>> = {
  open: text('待处理', 'Open'),
  merged: text('已合并', 'Merged'),
  dismissed: text('确认不重复', 'Not a duplicate'),
  gone: text('已不再相似', 'No longer alike'),
}

/** How two values stand to each other. */
export const signHows = ['equal', 'similar', 'differs'] as const
export type SignHow = (typeof signHows)[number]

export const duplicateErrors = {
  'duplicate.decided': { status: 409, text: text('这一对已处理，请刷新', 'This pair was decided already') },
  'duplicate.not-active': { status: 409, text: text('其中一份档案已注销或已合并', 'One of the two files is retired or merged') },
  'duplicate.held': { status: 409, text: text('档案处于法律保全中，不能合并', 'A legal hold stands against changing these files') },
  'duplicate.field-denied': {
    status: 403,
    text: text('有您无权查看的内容不一致，请由有权限的人员合并', 'Values that you may not read differ: somebody who may has to merge'),
  },
  'duplicate.consent': {
    status: 422,
    text: text('本人已撤回相应同意，不能带入该项', 'The consent for one of these values was withdrawn: it cannot be taken over'),
  },
  'duplicate.too-many': {
    status: 422,
    text: text('关联过多，请先整理其中一份档案', 'Too much refers to one of them: put it in order first'),
  },
  'duplicate.unfit': { status: 422, text: text('请选择同一类的两份不同档案', 'Two different files of one kind are needed') },
  'duplicate.too-late': { status: 409, text: text(`合并超过 ${undoDays} 天，不能撤销`, `Merged more than ${undoDays} days ago`) },
  'duplicate.changed': {
    status: 409,
    text: text('合并之后档案又有变化，不能撤销', 'One of the files has changed since they were merged'),
  },
} as const
const errors = duplicateErrors

const reason = () => z.string().check(z.trim(), z.minLength(2), z.maxLength(200))
const archiveName = () => z.string().check(z.regex(/^[a-z][a-z-]{0,23}$/))
const fieldName = () => z.string().check(z.regex(/^[a-zA-Z][a-zA-Z0-9]{0,39}$/))
const byId = z.object({ id: idSchema() })
const told = () => z.nullable(z.string())
const who = () => L2(z.nullable(z.string()))

const signSchema = L2(z.object({ field: z.string(), text: textSchema, how: z.enum(signHows) }))
const sideSchema = L2(
  z.object({
    id: idSchema(),
    title: field(z.string(), { level: 'L3', mask: 'name' }),
    place: told(),
    state: z.enum(['active', 'retired', 'merged']),
    source: z.string(),
    enteredAt: instantSchema(),
    verifiedAt: z.nullable(instantSchema()),
    complete: z.number(),
    version: versionSchema(),
  }),
)

export const duplicateSchema = L2(
  z.object({
    id: idSchema(),
    archive: z.string(),
    state: z.enum(duplicateStates),
    /** In [0, 100]: the weights of what agrees, less those of what does not. */
    score: z.number(),
    signs: z.array(signSchema),
    first: sideSchema,
    second: sideSchema,
    foundAt: instantSchema(),
    decidedAt: z.nullable(instantSchema()),
    decidedBy: who(),
    reason: told(),
    version: versionSchema(),
  }),
)
export type Duplicate = z.infer<typeof duplicateSchema>

const rowSchema = L2(
  z.object({
    field: z.string(),
    /** As in the history of a file: codes of choices, masked where the viewer may not read it. */
    first: told(),
    second: told(),
    isSame: z.boolean(),
    isMasked: z.boolean(),
    /** Nobody may merge over what they may not read. */
    isDenied: z.boolean(),
  }),
)

const mergeSchema = L2(
  z.object({
    survivorId: idSchema(),
    mergedId: idSchema(),
    mergedAt: instantSchema(),
    mergedBy: who(),
    undoUntil: instantSchema(),
    undoneAt: z.nullable(instantSchema()),
    undoneBy: who(),
    /** How many rows followed the survivor: links, tags, visits, reviews, consents … */
    followed: z.array(z.object({ what: z.string(), count: z.number() })),
  }),
)

export const duplicateActions = ['merge', 'dismiss', 'reconsider', 'undo'] as const
export const duplicateDetailSchema = L2(
  z.object({
    ...duplicateSchema.shape,
    rows: z.array(rowSchema),
    /** What would follow from either side, and from now on belongs to the survivor. */
    references: z.array(z.object({ what: z.string(), first: z.number(), second: z.number() })),
    merges: z.array(mergeSchema),
    can: z.array(z.enum(duplicateActions)),
  }),
)
export type DuplicateDetail = z.infer<typeof duplicateDetailSchema>

const read = { permission: 'duplicate.read', scope: 'place' } as const
const decide = { permission: 'duplicate.merge', scope: 'place', rate: 'write', response: duplicateDetailSchema, errors } as const
const natural = { ...decide, params: byId, idempotent: 'natural' } as const

export const duplicateEndpoints = {
  list: endpoint({
    id: 'duplicate.list',
    method: 'GET',
    path: '/api/duplicates',
    summary: text('疑似重复的档案', 'Files that may be about one thing'),
    ...read,
    query: z.object({ ...pageQuery, archive: z.optional(archiveName()), state: z.optional(z.enum(duplicateStates)) }),
    response: pageOf(duplicateSchema),
    rate: 'search',
  }),
  read: endpoint({
    id: 'duplicate.read',
    method: 'GET',
    path: '/api/duplicates/:id',
    summary: text('并排比较两份档案', 'Two files side by side'),
    ...read,
    params: byId,
    response: duplicateDetailSchema,
    rate: 'read',
    audit: 'duplicate.seen',
  }),
  propose: endpoint({
    id: 'duplicate.propose',
    method: 'POST',
    path: '/api/duplicates',
    summary: text('登记一对重复档案', 'Name two files that are about one thing'),
    ...decide,
    body: z.object({ archive: archiveName(), firstId: idSchema(), secondId: idSchema() }),
    status: 201,
    idempotent: 'key',
    audit: 'duplicate.proposed',
  }),
  merge: endpoint({
    id: 'duplicate.merge',
    method: 'POST',
    path: '/api/duplicates/:id/merge',
    summary: text('合并两份档案', 'Merge two files into one'),
    ...natural,
    body: z.object({
      version: versionSchema(),
      survivorId: idSchema(),
      /** Of both files, as they were seen. */
      versions: z.object({ first: versionSchema(), second: versionSchema() }),
      /** Fields whose value comes from the file that ends; all others keep that of the survivor. */
      take: z.array(fieldName()).check(z.maxLength(100)),
      reason: z.optional(reason()),
    }),
    audit: 'duplicate.merged',
  }),
  dismiss: endpoint({
    id: 'duplicate.dismiss',
    method: 'POST',
    path: '/api/duplicates/:id/dismiss',
    summary: text('确认不是重复', 'Say that they are two'),
    ...natural,
    body: z.object({ version: versionSchema(), reason: reason() }),
    audit: 'duplicate.dismissed',
  }),
  reconsider: endpoint({
    id: 'duplicate.reconsider',
    method: 'POST',
    path: '/api/duplicates/:id/reconsider',
    summary: text('重新列为疑似重复', 'Open a dismissed pair again'),
    ...natural,
    body: z.object({ version: versionSchema() }),
    audit: 'duplicate.reconsidered',
  }),
  undo: endpoint({
    id: 'duplicate.undo',
    method: 'POST',
    path: '/api/duplicates/:id/undo',
    summary: text('撤销合并', 'Take a merge back'),
    ...natural,
    body: z.object({ version: versionSchema(), reason: reason() }),
    audit: 'duplicate.undone',
  }),
  find: endpoint({
    id: 'duplicate.find',
    method: 'POST',
    path: '/api/duplicates/find',
    summary: text('立即重新查找', 'Look through everything now'),
    permission: 'duplicate.find',
    scope: 'none',
    status: 202,
    response: L1(z.object({ isScheduled: z.boolean() })),
    idempotent: 'natural',
    rate: 'write',
    audit: 'duplicate.sought',
  }),
} as const

export const duplicate = capability({
  name: 'duplicate',
  text: text('重复档案', 'Duplicates'),
  permissions: [
    permission('duplicate.read', '查看疑似重复档案', 'See possible duplicate records', ['admin', 'grid']),
    permission('duplicate.merge', '合并重复档案', 'Merge duplicate records', ['admin', 'grid']),
    permission('duplicate.find', '重新查找重复档案', 'Look for duplicates again', ['admin']),
  ],
  events: ['duplicate.merged', 'duplicate.undone'],
  endpoints: duplicateEndpoints,
})
