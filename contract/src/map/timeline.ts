import { endpoint } from '../kernel/endpoint.ts'
import { daySchema, idSchema } from '../kernel/id.ts'
import { L2 } from '../kernel/level.ts'
import { text } from '../kernel/text.ts'
import { z } from '../kernel/zod.ts'
import { type Stage, stageNames } from './stage.ts'

/** More of one kind is no timeline that anybody reads: a place within says more. */
export const mostOnTimeline = 300

export const timelineKinds = {
  overlay: text('叠加图层', 'Overlay'),
  model: text('三维模型', 'Model'),
  ifc: text('建筑信息模型', 'Building model'),
} as const
export type TimelineKind = keyof typeof timelineKinds
const kindNames = Object.keys(timelineKinds) as [TimelineKind, ...TimelineKind[]]

const itemSchema = z.object({
  kind: z.enum(kindNames),
  /** Of the overlay, of the model, of the building. */
  id: idSchema(),
  /** Of a model and of a building model. */
  revision: z.nullable(z.number()),
  name: z.string(),
  stage: z.nullable(z.enum(stageNames)),
  placeId: idSchema(),
  placeName: z.string(),
  /** Its first and its last day; null is open. */
  from: z.nullable(daySchema()),
  to: z.nullable(daySchema()),
})
export type TimelineItem = z.infer<typeof itemSchema>

const stageSchema = z.object({
  stage: z.enum(stageNames),
  from: z.nullable(daySchema()),
  to: z.nullable(daySchema()),
  overlays: z.number(),
  models: z.number(),
  ifc: z.number(),
})

export const timelineSchema = L2(
  z.object({
    stages: z.array(stageSchema),
    /** The days on which something begins, or is there no more. */
    changes: z.array(daySchema()),
    items: z.array(itemSchema),
    /** There is more than is shown. */
    isCapped: z.boolean(),
  }),
)
export type Timeline = z.infer<typeof timelineSchema>

type Period = Pick<TimelineItem, 'from' | 'to'>

export const standsOn = ({ from, to }: Period, day: string): boolean => (from === null || from <= day) && (to === null || to >= day)

const dayAfter = (day: string): string => new Date(Date.parse(day) + 86_400_000).toISOString().slice(0, 10)

export const changesOf = (items: readonly Period[]): string[] =>
  [...new Set(items.flatMap(({ from, to }) => [...(from === null ? [] : [from]), ...(to === null ? [] : [dayAfter(to)])]))].sort()

/** Each stage that has something, from its first day to its last; an open end stays open. */
export function stagesOf(items: readonly TimelineItem[]): Timeline['stages'] {
  return stageNames.flatMap((stage: Stage) => {
    const own = items.filter((one) => one.stage === stage)
    if (own.length === 0) return []
    const count = (kind: TimelineKind) => own.filter((one) => one.kind === kind).length
    const from = own.some((one) => one.from === null) ? null : (own.map((one) => one.from ?? '').sort()[0] ?? null)
    const to = own.some((one) => one.to === null)
      ? null
      : (own
          .map((one) => one.to ?? '')
          .sort()
          .at(-1) ?? null)
    return [{ stage, from, to, overlays: count('overlay'), models: count('model'), ifc: count('ifc') }]
  })
}

export const timelineEndpoints = {
  timeline: endpoint({
    id: 'map.timeline',
    method: 'GET',
    path: '/api/map/timeline',
    summary: text('各阶段时空数据的时间线，或某一天的数据', 'What of each stage stands from when until when, or what stood on a day'),
    permission: 'map.read',
    scope: 'place',
    query: z.object({ placeId: z.optional(idSchema()), day: z.optional(daySchema()) }),
    response: timelineSchema,
    rate: 'read',
  }),
} as const
