import { sourceCodes } from '../archive/source.ts'
import { personNameSchema } from '../identity/person.ts'
import { capability } from '../kernel/capability.ts'
import { endpoint } from '../kernel/endpoint.ts'
import { daySchema, idSchema, instantSchema, versionSchema } from '../kernel/id.ts'
import { L2, L3 } from '../kernel/level.ts'
import { pageOf, pageQuery } from '../kernel/page.ts'
import { permission } from '../kernel/permission.ts'
import { type Text, text } from '../kernel/text.ts'
import { z } from '../kernel/zod.ts'

/** Archives that outside systems keep fresh, and which groups of their fields: nobody outside writes of health or attention. */
export const upstreamGroups = {
  person: ['identity', 'population', 'address', 'contact'],
  house: ['basic', 'ownership', 'rental'],
  vehicle: ['basic', 'registration', 'owner', 'parking'],
  space: ['basic', 'service'],
} as const
export type UpstreamArchive = keyof typeof upstreamGroups
export const upstreamArchives = Object.keys(upstreamGroups) as [UpstreamArchive, ...UpstreamArchive[]]

export const upstreamArchiveTexts: Readonly<Record<UpstreamArchive, Text>> = {
  person: text('人员', 'People'),
  house: text('房屋', 'Houses'),
  vehicle: text('车辆', 'Vehicles'),
  space: text('公共空间', 'Public spaces'),
}

/** What an outside system is; its changes carry this as their source. */
export const upstreamSources = {
  provincial: text('省域应用', 'Provincial application'),
  property: text('物业系统', 'Property system'),
  shared: text('部门系统', 'System of a department'),
  device: text('门禁停车系统', 'System of gates or parking'),
} as const satisfies Record<string, Text>
export type UpstreamSource = keyof typeof upstreamSources
const sourceNames = Object.keys(upstreamSources) as [UpstreamSource, ...UpstreamSource[]]

export const occupantKinds = {
  owner: text('业主', 'Owner'),
  family: text('家属', 'Family'),
  tenant: text('租客', 'Tenant'),
  other: text('其他', 'Other'),
  visitor: text('访客', 'Visitor'),
} as const satisfies Record<string, Text>
export type OccupantKind = keyof typeof occupantKinds
const occupantNames = Object.keys(occupantKinds) as [OccupantKind, ...OccupantKind[]]

export const upstreamRunKinds = {
  push: text('对方推送', 'Pushed'),
  scheduled: text('定时同步', 'On schedule'),
  now: text('立即同步', 'At once'),
} as const satisfies Record<string, Text>
export type UpstreamRunKind = keyof typeof upstreamRunKinds
const runKinds = Object.keys(upstreamRunKinds) as [UpstreamRunKind, ...UpstreamRunKind[]]

/** Why one change was not taken over. */
export const upstreamRefusals = {
  'out-of-grant': text('不在授权范围', 'Outside what was granted'),
  elsewhere: text('本人档案在授权范围之外', 'The file of this person or thing lies outside the grant'),
  malformed: text('格式不符', 'Not in the agreed form'),
  fields: text('字段不可更新或有误', 'Fields are wrong or not to be updated'),
  place: text('地点类型不符', 'Not a place for such a file'),
  conflict: text('与在册身份不符', 'Does not fit who is on file'),
  unused: text('档案已注销', 'The file is out of use'),
  busy: text('同时被修改，请重发', 'Changed at the same moment: send it again'),
} as const satisfies Record<string, Text>
export type UpstreamRefusal = keyof typeof upstreamRefusals
const refusalNames = Object.keys(upstreamRefusals) as [UpstreamRefusal, ...UpstreamRefusal[]]

