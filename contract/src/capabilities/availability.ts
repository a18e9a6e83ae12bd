import { capability } from '../kernel/capability.ts'
import { endpoint } from '../kernel/endpoint.ts'
import { daySchema, idSchema, instantSchema, versionSchema } from '../kernel/id.ts'
import { L2 } from '../kernel/level.ts'
import { pageOf, pageQuery } from '../kernel/page.ts'
import { permission } from '../kernel/permission.ts'
import { type Text, text } from '../kernel/text.ts'
import { z } from '../kernel/zod.ts'

/** What the standards ask for: of the time of a year, and between two failures. */
export const uptimeGoal = 99.9
export const mtbfGoalHours = 16_000

export const availabilityErrors = {
  'availability.past': { status: 422, text: text('维护须提前登记，不能登记已开始的时段', 'Maintenance is announced before it begins') },
  'availability.order': { status: 422, text: text('结束时间须晚于开始时间，且不超过 24 小时', 'It ends after it begins, within 24 hours') },
  'availability.begun': { status: 409, text: text('维护已开始或已取消', 'This has begun or was cancelled') },
} as const

export const outageCauses = { stopped: text('服务停止', 'Not running'), failing: text('检查未通过', 'Checks failed') } as const
export type OutageCause = keyof typeof outageCauses
export const outageKinds = {
  software: text('软件故障', 'Software'),
  hardware: text('硬件故障', 'Hardware'),
  network: text('网络中断', 'Network'),
  power: text('停电', 'Power'),
  operation: text('操作失误', 'Operation'),
  update: text('未登记的升级重启', 'An update that was not announced'),
} as const satisfies Record<string, Text>
export type OutageKind = keyof typeof outageKinds
export const outageKindNames = Object.keys(outageKinds) as [OutageKind, ...OutageKind[]]

const figures = {
  /** Hours that were watched, those of announced maintenance among them, and those without service. */
  watchedHours: z.number(),
  plannedHours: z.number(),
  downHours: z.number(),
  failures: z.number(),
  /** Of the watched time without announced maintenance; null while nothing was watched. */
  uptime: z.nullable(z.number()),
  /** Null as long as nothing has failed. */
  mtbfHours: z.nullable(z.number()),
  mttrMinutes: z.nullable(z.number()),
  isUptimeLow: z.boolean(),
  isMtbfLow: z.boolean(),
}
const figuresSchema = z.object(figures)
export type AvailabilityFigures = z.infer<typeof figuresSchema>

export const availabilitySchema = L2(
  z.object({
    /** From when on the house is watched; null before the first beat. */
    since: z.nullable(instantSchema()),
    lastBeatAt: z.nullable(instantSchema()),
    year: z.object({ year: z.number(), ...figures }),
    months: z.array(z.object({ month: z.string(), ...figures })),
    days: z.array(z.object({ day: daySchema(), uptime: z.nullable(z.number()), downMinutes: z.number() })),
  }),
)
export type Availability = z.infer<typeof availabilitySchema>

export const outageSchema = L2(
  z.object({
    id: idSchema(),
    from: instantSchema(),
    to: instantSchema(),
    minutes: z.number(),
    cause: z.enum(['stopped', 'failing']),
    /** Names of the checks that failed. */
    checks: z.string(),
    isPlanned: z.boolean(),
    kind: z.nullable(z.enum(outageKindNames)),
    reason: z.nullable(z.string()),
    explainedBy: z.nullable(z.string()),
    explainedAt: z.nullable(instantSchema()),
    version: versionSchema(),
    can: z.array(z.enum(['explain'])),
  }),
)
export type Outage = z.infer<typeof outageSchema>

export const maintenanceSchema = L2(
  z.object({
    id: idSchema(),
    from: instantSchema(),
    until: instantSchema(),
    reason: z.string(),
    announcedBy: z.string(),
    announcedAt: instantSchema(),
    isCancelled: z.boolean(),
    version: versionSchema(),
    can: z.array(z.enum(['cancel'])),
  }),
)
export type Maintenance = z.infer<typeof maintenanceSchema>

const reason = () => z.string().check(z.trim(), z.minLength(2), z.maxLength(200))
const year = () => z.coerce.number().check(z.int(), z.minimum(2020), z.maximum(2100))
const read = { permission: 'availability.read', scope: 'none' } as const
const keep = { permission: 'availability.keep', scope: 'none', rate: 'write', errors: availabilityErrors } as const
const byId = z.object({ id: idSchema() })

/** How much of the time the house was there: beats of its probes, gaps between them, and what people say of these. */
export const availability = capability({
  name: 'availability',
  text: text('可用性', 'Availability'),
  permissions: [
    permission('availability.read', '查看可用性报表', 'See how much of the time the house was there', ['admin'], 'system'),
    permission('availability.keep', '登记维护与说明中断', 'Announce maintenance and explain outages', ['admin'], 'system'),
  ],
  endpoints: {
    report: endpoint({
      id: 'availability.report',
      method: 'GET',
      path: '/api/availability',
      summary: text('可用性报表', 'Uptime, MTBF and MTTR of a year'),
      ...read,
      query: z.object({ year: z.optional(year()) }),
      response: availabilitySchema,
      rate: 'read',
    }),
    export: endpoint({
      id: 'availability.export',
      method: 'GET',
      path: '/api/availability/export',
      summary: text('导出可用性报表', 'The report of a year as a workbook'),
      ...read,
      query: z.object({ year: z.optional(year()) }),
      rate: 'content',
      audit: 'availability.exported',
      raw: true,
    }),
    outages: endpoint({
      id: 'availability.outages',
      method: 'GET',
      path: '/api/availability/outages',
      summary: text('中断记录', 'Outages'),
      ...read,
      query: z.object({ ...pageQuery }),
      response: pageOf(outageSchema),
      rate: 'read',
    }),
    explain: endpoint({
      id: 'availability.explain',
      method: 'POST',
      path: '/api/availability/outages/:id/explain',
      summary: text('说明中断原因', 'Explain an outage'),
      ...keep,
      params: byId,
      body: z.object({ kind: z.enum(outageKindNames), reason: reason(), version: versionSchema() }),
      response: outageSchema,
      idempotent: 'natural',
      audit: 'availability.explained',
    }),
    maintenances: endpoint({
      id: 'availability.maintenances',
      method: 'GET',
      path: '/api/availability/maintenances',
      summary: text('计划维护', 'Announced maintenance'),
      ...read,
      query: z.object({ ...pageQuery }),
      response: pageOf(maintenanceSchema),
      rate: 'read',
    }),
    announce: endpoint({
      id: 'availability.announce',
      method: 'POST',
      path: '/api/availability/maintenances',
      summary: text('登记计划维护', 'Announce maintenance'),
      ...keep,
      body: z.object({ from: instantSchema(), until: instantSchema(), reason: reason() }),
      response: maintenanceSchema,
      status: 201,
      idempotent: 'key',
      audit: 'availability.announced',
    }),
    cancel: endpoint({
      id: 'availability.cancel',
      method: 'POST',
      path: '/api/availability/maintenances/:id/cancel',
      summary: text('取消计划维护', 'Cancel announced maintenance'),
      ...keep,
      params: byId,
      body: z.object({ version: versionSchema() }),
      response: maintenanceSchema,
      idempotent: 'natural',
      audit: 'availability.cancelled',
    }),
  },
})
