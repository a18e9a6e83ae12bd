import { alarmStateNames } from '../alarm/machine.ts'
import { capability } from '../kernel/capability.ts'
import { endpoint } from '../kernel/endpoint.ts'
import { daySchema, idSchema, instantSchema } from '../kernel/id.ts'
import { L2 } from '../kernel/level.ts'
import { pageOf, pageQuery } from '../kernel/page.ts'
import { permission } from '../kernel/permission.ts'
import { text } from '../kernel/text.ts'
import { z } from '../kernel/zod.ts'
import { clipSchema } from './camera.ts'

/** How the floor was found out: by the law of falling, by where it was first seen, by the camera's own word, or not at all. */
export const fallMethods = {
  physics: text('轨迹与落体规律推算', 'Path and the law of falling'),
  start: text('轨迹起点推算', 'Where its path begins'),
  told: text('摄像机自报楼层', 'The camera’s own word'),
  none: text('无法推算', 'Cannot be told'),
} as const
export const fallMethodNames = Object.keys(fallMethods) as [keyof typeof fallMethods, ...(keyof typeof fallMethods)[]]

const resultNames = ['real', 'false', 'test'] as const
const summary = {
  id: idSchema(),
  camera: z.object({ id: idSchema(), name: z.string() }),
  building: z.nullable(z.object({ id: idSchema(), label: z.string() })),
  place: z.object({ path: z.string(), label: z.string() }),
  /** A range, since a camera never sees the hand that threw it. */
  floors: z.nullable(z.object({ low: z.number(), best: z.number(), high: z.number() })),
  column: z.nullable(z.string()),
  /** How likely the best floor is, in percent. */
  confidencePercent: z.number(),
  method: z.enum(fallMethodNames),
  times: z.number(),
  firstAt: instantSchema(),
  lastAt: instantSchema(),
  state: z.enum(alarmStateNames),
  result: z.nullable(z.enum(resultNames)),
  alarmId: z.nullable(idSchema()),
}
export const fallSummarySchema = L2(z.object(summary))
export type FallSummary = z.infer<typeof fallSummarySchema>

export const fallSchema = L2(
  z.object({
    ...summary,
    trajectory: z.array(z.tuple([z.number(), z.number(), z.number()])),
    /** How far the points lie from a free fall, in metres; null where that was not asked. */
    residualMeters: z.nullable(z.number()),
    /** The building taken apart, suspected homes marked in percent. */
    matrix: z.nullable(
      z.object({
        units: z.array(z.object({ id: z.nullable(idSchema()), name: z.string() })),
        floors: z.array(z.number()),
        houses: z.array(
          z.object({ id: idSchema(), name: z.string(), unitId: z.nullable(idSchema()), floor: z.number(), mark: z.nullable(z.number()) }),
        ),
      }),
    ),
    clips: z.array(clipSchema),
  }),
)
export type Fall = z.infer<typeof fallSchema>

const days = { from: z.optional(daySchema()), to: z.optional(daySchema()) }

export const fallingEndpoints = {
  list: endpoint({
    id: 'falling.list',
    method: 'GET',
    path: '/api/falling-objects',
    summary: text('高空抛物事件', 'Falling objects'),
    permission: 'falling.read',
    scope: 'place',
    query: z.object({
      ...pageQuery,
      buildingId: z.optional(idSchema()),
      floor: z.optional(z.coerce.number().check(z.int(), z.minimum(1), z.maximum(200))),
      state: z.optional(z.enum(alarmStateNames)),
      ...days,
    }),
    response: pageOf(fallSummarySchema),
    rate: 'read',
  }),
  counts: endpoint({
    id: 'falling.counts',
    method: 'GET',
    path: '/api/falling-objects/counts',
    summary: text('高空抛物按楼栋统计', 'Falling objects by building'),
    permission: 'falling.read',
    scope: 'place',
    query: z.object(days),
    response: L2(
      z.object({
        items: z.array(
          z.object({ building: z.nullable(z.object({ id: idSchema(), label: z.string() })), events: z.number(), real: z.number() }),
        ),
      }),
    ),
    rate: 'read',
  }),
  read: endpoint({
    id: 'falling.read',
    method: 'GET',
    path: '/api/falling-objects/:id',
    summary: text('高空抛物事件详情', 'Read a falling object'),
    permission: 'falling.read',
    scope: 'place',
    params: z.object({ id: idSchema() }),
    response: fallSchema,
    rate: 'read',
  }),
} as const

export const falling = capability({
  name: 'falling',
  text: text('高空抛物', 'Falling objects'),
  endpoints: fallingEndpoints,
  permissions: [permission('falling.read', '查看高空抛物事件', 'See falling objects', ['admin', 'staff'])],
  events: ['falling.seen'],
})