export const upstreamErrors = {
  'upstream.not-granted': { status: 403, text: text('没有有效的更新授权，不能更新', 'There is no mandate for this update') },
  'upstream.not-a-system': { status: 403, text: text('只有登记的外部系统可以推送', 'Only a registered outside system may push') },
  'upstream.partner-unknown': { status: 422, text: text('没有这个接入应用', 'There is no such partner') },
  'upstream.partner-taken': { status: 409, text: text('该接入应用已登记为另一外部系统', 'This partner is another system already') },
  'upstream.address': { status: 422, text: text('地址不可用：须为外部 https 地址', 'Not an address of an outside system over https') },
  'upstream.no-address': { status: 409, text: text('没有登记同步地址', 'No address to ask is registered') },
  'upstream.busy': { status: 409, text: text('正在同步，请稍候', 'It is being asked just now') },
  'upstream.not-owner': { status: 403, text: text('只有业主本人可以更新或授权', 'Only the owner updates or grants this') },
  'upstream.refused': { status: 422, text: text('未能更新，请核对后重试', 'Not taken over: check what was entered') },
} as const

const words = (most: number) => z.string().check(z.trim(), z.minLength(1), z.maxLength(most))
const code = () => z.string().check(z.regex(/^[a-z][a-z0-9-]{1,39}$/))
const byId = z.object({ id: idSchema() })
const fieldName = () => z.string().check(z.regex(/^[a-z][A-Za-z0-9]{0,39}$/))

/** One change as an outside system tells it: which record of its own, where, since when, and what is so now. */
export const upstreamChangeSchema = z.object({
  archive: z.enum(upstreamArchives),
  /** What the record is called there. */
  ref: z.string().check(z.regex(/^[A-Za-z0-9][A-Za-z0-9._:-]{0,79}$/)),
  /** Path of codes `/jl/yx/wt/fl/03/1/1201/`, or the standard address code. */
  place: z.string().check(z.trim(), z.minLength(2), z.maxLength(200)),
  changedAt: instantSchema(),
  /** Of a person: as what they are at the house. */
  as: z.optional(z.enum(occupantNames)),
  values: z.record(fieldName(), z.nullable(z.union([z.string().check(z.maxLength(1000)), z.number(), z.boolean()]))),
})
export type UpstreamChange = z.infer<typeof upstreamChangeSchema>
export const mostChanges = 200

export const upstreamResultSchema = L2(
  z.object({
    ref: z.string(),
    outcome: z.enum(['created', 'updated', 'same', 'refused']),
    fileId: z.nullable(idSchema()),
    why: z.nullable(z.enum(refusalNames)),
    /** Fields that were refused, by name. */
    fields: z.array(z.string()),
  }),
)
export type UpstreamResult = z.infer<typeof upstreamResultSchema>

const place = z.object({ id: idSchema(), name: z.string() })

export const upstreamSystemSchema = L2(
  z.object({
    id: idSchema(),
    code: z.string(),
    name: z.string(),
    source: z.enum(sourceNames),
    place,
    /** The key id of the partner that may push as this system. */
    partnerKeyId: z.nullable(z.string()),
    /** Where it is asked for what has changed. */
    url: z.nullable(z.string()),
    hasKey: z.boolean(),
    everyMinutes: z.number(),
    isOn: z.boolean(),
    syncedAt: z.nullable(instantSchema()),
    nextAt: z.nullable(instantSchema()),
    fault: z.nullable(z.string()),
    version: versionSchema(),
    can: z.array(z.enum(['manage', 'sync'])),
  }),
)
export type UpstreamSystem = z.infer<typeof upstreamSystemSchema>

export const upstreamMandateSchema = L2(
  z.object({
    id: idSchema(),
    place,
    archives: z.array(z.enum(upstreamArchives)),
    until: daySchema(),
    grantedBy: z.nullable(z.string()),
    grantedAt: instantSchema(),
    state: z.enum(['live', 'over', 'revoked']),
    version: versionSchema(),
  }),
)
export type UpstreamMandate = z.infer<typeof upstreamMandateSchema>

