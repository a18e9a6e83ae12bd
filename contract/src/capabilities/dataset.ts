import { grades } from '../catalogue/domains.ts'
import { capability } from '../kernel/capability.ts'
import { endpoint } from '../kernel/endpoint.ts'
import { idSchema, instantSchema, versionSchema } from '../kernel/id.ts'
import { L2, L3 } from '../kernel/level.ts'
import { pageOf, pageQuery } from '../kernel/page.ts'
import { permission } from '../kernel/permission.ts'
import { type Text, text, textSchema } from '../kernel/text.ts'
import { z } from '../kernel/zod.ts'

/** How far data have been worked on: as recorded, looked at and in force, or made ready for others. */
export const datasetLayers = ['raw', 'clean', 'service'] as const
export type DatasetLayer = (typeof datasetLayers)[number]
export const datasetLayerTexts = {
  raw: text('原始层', 'Raw'),
  clean: text('清洗层', 'Clean'),
  service: text('服务层', 'Service'),
} as const satisfies Record<DatasetLayer, Text>

export const datasetStates = ['draft', 'published', 'retired'] as const
export type DatasetState = (typeof datasetStates)[number]

/** How far what is written down has come on its way to being published. */
export const datasetApprovals = ['none', 'waiting', 'approved', 'refused'] as const
export type DatasetApproval = (typeof datasetApprovals)[number]

/** Whom a data set is for: people by their roles, other systems one by one. */
export const datasetReaders = ['role', 'partner'] as const

export const datasetErrors = {
  'dataset.archive-unknown': { status: 422, text: text('没有这个档案', 'There is no such archive') },
  'dataset.field-unknown': { status: 422, text: text('该档案没有此字段', 'The archive has no such field') },
  'dataset.field-above': {
    status: 422,
    text: text(
      '字段级别高于数据集级别，请提高数据集级别或去掉该字段',
      'A field is graded above the data set: raise its grade or leave the field out',
    ),
  },
  'dataset.reader-unknown': { status: 422, text: text('没有这个角色或接入应用', 'There is no such role or partner') },
  'dataset.partner-layer': {
    status: 422,
    text: text('接入应用只能使用不高于 L3 的服务层数据集', 'Partners read the service layer only, up to L3'),
  },
  'dataset.retired': { status: 409, text: text('数据集已停用', 'The data set is retired') },
  'dataset.not-approved': {
    status: 409,
    text: text('发布前须由他人审批', 'Somebody else has to approve it before it is published'),
  },
  'dataset.waiting': { status: 409, text: text('已提交审批', 'It waits for approval already') },
  'dataset.not-waiting': { status: 409, text: text('该数据集不在审批中', 'Nobody asked for its approval') },
  'dataset.own': { status: 403, text: text('不能审批自己编制或提交的数据集', 'Nobody approves what they wrote or submitted themselves') },
  'dataset.reason-missing': { status: 422, text: text('不同意须写明原因', 'A refusal needs its reason') },
  'dataset.unchanged': { status: 409, text: text('与已发布版本相同', 'It is the same as the version in force') },
  'dataset.grade-high': { status: 403, text: text('您无权查看此级别的数据集', 'You may not look at data of this grade') },
  'dataset.layer-closed': {
    status: 403,
    text: text('原始层数据只供有该档案查看权限的人员使用', 'Raw data are for those who may read the archive itself'),
  },
} as const

const words = (least: number, most: number) => z.string().check(z.trim(), z.minLength(least), z.maxLength(most))
const fieldName = () => z.string().check(z.regex(/^[a-zA-Z][a-zA-Z0-9]{0,39}$/))
const reader = z.object({ kind: z.enum(datasetReaders), id: z.string().check(z.regex(/^[0-9a-z-]{2,40}$/)) })

const content = {
  name: words(2, 40),
  purpose: words(4, 200),
  layer: z.enum(datasetLayers),
  grade: z.enum(grades),
  fields: z.array(fieldName()).check(z.minLength(1), z.maxLength(40)),
  audience: z.array(reader).check(z.minLength(1), z.maxLength(30)),
}

const named = L2(z.object({ id: idSchema(), name: z.string() }))

