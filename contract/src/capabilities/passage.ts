import { capability } from '../kernel/capability.ts'
import { endpoint } from '../kernel/endpoint.ts'
import { daySchema, idSchema, instantSchema, versionSchema } from '../kernel/id.ts'
import { L1, L2, L3 } from '../kernel/level.ts'
import { pageOf, pageQuery } from '../kernel/page.ts'
import { permission } from '../kernel/permission.ts'
import { text } from '../kernel/text.ts'
import { z } from '../kernel/zod.ts'
import { admissionEndpoints } from '../passage/admission.ts'
import {
  countSchema,
  credentialSchema,
  directionSchema,
  gateSchema,
  kindSchema,
  ownPassageSchema,
  passageSchema,
  plateSchema,
  presenceSchema,
  watchSchema,
} from '../passage/answers.ts'
import { trackEndpoint, trackErrors } from '../passage/track.ts'
import { longestKeeping, passageKindNames, passageResultNames, passageTypeNames } from '../passage/words.ts'

export { type Admission, type AdmissionRule, admissionNames, admissions, type Entrance, letsIn } from '../passage/admission.ts'
export type { Credential, Gate, OwnPassage, Passage, PassageCount, PlateWatch, Presence } from '../passage/answers.ts'
export { longestTrackDays, mostTrackPoints, type Track, type TrackPoint } from '../passage/track.ts'
export * from '../passage/words.ts'

export const passageErrors = {
  ...trackErrors,
  'passage.range': { status: 422, text: text('时间范围过大，请缩小后再查', 'This stretch of time is too long; ask for a shorter one') },
  'passage.keeping-short': {
    status: 422,
    text: text('车辆通行记录至少保存 180 天，人员至少 30 天', 'Passages of vehicles are kept for at least 180 days, of people for 30'),
  },
  'passage.credential-known': { status: 409, text: text('该凭证已登记在另一人名下', 'This credential is bound to somebody else already') },
  'passage.watch-known': { status: 409, text: text('该车牌已在布控中', 'This plate is being watched already') },
  'passage.watch-until': { status: 422, text: text('布控截止时间须在将来一年之内', 'A watch ends within a year from now') },
  'passage.watch-people': {
    status: 422,
    text: text('接收人须有布控权限且负责该地点', 'Those who are told must be allowed to see watches at that place'),
  },
} as const
const errors = passageErrors

const reason = () => z.string().check(z.trim(), z.minLength(4), z.maxLength(200))
const byId = z.object({ id: idSchema() })
const when = { from: z.optional(instantSchema()), to: z.optional(instantSchema()) }
const reading = { permission: 'passage.read', scope: 'place', errors } as const
const watching = { permission: 'passage.watch', scope: 'place', errors } as const
const binding = { permission: 'passage.bind', scope: 'place', errors } as const

