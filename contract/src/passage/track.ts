import { endpoint } from '../kernel/endpoint.ts'
import { idSchema, instantSchema } from '../kernel/id.ts'
import { field, L2, L3 } from '../kernel/level.ts'
import { text } from '../kernel/text.ts'
import { z } from '../kernel/zod.ts'
import { directionSchema, gateSchema, kindSchema, plateSchema } from './answers.ts'
import { passageMethodNames, passageResultNames } from './words.ts'

/** Longer stretches are asked for by hours and days, not played. */
export const longestTrackDays = 31
/** A film of more points is cut and says so. */
export const mostTrackPoints = 1000

export const trackErrors = {
  'passage.track-range': {
    status: 422,
    text: text(
      `轨迹回放一次最多 ${longestTrackDays} 天，起止时间须先后有序`,
      `A track covers at most ${longestTrackDays} days, from before to after`,
    ),
  },
} as const

/** One stop of a track: where and when somebody or some car was at a gate. */
const pointSchema = z.object({
  id: idSchema(),
  at: instantSchema(),
  direction: directionSchema(),
  method: z.enum(passageMethodNames),
  result: z.enum(passageResultNames),
  gate: z.object({
    ...{ id: gateSchema.shape.id, name: gateSchema.shape.name, place: gateSchema.shape.place },
    longitude: z.nullable(z.number()),
    latitude: z.nullable(z.number()),
    /** The gate has no position of its own: it is drawn where its place is. */
    isNear: z.boolean(),
  }),
})

export const trackSchema = L2(
  z.object({
    subject: kindSchema(),
    /** The file; null of a car that has none. */
    id: z.nullable(idSchema()),
    title: L3(z.string()),
    /** In the order of time. */
    points: z.array(pointSchema),
    isCut: z.boolean(),
  }),
)
export type Track = z.infer<typeof trackSchema>
export type TrackPoint = Track['points'][number]

export const trackEndpoint = endpoint({
  id: 'passage.track',
  method: 'POST',
  path: '/api/passages/track',
  summary: text('轨迹回放（须写明事由）', 'The passage points of one person or plate in the order of time, for a stated reason'),
  permission: 'passage.trace',
  scope: 'place',
  errors: trackErrors,
  body: z.union([
    z.object({ subject: kindSchema(), id: idSchema(), ...stretch() }),
    z.object({
      subject: z.literal('vehicle'),
      plate: field(plateSchema(), { level: 'L3', key: 'vehicle.plate', mask: 'plate' }),
      ...stretch(),
    }),
  ]),
  response: trackSchema,
  idempotent: 'natural',
  rate: 'search',
  audit: 'passage.tracked',
})

function stretch() {
  return {
    reason: z.string().check(z.trim(), z.minLength(4), z.maxLength(200)),
    from: instantSchema(),
    to: instantSchema(),
  }
}