export const datasetSchema = L2(
  z.object({
    id: idSchema(),
    name: z.string(),
    purpose: z.string(),
    archive: z.string(),
    place: named,
    layer: z.enum(datasetLayers),
    grade: z.enum(grades),
    fields: z.array(z.string()),
    audience: z.array(z.object({ kind: z.enum(datasetReaders), id: z.string(), name: z.string() })),
    state: z.enum(datasetStates),
    /** The version in force; 0 as long as none was published. */
    release: z.number(),
    /** Something was changed since, and waits to be published. */
    isChanged: z.boolean(),
    approval: z.enum(datasetApprovals),
    askedBy: z.nullable(z.string()),
    decidedBy: z.nullable(z.string()),
    decisionNote: z.nullable(z.string()),
    publishedAt: z.nullable(instantSchema()),
    version: versionSchema(),
    can: z.array(z.enum(['change', 'submit', 'decide', 'publish', 'retire'])),
  }),
)
export type Dataset = z.infer<typeof datasetSchema>

/** What a reader is told of a data set: what for, how far worked on, and its columns. */
export const datasetViewSchema = L2(
  z.object({
    id: idSchema(),
    name: z.string(),
    purpose: z.string(),
    archive: z.string(),
    place: named,
    layer: z.enum(datasetLayers),
    grade: z.enum(grades),
    release: z.number(),
    publishedAt: instantSchema(),
    columns: z.array(
      z.object({
        name: z.string(),
        text: textSchema,
        grade: z.enum(grades),
        isMasked: z.boolean(),
        options: z.array(z.object({ code: z.string(), text: textSchema })),
      }),
    ),
  }),
)
export type DatasetView = z.infer<typeof datasetViewSchema>

export const datasetRowSchema = L2(
  z.object({
    id: idSchema(),
    place: z.string(),
    values: z.record(z.string(), z.nullable(z.union([z.string(), z.number(), z.boolean()]))),
    /** What is personal, always masked; it leaves the house by an approval only. */
    personal: L3(z.record(z.string(), z.nullable(z.string()))),
  }),
)
export type DatasetRow = z.infer<typeof datasetRowSchema>

export const datasetReleaseSchema = L2(
  z.object({
    number: z.number(),
    layer: z.enum(datasetLayers),
    grade: z.enum(grades),
    fields: z.array(z.string()),
    note: z.string(),
    publishedBy: z.nullable(z.string()),
    publishedAt: instantSchema(),
  }),
)
export type DatasetRelease = z.infer<typeof datasetReleaseSchema>

export const datasetChoicesSchema = L2(
  z.object({
    archives: z.array(
      z.object({
        name: z.string(),
        text: textSchema,
        fields: z.array(z.object({ name: z.string(), text: textSchema, grade: z.enum(grades) })),
      }),
    ),
    roles: z.array(z.object({ id: z.string(), name: z.string() })),
    partners: z.array(z.object({ id: z.string(), name: z.string() })),
  }),
)
export type DatasetChoices = z.infer<typeof datasetChoicesSchema>

const byId = z.object({ id: idSchema() })
const look = { permission: 'dataset.read', scope: 'place', rate: 'read', errors: datasetErrors } as const
// a partner that may read data sets may not keep them
const keeping = { permission: 'dataset.manage', scope: 'place', group: 'dataset-keeping' } as const
const keep = { ...keeping, rate: 'write', errors: datasetErrors } as const

const approving = { permission: 'dataset.approve', scope: 'place', group: 'dataset-approving' } as const