export const passageEndpoints = {
  list: endpoint({
    id: 'passage.list',
    method: 'GET',
    path: '/api/passages',
    summary: text('通行记录', 'Passages, newest first'),
    ...reading,
    query: z.object({
      ...pageQuery,
      ...when,
      kind: kindSchema(),
      /** The whole plate; people are asked for by `trace`, with a reason. */
      plate: z.optional(plateSchema()),
      gateId: z.optional(idSchema()),
      placeId: z.optional(idSchema()),
      direction: z.optional(directionSchema()),
      result: z.optional(z.enum(passageResultNames)),
      type: z.optional(z.enum(passageTypeNames)),
    }),
    response: pageOf(passageSchema),
    rate: 'read',
  }),
  gates: endpoint({
    id: 'passage.gates',
    method: 'GET',
    path: '/api/passages/gates',
    summary: text('道口与门', 'Gates, doors and barriers'),
    ...reading,
    query: z.object({ kind: z.optional(kindSchema()) }),
    response: z.object({ items: z.array(gateSchema) }),
    rate: 'read',
  }),
  counts: endpoint({
    id: 'passage.counts',
    method: 'GET',
    path: '/api/passages/counts',
    summary: text('通行流量统计', 'Passages counted by hour or day, and by type'),
    ...reading,
    query: z.object({
      kind: kindSchema(),
      step: z.enum(['hour', 'day']),
      from: daySchema(),
      to: daySchema(),
      gateId: z.optional(idSchema()),
      placeId: z.optional(idSchema()),
      byType: z.optional(z.enum(['1', '0'])),
    }),
    response: z.object({ items: z.array(countSchema) }),
    rate: 'search',
  }),
  saveGate: endpoint({
    id: 'passage.save-gate',
    method: 'PUT',
    path: '/api/passages/gates/:id',
    summary: text('登记道口方向', 'Say which way a gate leads'),
    permission: 'passage.manage',
    scope: 'place',
    errors,
    params: byId,
    body: z.object({
      direction: directionSchema(),
      /** Null: by its place; absent: as it was. */
      entranceId: z.optional(z.nullable(idSchema())),
      version: versionSchema(),
    }),
    response: gateSchema,
    idempotent: 'natural',
    rate: 'write',
    audit: 'passage.gate-saved',
  }),
  trace: endpoint({
    id: 'passage.trace',
    method: 'POST',
    path: '/api/passages/trace',
    summary: text('按人或车查轨迹（须写明事由）', 'Passages of one person or vehicle, for a stated reason'),
    permission: 'passage.trace',
    scope: 'place',
    errors,
    body: z.object({
      subject: z.enum(passageKindNames),
      id: idSchema(),
      reason: reason(),
      ...when,
      gateId: z.optional(idSchema()),
      direction: z.optional(directionSchema()),
      /** A track is played from its beginning, a list is read from its end. */
      order: z.optional(z.enum(['newest', 'oldest'])),
      cursor: pageQuery.cursor,
      limit: z.optional(z.number().check(z.int(), z.minimum(1), z.maximum(200))),
    }),
    response: L2(
      z.object({
        title: L3(z.string()),
        presence: z.nullable(presenceSchema),
        items: z.array(passageSchema),
        next: z.optional(L1(z.string())),
        /** Of everything that was asked for, whatever page this is. */
        hours: z.array(L2(z.object({ hour: z.number(), passes: z.number() }))),
        days: z.array(L2(z.object({ day: daySchema(), passes: z.number() }))),
      }),
    ),
    idempotent: 'natural',
    rate: 'search',
    audit: 'passage.traced',
  }),
  track: trackEndpoint,
  ...admissionEndpoints,
  own: endpoint({
    id: 'passage.own',
    method: 'GET',
    path: '/api/passages/own',
    summary: text('本户通行记录', 'Passages of oneself, one’s children and the household’s cars'),
    permission: 'passage.own',
    scope: 'related',
    errors,
    query: z.object({ ...pageQuery, kind: z.optional(kindSchema()) }),
    response: pageOf(ownPassageSchema),
    rate: 'read',
  }),
  keeping: endpoint({
    id: 'passage.keeping',
    method: 'GET',
    path: '/api/passages/keeping',
    summary: text('通行记录保存期', 'How long passages are kept'),
    ...reading,
    response: L1(z.object({ vehicle: z.number(), person: z.number(), version: versionSchema() })),
    rate: 'read',
  }),
  saveKeeping: endpoint({
    id: 'passage.save-keeping',
    method: 'PUT',
    path: '/api/passages/keeping',
    summary: text('设置通行记录保存期', 'Set how long passages are kept'),
    permission: 'passage.keep',
    scope: 'none',
    errors,
    body: z.object({
      vehicle: z.number().check(z.int(), z.minimum(1), z.maximum(longestKeeping)),
      person: z.number().check(z.int(), z.minimum(1), z.maximum(longestKeeping)),
      version: versionSchema(),
    }),
    response: L1(z.object({ vehicle: z.number(), person: z.number(), version: versionSchema() })),
    idempotent: 'natural',
    rate: 'write',
    audit: 'passage.keeping-saved',
  }),
  credentials: endpoint({
    id: 'passage.credentials',
    method: 'GET',
    path: '/api/passages/credentials',
    summary: text('人员的通行凭证', 'Credentials that gates know a person by'),
    ...binding,
    query: z.object({ personId: idSchema() }),
    response: z.object({ items: z.array(credentialSchema) }),
    rate: 'read',
  }),
  bind: endpoint({
    id: 'passage.bind',
    method: 'POST',
    path: '/api/passages/credentials',
    summary: text('登记通行凭证', 'Bind a credential to a person'),
    ...binding,
    body: z.object({
      personId: idSchema(),
      kind: z.enum(['card', 'number']),
      credential: z.string().check(z.trim(), z.minLength(3), z.maxLength(80)),
    }),
    response: credentialSchema,
    status: 201,
    idempotent: 'key',
    rate: 'write',
    audit: 'passage.credential-bound',
  }),
  unbind: endpoint({
    id: 'passage.unbind',
    method: 'POST',
    path: '/api/passages/credentials/:id/end',
    summary: text('注销通行凭证', 'Take a credential back'),
    ...binding,
    params: byId,
    body: z.object({ version: versionSchema(), reason: reason() }),
    status: 204,
    idempotent: 'natural',
    rate: 'write',
    audit: 'passage.credential-ended',
  }),
  watches: endpoint({
    id: 'passage.watches',
    method: 'GET',
    path: '/api/plate-watches',
    summary: text('车辆布控', 'Plates under watch'),
    ...watching,
    query: z.object({ ...pageQuery, state: z.optional(z.enum(['active', 'ended'])) }),
    response: pageOf(watchSchema),
    rate: 'read',
  }),
  watch: endpoint({
    id: 'passage.watch',
    method: 'POST',
    path: '/api/plate-watches',
    summary: text('布控车牌', 'Put a plate under watch'),
    ...watching,
    body: z.object({
      plate: plateSchema(),
      placeId: idSchema(),
      reason: reason(),
      level: z.number().check(z.int(), z.minimum(1), z.maximum(4)),
      /** Who is told, besides whoever set it. */
      people: z.array(idSchema()).check(z.maxLength(20)),
      untilAt: z.nullable(instantSchema()),
    }),
    response: watchSchema,
    status: 201,
    idempotent: 'key',
    rate: 'write',
    audit: 'passage.watch-set',
  }),
  unwatch: endpoint({
    id: 'passage.unwatch',
    method: 'POST',
    path: '/api/plate-watches/:id/end',
    summary: text('解除布控', 'End a watch'),
    ...watching,
    params: byId,
    body: z.object({ version: versionSchema(), reason: reason() }),
    response: watchSchema,
    idempotent: 'natural',
    rate: 'write',
    audit: 'passage.watch-ended',
  }),
  hits: endpoint({
    id: 'passage.hits',
    method: 'GET',
    path: '/api/plate-watches/hits',
    summary: text('布控命中', 'Where and when watched plates were seen'),
    ...watching,
    query: z.object({ ...pageQuery, ...when, plate: z.optional(plateSchema()), placeId: z.optional(idSchema()) }),
    response: z.object({
      ...pageOf(passageSchema).shape,
      /** Of all that was asked for, by day; not of this page. */
      days: z.array(L2(z.object({ day: daySchema(), hits: z.number() }))),
    }),
    rate: 'read',
  }),
} as const

export const passage = capability({
  name: 'passage',
  text: text('通行', 'Passages'),
  endpoints: passageEndpoints,
  permissions: [
    permission('passage.read', '查看通行记录', 'See passages at gates', ['admin', 'staff', 'grid']),
    permission('passage.trace', '查询人车轨迹（须写明事由）', 'Trace a person or vehicle, giving a reason', ['admin', 'grid']),
    permission('passage.own', '查看本户通行', 'See passages of one’s own household', ['resident']),
    permission('passage.manage', '登记道口', 'Set up gates and their direction', ['admin', 'staff']),
    permission('passage.bind', '登记通行凭证', 'Register access credentials', ['admin', 'grid']),
    permission('passage.keep', '设置通行记录保存期', 'Set how long passage records are kept', ['admin'], 'security'),
    permission('passage.watch', '车辆布控', 'Watch for licence plates', ['admin']),
  ],
  events: ['passage.recorded', 'passage.watched', 'passage.admitted'],
})