export const upstreamRunSchema = L2(
  z.object({
    id: idSchema(),
    systemId: idSchema(),
    system: z.string(),
    kind: z.enum(runKinds),
    startedAt: instantSchema(),
    endedAt: z.nullable(instantSchema()),
    created: z.number(),
    updated: z.number(),
    same: z.number(),
    refused: z.number(),
    fault: z.nullable(z.string()),
  }),
)
export type UpstreamRun = z.infer<typeof upstreamRunSchema>

export const upstreamRefusalSchema = L2(
  z.object({
    id: idSchema(),
    /** Which change of the run, from one on. */
    row: z.number(),
    archive: z.nullable(z.string()),
    ref: z.nullable(z.string()),
    place: z.nullable(z.string()),
    why: z.enum(refusalNames),
    fields: z.array(z.string()),
    at: instantSchema(),
  }),
)
export type UpstreamRefused = z.infer<typeof upstreamRefusalSchema>

export const upstreamOriginSchema = L2(
  z.object({
    system: z.string(),
    source: z.enum(sourceNames),
    ref: z.string(),
    firstAt: instantSchema(),
    lastAt: instantSchema(),
    /** What it last said, and when. */
    fields: z.array(z.object({ field: z.string(), at: instantSchema() })),
  }),
)
export type UpstreamOrigin = z.infer<typeof upstreamOriginSchema>

const occupantBody = {
  name: personNameSchema(),
  phone: z.string().check(z.regex(/^1\d{10}$/)),
  idNumber: z.optional(z.string().check(z.trim(), z.toUpperCase(), z.regex(/^[A-Z0-9()]{5,20}$/))),
  as: z.enum(['family', 'tenant', 'other', 'visitor']),
  livingSince: z.optional(daySchema()),
  /** The day on which they have left, or will. */
  leftOn: z.optional(z.nullable(daySchema())),
}

export const upstreamOccupantSchema = L3(
  z.object({
    personId: idSchema(),
    name: z.string(),
    as: z.nullable(z.string()),
    source: z.enum(sourceCodes),
    updatedAt: instantSchema(),
    leftOn: z.nullable(z.string()),
  }),
)
export type UpstreamOccupant = z.infer<typeof upstreamOccupantSchema>

const systemBody = z.object({
  name: words(60),
  source: z.enum(sourceNames),
  placeId: idSchema(),
  partnerKeyId: z.nullable(z.string().check(z.regex(/^pk-[a-z0-9]{1,20}$/))),
  url: z.nullable(z.string().check(z.trim(), z.maxLength(300))),
  /** Kept sealed; left out, the one that is there stays. */
  key: z.optional(z.string().check(z.minLength(8), z.maxLength(200))),
  /** Nought: only when somebody asks. */
  everyMinutes: z.number().check(z.int(), z.minimum(0), z.maximum(10_080)),
  isOn: z.boolean(),
  version: versionSchema(),
})