export const datasetEndpoints = {
  list: endpoint({
    id: 'dataset.list',
    method: 'GET',
    path: '/api/datasets',
    summary: text('可用的数据集', 'Data sets that are for the caller'),
    ...look,
    query: z.object({ ...pageQuery }),
    response: pageOf(datasetViewSchema),
  }),
  get: endpoint({
    id: 'dataset.get',
    method: 'GET',
    path: '/api/datasets/:id',
    summary: text('数据集说明与字段', 'What a data set holds'),
    ...look,
    params: byId,
    response: datasetViewSchema,
  }),
  rows: endpoint({
    id: 'dataset.rows',
    method: 'GET',
    path: '/api/datasets/:id/rows',
    summary: text('数据集内容', 'Rows of a data set'),
    ...look,
    params: byId,
    query: z.object({ ...pageQuery }),
    response: pageOf(datasetRowSchema),
    audit: 'dataset.looked',
  }),
  kept: endpoint({
    id: 'dataset.kept',
    method: 'GET',
    path: '/api/dataset-drafts',
    summary: text('管理的数据集', 'Data sets that are kept here'),
    ...keeping,
    rate: 'read',
    query: z.object({ ...pageQuery, state: z.optional(z.enum(datasetStates)) }),
    response: pageOf(datasetSchema),
  }),
  choices: endpoint({
    id: 'dataset.choices',
    method: 'GET',
    path: '/api/dataset-choices',
    summary: text('可选的档案、字段与使用对象', 'Archives, fields and readers to choose from'),
    ...keeping,
    rate: 'read',
    response: datasetChoicesSchema,
  }),
  create: endpoint({
    id: 'dataset.create',
    method: 'POST',
    path: '/api/dataset-drafts',
    summary: text('新建数据集', 'Define a data set'),
    ...keep,
    body: z.object({ ...content, archive: z.string().check(z.regex(/^[a-z]{2,24}$/)), placeId: idSchema() }),
    response: datasetSchema,
    status: 201,
    idempotent: 'key',
    audit: 'dataset.created',
  }),
  change: endpoint({
    id: 'dataset.change',
    method: 'PUT',
    path: '/api/dataset-drafts/:id',
    summary: text('修改数据集', 'Change a data set; readers see it once it is published'),
    ...keep,
    params: byId,
    body: z.object({ ...content, version: versionSchema() }),
    response: datasetSchema,
    idempotent: 'natural',
    audit: 'dataset.changed',
  }),
  submit: endpoint({
    id: 'dataset.submit',
    method: 'POST',
    path: '/api/dataset-drafts/:id/submission',
    summary: text('提交数据集审批', 'Put a data set forward for approval'),
    ...keep,
    params: byId,
    body: z.object({ version: versionSchema() }),
    response: datasetSchema,
    idempotent: 'natural',
    audit: 'dataset.submitted',
  }),
  waiting: endpoint({
    id: 'dataset.waiting',
    method: 'GET',
    path: '/api/dataset-approvals',
    summary: text('待审批的数据集', 'Data sets that wait for approval'),
    ...approving,
    rate: 'read',
    query: z.object({ ...pageQuery }),
    response: pageOf(datasetSchema),
  }),
  decide: endpoint({
    id: 'dataset.decide',
    method: 'POST',
    path: '/api/dataset-approvals/:id',
    summary: text('审批数据集', 'Approve a data set or refuse it'),
    ...approving,
    rate: 'write',
    errors: datasetErrors,
    params: byId,
    body: z.object({ isApproved: z.boolean(), note: z.optional(words(2, 200)), version: versionSchema() }),
    response: datasetSchema,
    idempotent: 'natural',
    audit: 'dataset.decided',
  }),
  publish: endpoint({
    id: 'dataset.publish',
    method: 'POST',
    path: '/api/dataset-drafts/:id/releases',
    summary: text('发布数据集新版本', 'Publish a new version'),
    ...keep,
    params: byId,
    body: z.object({ note: words(2, 200), version: versionSchema() }),
    response: datasetSchema,
    status: 201,
    idempotent: 'natural',
    audit: 'dataset.published',
  }),
  retire: endpoint({
    id: 'dataset.retire',
    method: 'POST',
    path: '/api/dataset-drafts/:id/retirement',
    summary: text('停用数据集', 'Retire a data set'),
    ...keep,
    params: byId,
    body: z.object({ reason: words(2, 200), version: versionSchema() }),
    response: datasetSchema,
    idempotent: 'natural',
    audit: 'dataset.retired',
  }),
  releases: endpoint({
    id: 'dataset.releases',
    method: 'GET',
    path: '/api/dataset-drafts/:id/releases',
    summary: text('数据集历次版本', 'Versions of a data set'),
    ...keeping,
    rate: 'read',
    params: byId,
    query: z.object({ ...pageQuery }),
    response: pageOf(datasetReleaseSchema),
  }),
} as const

/** Data put together for a purpose: fields of one archive at one place, for these readers, at this layer and grade. */
export const dataset = capability({
  name: 'dataset',
  text: text('数据集', 'Data sets'),
  permissions: [
    permission('dataset.read', '查看面向本人的数据集', 'See the data sets that are for one', ['admin']),
    permission('dataset.sensitive', '查看 L4 级数据集', 'See data sets of the highest grade', ['admin']),
    permission('dataset.manage', '定义、发布与停用数据集', 'Define, publish and retire data sets', ['admin']),
    permission('dataset.approve', '审批他人编制的数据集', 'Approve data sets that others made', ['admin']),
  ],
  events: ['dataset.changed'],
  endpoints: datasetEndpoints,
})
