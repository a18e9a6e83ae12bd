import { alarmResults, alarmStateNames } from '../alarm/machine.ts'
import { capability } from '../kernel/capability.ts'
import { endpoint } from '../kernel/endpoint.ts'
import { daySchema, idSchema, instantSchema, versionSchema } from '../kernel/id.ts'
import { L2 } from '../kernel/level.ts'
import { pageOf, pageQuery } from '../kernel/page.ts'
import { permission } from '../kernel/permission.ts'
import { text } from '../kernel/text.ts'
import { z } from '../kernel/zod.ts'
import {
  designFactorNames,
  designModeNames,
  designScaleNames,
  gateActionNames,
  zoneGapNames,
  zoneKindNames,
  zoneRoleNames,
} from '../zone/kinds.ts'
import { planSchema } from '../zone/plan.ts'

export * from '../zone/kinds.ts'
export * from '../zone/plan.ts'

const name = () => z.string().check(z.trim(), z.minLength(2), z.maxLength(60))
const words = (most: number) => z.string().check(z.trim(), z.minLength(2), z.maxLength(most))
const kind = z.enum(zoneKindNames)
const resultNames = Object.keys(alarmResults) as [keyof typeof alarmResults, ...(keyof typeof alarmResults)[]]

const boundSchema = z.object({
  id: idSchema(),
  code: z.string(),
  name: z.string(),
  role: z.enum(zoneRoleNames),
  /** Which of the detector's own zones this is, as it tells it; empty for all of them. */
  part: z.string(),
  presence: z.string(),
})

const summary = {
  id: idSchema(),
  name: z.string(),
  kind,
  place: z.object({ id: idSchema(), path: z.string(), label: z.string() }),
  /** The drawing on the map that is its boundary. */
  featureId: z.nullable(idSchema()),
  longitude: z.nullable(z.number()),
  latitude: z.nullable(z.number()),
  isEnabled: z.boolean(),
  isArmed: z.boolean(),
  armed: z.object({ at: instantSchema(), by: z.enum(['plan', 'hand']), name: z.string() }),
  /** When the plan changes it next. */
  nextAt: z.nullable(instantSchema()),
  gateAction: z.enum(gateActionNames),
  /** Alarms of it that are not closed. */
  openAlarms: z.number(),
  detectors: z.number(),
  cameras: z.number(),
  version: versionSchema(),
  can: z.array(z.enum(['manage', 'arm'])),
}
export const zoneSummarySchema = L2(z.object(summary))
export type ZoneSummary = z.infer<typeof zoneSummarySchema>

const installationSchema = z.object({
  /** Plan of what the detectors see, as an uploaded file. */
  drawing: z.nullable(z.object({ id: idSchema(), url: z.string() })),
  walkedOn: z.nullable(daySchema()),
  walkedBy: z.string(),
  /** Spots walked, and those at which nothing was told. */
  spots: z.number(),
  missed: z.number(),
  note: z.string(),
})

export const zoneSchema = L2(
  z.object({
    ...summary,
    plan: planSchema,
    devices: z.array(boundSchema),
    installation: z.nullable(installationSchema),
    /** Alarms of it that are not closed, to be opened and handled from the zone. */
    alarms: z.array(z.object({ id: idSchema(), number: z.string(), state: z.enum(alarmStateNames), at: instantSchema() })),
    gaps: z.array(z.enum(zoneGapNames)),
  }),
)
export type Zone = z.infer<typeof zoneSchema>

/** One entry of the boundary's book: when, how long, of what class, what came of it, by which device, where. */
export const zoneEventSchema = L2(
  z.object({
    id: idSchema(),
    zone: z.object({ id: idSchema(), name: z.string(), kind }),
    at: instantSchema(),
    endedAt: z.nullable(instantSchema()),
    seconds: z.nullable(z.number()),
    /** `infrared`, `line`, `climbing`: as the detector says it. */
    category: z.string(),
    target: z.nullable(z.string()),
    times: z.number(),
    device: z.object({ id: idSchema(), code: z.string(), name: z.string() }),
    place: z.object({ path: z.string(), label: z.string() }),
    /** Was it armed? What was told while it was not is kept and raises nothing. */
    wasArmed: z.boolean(),
    alarm: z.nullable(z.object({ id: idSchema(), state: z.enum(alarmStateNames), result: z.nullable(z.enum(resultNames)) })),
  }),
)
export type ZoneEvent = z.infer<typeof zoneEventSchema>

