import { alarmKindNames, levelNumbers } from '../alarm/kinds.ts'
import { alarmResults, alarmStateNames } from '../alarm/machine.ts'
import { alarmEntrySchema } from '../capabilities/alarm.ts'
import { endpoint } from '../kernel/endpoint.ts'
import { daySchema, idSchema, instantSchema } from '../kernel/id.ts'
import { L2 } from '../kernel/level.ts'
import { pageOf, pageQuery } from '../kernel/page.ts'
import { text, textSchema } from '../kernel/text.ts'
import { z } from '../kernel/zod.ts'
import { hazardAreaNames } from './kinds.ts'

const kind = z.enum(alarmKindNames)
const state = z.enum(alarmStateNames)
const level = z.union([z.literal(1), z.literal(2), z.literal(3), z.literal(4)])
const resultNames = Object.keys(alarmResults) as [keyof typeof alarmResults, ...(keyof typeof alarmResults)[]]

const summary = {
  /** The id of its alarm: a hazard is an alarm with a work order. */
  id: idSchema(),
  /** Number of the work order. */
  number: z.string(),
  area: z.enum(hazardAreaNames),
  kind,
  level,
  state,
  title: textSchema,
  place: z.object({ path: z.string(), label: z.string() }),
  device: z.nullable(z.object({ id: idSchema(), code: z.string(), name: z.string() })),
  raisedAt: instantSchema(),
  /** Until when somebody on duty has to have been told, and when the first one was. */
  push: z.object({ dueAt: instantSchema(), at: z.nullable(instantSchema()), late: z.boolean() }),
  /** Who was on duty when it was raised; nobody where the roster had a gap. */
  duty: z.array(z.object({ id: idSchema(), name: z.string() })),
  acceptedAt: z.nullable(instantSchema()),
  handledAt: z.nullable(instantSchema()),
  closedAt: z.nullable(instantSchema()),
  handler: z.nullable(z.string()),
  result: z.nullable(z.enum(resultNames)),
}
export const hazardSummarySchema = L2(z.object(summary))
export type HazardSummary = z.infer<typeof hazardSummarySchema>

export const hazardSchema = L2(z.object({ ...summary, timeline: z.array(alarmEntrySchema) }))
export type Hazard = z.infer<typeof hazardSchema>

/** What list and statistics are narrowed by: both count the same rows. */
const filters = {
  area: z.optional(z.enum(hazardAreaNames)),
  kind: z.optional(kind),
  state: z.optional(state),
  level: z.optional(z.coerce.number().check(z.int(), z.minimum(1), z.maximum(4))),
  placeId: z.optional(idSchema()),
  deviceId: z.optional(idSchema()),
  from: z.optional(daySchema()),
  to: z.optional(daySchema()),
}

const count = z.number()
export const hazardStatisticsSchema = L2(
  z.object({
    total: count,
    byState: z.array(z.object({ state, count })),
    byKind: z.array(z.object({ kind, count })),
    byLevel: z.array(z.object({ level, count })),
    byEstate: z.array(z.object({ estate: z.object({ id: idSchema(), name: z.string() }), count })),
    /** Told in time, told late, not told yet. */
    push: z.object({ inTime: count, late: count, waiting: count }),
    /** Mean minutes from raising to report, of those that were handled; null of none. */
    handleMinutes: z.nullable(z.number()),
  }),
)
export type HazardStatistics = z.infer<typeof hazardStatisticsSchema>
export const hazardLevelNumbers = levelNumbers

export const orderEndpoints = {
  list: endpoint({
    id: 'hazard.list',
    method: 'GET',
    path: '/api/hazards',
    summary: text('隐患列表', 'List hazards'),
    permission: 'hazard.read',
    scope: 'place',
    query: z.object({ ...pageQuery, ...filters }),
    response: pageOf(hazardSummarySchema),
    rate: 'read',
  }),
  statistics: endpoint({
    id: 'hazard.statistics',
    method: 'GET',
    path: '/api/hazards/statistics',
    summary: text('隐患统计', 'Count hazards'),
    permission: 'hazard.read',
    scope: 'place',
    query: z.object(filters),
    response: hazardStatisticsSchema,
    rate: 'read',
  }),
  read: endpoint({
    id: 'hazard.read',
    method: 'GET',
    path: '/api/hazards/:id',
    summary: text('隐患全过程', 'Read a hazard with its whole course'),
    permission: 'hazard.read',
    scope: 'place',
    params: z.object({ id: idSchema() }),
    response: hazardSchema,
    rate: 'read',
  }),
} as const