export const upstreamEndpoints = {
  push: endpoint({
    id: 'upstream.push',
    method: 'POST',
    path: '/api/upstream/changes',
    summary: text('外部系统推送档案变更', 'An outside system pushes changes of files'),
    permission: 'upstream.push',
    scope: 'place',
    body: z.object({ changes: z.array(upstreamChangeSchema).check(z.minLength(1), z.maxLength(mostChanges)) }),
    response: z.object({ runId: L2(idSchema()), items: z.array(upstreamResultSchema) }),
    idempotent: 'natural',
    rate: 'write',
    audit: 'upstream.pushed',
    errors: upstreamErrors,
  }),
  systems: endpoint({
    id: 'upstream.systems',
    method: 'GET',
    path: '/api/upstream/systems',
    summary: text('外部系统', 'Outside systems'),
    permission: 'upstream.read',
    scope: 'place',
    query: z.object(pageQuery),
    response: pageOf(upstreamSystemSchema),
    rate: 'read',
  }),
  saveSystem: endpoint({
    id: 'upstream.save-system',
    method: 'PUT',
    path: '/api/upstream/systems/:code',
    summary: text('登记外部系统', 'Register or change an outside system'),
    permission: 'upstream.manage',
    scope: 'place',
    params: z.object({ code: code() }),
    body: systemBody,
    response: upstreamSystemSchema,
    idempotent: 'natural',
    rate: 'write',
    audit: 'upstream.system-saved',
    errors: upstreamErrors,
  }),
  mandates: endpoint({
    id: 'upstream.mandates',
    method: 'GET',
    path: '/api/upstream/systems/:id/mandates',
    summary: text('外部系统的更新授权', 'Mandates of an outside system'),
    permission: 'upstream.read',
    scope: 'place',
    params: byId,
    query: z.object(pageQuery),
    response: pageOf(upstreamMandateSchema),
    rate: 'read',
  }),
  grant: endpoint({
    id: 'upstream.grant',
    method: 'POST',
    path: '/api/upstream/systems/:id/mandates',
    summary: text('授权外部系统更新', 'Grant a mandate to an outside system'),
    permission: 'upstream.manage',
    scope: 'place',
    params: byId,
    body: z.object({
      placeId: idSchema(),
      archives: z.array(z.enum(upstreamArchives)).check(z.minLength(1), z.maxLength(4)),
      until: daySchema(),
    }),
    response: upstreamMandateSchema,
    status: 201,
    idempotent: 'key',
    rate: 'write',
    audit: 'upstream.granted',
    errors: upstreamErrors,
  }),
  revoke: endpoint({
    id: 'upstream.revoke',
    method: 'POST',
    path: '/api/upstream/mandates/:id/revoke',
    summary: text('收回外部系统的授权', 'Take a mandate back'),
    permission: 'upstream.manage',
    scope: 'place',
    params: byId,
    body: z.object({ version: versionSchema() }),
    response: upstreamMandateSchema,
    idempotent: 'natural',
    rate: 'write',
    audit: 'upstream.revoked',
    errors: upstreamErrors,
  }),
  sync: endpoint({
    id: 'upstream.sync',
    method: 'POST',
    path: '/api/upstream/systems/:id/sync',
    summary: text('立即同步', 'Ask an outside system at once'),
    permission: 'upstream.manage',
    scope: 'place',
    params: byId,
    response: upstreamRunSchema,
    idempotent: 'natural',
    rate: 'write',
    audit: 'upstream.synced',
    errors: upstreamErrors,
  }),
  runs: endpoint({
    id: 'upstream.runs',
    method: 'GET',
    path: '/api/upstream/runs',
    summary: text('同步记录', 'Runs'),
    permission: 'upstream.read',
    scope: 'place',
    query: z.object({ ...pageQuery, systemId: z.optional(idSchema()) }),
    response: pageOf(upstreamRunSchema),
    rate: 'read',
  }),
  refusals: endpoint({
    id: 'upstream.refusals',
    method: 'GET',
    path: '/api/upstream/runs/:id/refusals',
    summary: text('未更新的变更', 'Changes of a run that were refused'),
    permission: 'upstream.read',
    scope: 'place',
    params: byId,
    query: z.object(pageQuery),
    response: pageOf(upstreamRefusalSchema),
    rate: 'read',
  }),
  origins: endpoint({
    id: 'upstream.origins',
    method: 'GET',
    path: '/api/upstream/origins/:archive/:id',
    summary: text('档案的外部来源', 'Which outside systems speak of a file'),
    permission: 'upstream.read',
    scope: 'place',
    params: z.object({ archive: z.enum(upstreamArchives), id: idSchema() }),
    response: z.object({ items: z.array(upstreamOriginSchema) }),
    rate: 'read',
  }),
  mine: endpoint({
    id: 'upstream.mine',
    method: 'GET',
    path: '/api/upstream/own/:houseId',
    summary: text('我家的居住人员与更新授权', 'Occupants of my house, and whom I let update them'),
    permission: 'signed-in',
    scope: 'self',
    params: z.object({ houseId: idSchema() }),
    response: z.object({ mandate: z.nullable(upstreamMandateSchema), items: z.array(upstreamOccupantSchema) }),
    rate: 'read',
    errors: upstreamErrors,
  }),
  entrust: endpoint({
    id: 'upstream.entrust',
    method: 'POST',
    path: '/api/upstream/own/:houseId/mandates',
    summary: text('授权管理人员更新居住人员', 'Let the managers update the occupants until a day'),
    permission: 'signed-in',
    scope: 'self',
    params: z.object({ houseId: idSchema() }),
    body: z.object({ until: daySchema() }),
    response: upstreamMandateSchema,
    status: 201,
    idempotent: 'key',
    rate: 'write',
    audit: 'upstream.entrusted',
    errors: upstreamErrors,
  }),
  withdraw: endpoint({
    id: 'upstream.withdraw',
    method: 'POST',
    path: '/api/upstream/own/mandates/:id/revoke',
    summary: text('收回给管理人员的授权', 'Take back what I let the managers do'),
    permission: 'signed-in',
    scope: 'self',
    params: byId,
    body: z.object({ version: versionSchema() }),
    response: upstreamMandateSchema,
    idempotent: 'natural',
    rate: 'write',
    audit: 'upstream.withdrawn',
    errors: upstreamErrors,
  }),
  updateOwn: endpoint({
    id: 'upstream.update-own',
    method: 'POST',
    path: '/api/upstream/own/:houseId/occupants',
    summary: text('更新我家的居住人员', 'Update an occupant of my house'),
    permission: 'signed-in',
    scope: 'self',
    params: z.object({ houseId: idSchema() }),
    body: z.object(occupantBody),
    response: upstreamResultSchema,
    idempotent: 'natural',
    rate: 'write',
    audit: 'upstream.occupant-updated',
    errors: upstreamErrors,
  }),
  entrusted: endpoint({
    id: 'upstream.entrusted',
    method: 'GET',
    path: '/api/upstream/entrusted',
    summary: text('业主授权更新的房屋', 'Houses whose owners let the managers update'),
    permission: 'upstream.occupants',
    scope: 'place',
    query: z.object(pageQuery),
    response: pageOf(L2(z.object({ ...upstreamMandateSchema.shape, houseId: idSchema() }))),
    rate: 'read',
  }),
  updateFor: endpoint({
    id: 'upstream.update-for',
    method: 'POST',
    path: '/api/upstream/entrusted/:houseId/occupants',
    summary: text('受业主授权更新居住人员', 'Update an occupant by leave of the owner'),
    permission: 'upstream.occupants',
    scope: 'place',
    params: z.object({ houseId: idSchema() }),
    body: z.object(occupantBody),
    response: upstreamResultSchema,
    idempotent: 'natural',
    rate: 'write',
    audit: 'upstream.occupant-updated',
    errors: upstreamErrors,
  }),
} as const

/** Archives kept fresh from outside: what other systems, owners and their managers may say of which place until when. */
export const upstream = capability({
  name: 'upstream',
  text: text('档案汇入', 'Updates from outside'),
  permissions: [
    permission('upstream.read', '查看外部系统与同步记录', 'See outside systems and their runs', ['admin']),
    permission('upstream.manage', '管理外部系统与更新授权', 'Manage outside systems and their mandates', ['admin']),
    permission('upstream.occupants', '受业主授权更新居住人员', 'Update occupants by leave of their owners', ['admin', 'staff']),
    permission('upstream.push', '推送档案变更（外部系统）', 'Push changes of files (outside systems)', ['admin']),
  ],
  events: ['upstream.ran', 'upstream.mandated'],
  endpoints: upstreamEndpoints,
})