const factors = z.object(
  Object.fromEntries(designFactorNames.map((factor) => [factor, words(300)])) as Record<
    (typeof designFactorNames)[number],
    ReturnType<typeof words>
  >,
)
const designed = { factors, scale: z.enum(designScaleNames), mode: z.enum(designModeNames), measures: words(600) }
export const zoneDesignSchema = L2(
  z.object({
    place: z.object({ id: idSchema(), label: z.string() }),
    ...designed,
    by: z.string(),
    at: instantSchema(),
    version: versionSchema(),
  }),
)
export type ZoneDesign = z.infer<typeof zoneDesignSchema>

const gapSchema = z.object({
  estate: z.object({ id: idSchema(), name: z.string() }),
  kind: z.nullable(kind),
  zone: z.nullable(z.object({ id: idSchema(), name: z.string() })),
  gap: z.enum(zoneGapNames),
})
export type CoverageGap = z.infer<typeof gapSchema>

export const zoneErrors = {
  'zone.device-unfit': { status: 422, text: text('设备不在这个小区，或类型不符', 'A device is of another estate or not of that kind') },
  'zone.detector-taken': { status: 409, text: text('探测器已属于另一个防区', 'A detector belongs to another zone already') },
  'zone.feature-unfit': {
    status: 422,
    text: text('请选择本小区地图上绘制的防区边界', 'Choose a zone that is drawn on the map of this estate'),
  },
  'zone.file-unknown': { status: 422, text: text('覆盖图没有上传成功，请重新上传', 'The drawing is missing, please upload it again') },
  'zone.not-ready': {
    status: 409,
    text: text(
      '启用前须有设计表、探测器、边界、覆盖图和无遗漏的走测',
      'Before use it needs the design form, a detector, its boundary, the coverage drawing and a walk test that missed nothing',
    ),
  },
  'zone.not-enabled': { status: 409, text: text('防区未启用，不能布防', 'A zone that is not in use cannot be armed') },
  'zone.place-unfit': { status: 422, text: text('防区须设在小区或小区内的位置', 'A zone lies in an estate') },
} as const
const errors = zoneErrors
const idParams = z.object({ id: idSchema() })
const version = versionSchema()

export const zoneEndpoints = {
  list: endpoint({
    id: 'zone.list',
    method: 'GET',
    path: '/api/zones',
    summary: text('防区列表', 'List zones'),
    permission: 'zone.read',
    scope: 'place',
    query: z.object({ ...pageQuery, placeId: z.optional(idSchema()), kind: z.optional(kind), armed: z.optional(z.enum(['1', '0'])) }),
    response: pageOf(zoneSummarySchema),
    rate: 'read',
  }),
  coverage: endpoint({
    id: 'zone.coverage',
    method: 'GET',
    path: '/api/zones/coverage',
    summary: text('防区覆盖报告', 'What the zones leave uncovered'),
    permission: 'zone.read',
    scope: 'place',
    query: z.object({ placeId: z.optional(idSchema()) }),
    response: L2(z.object({ items: z.array(gapSchema), isWhole: z.boolean() })),
    rate: 'read',
  }),
  read: endpoint({
    id: 'zone.read',
    method: 'GET',
    path: '/api/zones/:id',
    summary: text('防区详情', 'Read a zone'),
    permission: 'zone.read',
    scope: 'place',
    params: idParams,
    response: zoneSchema,
    rate: 'read',
  }),
  create: endpoint({
    id: 'zone.create',
    method: 'POST',
    path: '/api/zones',
    summary: text('新建防区', 'Make a zone'),
    permission: 'zone.manage',
    scope: 'place',
    body: z.object({ placeId: idSchema(), name: name(), kind, featureId: z.nullable(idSchema()), gateAction: z.enum(gateActionNames) }),
    response: zoneSchema,
    status: 201,
    idempotent: 'key',
    rate: 'write',
    audit: 'zone.created',
    errors,
  }),
  save: endpoint({
    id: 'zone.save',
    method: 'PUT',
    path: '/api/zones/:id',
    summary: text('修改防区与布防计划', 'Change a zone and its plan of arming'),
    permission: 'zone.manage',
    scope: 'place',
    params: idParams,
    body: z.object({
      name: name(),
      kind,
      featureId: z.nullable(idSchema()),
      gateAction: z.enum(gateActionNames),
      plan: planSchema,
      version,
    }),
    response: zoneSchema,
    idempotent: 'natural',
    rate: 'write',
    audit: 'zone.saved',
    errors,
  }),
  bind: endpoint({
    id: 'zone.bind',
    method: 'PUT',
    path: '/api/zones/:id/devices',
    summary: text('绑定防区的探测器、摄像机、声光与门闸', 'Bind detectors, cameras, sirens and gates to a zone'),
    permission: 'zone.manage',
    scope: 'place',
    params: idParams,
    body: z.object({
      devices: z
        .array(
          z.object({ deviceId: idSchema(), role: z.enum(zoneRoleNames), part: z.optional(z.string().check(z.trim(), z.maxLength(60))) }),
        )
        .check(z.maxLength(60)),
      version,
    }),
    response: zoneSchema,
    idempotent: 'natural',
    rate: 'write',
    audit: 'zone.bound',
    errors,
  }),
  install: endpoint({
    id: 'zone.install',
    method: 'PUT',
    path: '/api/zones/:id/installation',
    summary: text('登记防区的覆盖图与走测', 'Record coverage drawing and walk test of a zone'),
    permission: 'zone.manage',
    scope: 'place',
    params: idParams,
    body: z.object({
      drawingId: z.nullable(idSchema()),
      walkedOn: z.nullable(daySchema()),
      walkedBy: z.string().check(z.trim(), z.maxLength(40)),
      spots: z.number().check(z.int(), z.minimum(0), z.maximum(999)),
      missed: z.number().check(z.int(), z.minimum(0), z.maximum(999)),
      note: z.string().check(z.trim(), z.maxLength(300)),
      version,
    }),
    response: zoneSchema,
    idempotent: 'natural',
    rate: 'write',
    audit: 'zone.installed',
    errors,
  }),
  enable: endpoint({
    id: 'zone.enable',
    method: 'POST',
    path: '/api/zones/:id/enable',
    summary: text('启用或停用防区', 'Put a zone in or out of use'),
    permission: 'zone.manage',
    scope: 'place',
    params: idParams,
    body: z.object({ isEnabled: z.boolean(), version }),
    response: zoneSchema,
    idempotent: 'key',
    rate: 'write',
    audit: 'zone.enabled',
    errors,
  }),
  arm: endpoint({
    id: 'zone.arm',
    method: 'POST',
    path: '/api/zones/:id/arm',
    summary: text('布防或撤防', 'Arm or disarm a zone'),
    permission: 'zone.arm',
    scope: 'place',
    params: idParams,
    body: z.object({ isArmed: z.boolean(), reason: words(200), version }),
    response: zoneSchema,
    idempotent: 'key',
    rate: 'write',
    audit: 'zone.armed',
    errors,
  }),
  events: endpoint({
    id: 'zone.events',
    method: 'GET',
    path: '/api/zone-events',
    summary: text('边界安全记录', 'The book of the boundary'),
    permission: 'zone.read',
    scope: 'place',
    query: z.object({
      ...pageQuery,
      zoneId: z.optional(idSchema()),
      placeId: z.optional(idSchema()),
      state: z.optional(z.enum([...alarmStateNames, 'log'])),
      category: z.optional(z.string().check(z.maxLength(40))),
      device: z.optional(z.string().check(z.maxLength(40))),
      from: z.optional(daySchema()),
      to: z.optional(daySchema()),
    }),
    response: pageOf(zoneEventSchema),
    rate: 'read',
  }),
  design: endpoint({
    id: 'zone.design',
    method: 'GET',
    path: '/api/zone-designs/:placeId',
    summary: text('小区入侵报警设计表', 'Design form of an estate'),
    permission: 'zone.read',
    scope: 'place',
    params: z.object({ placeId: idSchema() }),
    response: z.object({ design: z.nullable(zoneDesignSchema) }),
    rate: 'read',
  }),
  saveDesign: endpoint({
    id: 'zone.save-design',
    method: 'PUT',
    path: '/api/zone-designs/:placeId',
    summary: text('填写小区入侵报警设计表', 'Fill in the design form of an estate'),
    permission: 'zone.manage',
    scope: 'place',
    params: z.object({ placeId: idSchema() }),
    body: z.object({ ...designed, version: z.number().check(z.int(), z.minimum(0)) }),
    response: zoneDesignSchema,
    idempotent: 'natural',
    rate: 'write',
    audit: 'zone.designed',
    errors,
  }),
} as const

export const zone = capability({
  name: 'zone',
  text: text('防区', 'Zones'),
  endpoints: zoneEndpoints,
  permissions: [
    permission('zone.read', '查看防区与边界记录', 'See zones and the book of the boundary', ['admin', 'staff']),
    permission('zone.arm', '布防与撤防', 'Arm and disarm zones', ['staff', 'admin']),
    permission('zone.manage', '设置防区', 'Set up zones', ['admin']),
  ],
  events: ['zone.changed', 'zone.armed', 'zone.logged'],
})
