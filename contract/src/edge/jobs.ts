import { between, count, deviceCode, moment, slug, words } from '../device-events/base.ts'
import { comparisonSchema } from '../device-rules.ts'
import { z } from '../kernel/zod.ts'

/** What the house may ask an edge node to reckon from what it heard: a closed list, no code ever travels. */
export const edgeKinds = ['window.summary', 'devices.answer', 'lines.count', 'readings.detect'] as const
export type EdgeKind = (typeof edgeKinds)[number]

export const mostEdgeDevices = 200
const whole = (least: number, most: number) => z.number().check(z.int(), z.minimum(least), z.maximum(most))
const limit = () => z.optional(between(-1e12, 1e12))

/** Which event of a device brings the number, and under which name. */
export const measureSchema = z.object({ device: deviceCode(), type: words(60), path: comparisonSchema.shape.path })
export type Measure = z.infer<typeof measureSchema>

const some = <T extends z.ZodMiniType>(one: T) => z.array(one).check(z.minLength(1), z.maxLength(mostEdgeDevices))
const measures = () => some(measureSchema)
const codes = () => some(deviceCode())

/** The settings of each kind, the same for whoever asks and for the node. */
export const edgeSettings = {
  window: { seconds: whole(10, 86_400) },
  answer: { seconds: whole(1, 300) },
  lines: { minutes: whole(1, 1440) },
  /** Outside of fixed limits, or further than so many deviations from the average. */
  detect: { last: whole(2, 500), above: limit(), below: limit(), spread: z.optional(between(1, 10)) },
}

export const edgeOrderSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('window.summary'), values: z.object({ of: measures(), ...edgeSettings.window }) }),
  z.object({ kind: z.literal('devices.answer'), values: z.object({ devices: codes(), ...edgeSettings.answer }) }),
  z.object({ kind: z.literal('lines.count'), values: z.object({ devices: codes(), ...edgeSettings.lines }) }),
  z.object({ kind: z.literal('readings.detect'), values: z.object({ of: measures(), ...edgeSettings.detect }) }),
])
export type EdgeOrder = z.infer<typeof edgeOrderSchema>
export type EdgeOrderOf<K extends EdgeKind> = Extract<EdgeOrder, { kind: K }>

/** How long it may reckon, and how many readings it may look at. */
export const edgeLimitsSchema = z.object({ ms: whole(100, 600_000), readings: whole(1, 200_000) })
export type EdgeLimits = z.infer<typeof edgeLimitsSchema>

const envelope = z.object({
  id: z.string().check(z.regex(/^[0-9a-z-]{1,60}$/)),
  /** Counts up for each node. */
  sequence: count(),
  issuedAt: moment(),
  /** After this it is not begun any more. */
  expiresAt: moment(),
  limits: edgeLimitsSchema,
})
export const edgeJobSchema = z.intersection(envelope, edgeOrderSchema)
export type EdgeJob = z.infer<typeof edgeJobSchema>

const figure = () => z.nullable(z.number())
const rows = <T extends z.ZodMiniType>(one: T) => z.array(one).check(z.maxLength(mostEdgeDevices))
const device = deviceCode()

/** What came out of it, device by device. */
export const edgeResultSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('window.summary'),
    from: moment(),
    until: moment(),
    /** Since when this node remembers: before that it heard nothing, or has forgotten it. */
    heardSince: moment(),
    items: rows(
      z.object({
        device,
        count: count(),
        /** Those that came after a younger one. */
        late: count(),
        average: figure(),
        least: figure(),
        most: figure(),
        last: figure(),
        lastAt: z.nullable(moment()),
      }),
    ),
  }),
  z.object({
    kind: z.literal('devices.answer'),
    items: rows(
      z.object({
        device,
        answered: z.boolean(),
        /** Heard after so many milliseconds. */
        ms: z.nullable(count()),
        /** It was asked to speak; others speak by themselves. */
        isAsked: z.boolean(),
        presence: z.enum(['unknown', 'online', 'offline']),
      }),
    ),
  }),
  z.object({
    kind: z.literal('lines.count'),
    from: moment(),
    heardSince: moment(),
    /** Attempts of those whom nobody knows. */
    strangers: count(),
    items: rows(z.object({ device, protocol: words(40), framesIn: count(), framesOut: count(), unknown: count(), faults: count() })),
  }),
  z.object({
    kind: z.literal('readings.detect'),
    items: rows(
      z.object({
        device,
        /** Whose average the spread was held against: the node's own readings, what the house keeps, or none. */
        basis: z.enum(['own', 'house', 'none']),
        readings: count(),
        average: figure(),
        deviation: figure(),
        found: count(),
        worst: figure(),
        worstAt: z.nullable(moment()),
      }),
    ),
  }),
])
export type EdgeResult = z.infer<typeof edgeResultSchema>
export type EdgeResultOf<K extends EdgeKind> = Extract<EdgeResult, { kind: K }>

/** `waiting`: the node has not asked for it yet. `sent`: it lies on the node's disk. `expired`: nobody began or answered in time. */
export const edgeStates = ['waiting', 'sent', 'running', 'done', 'failed', 'expired', 'cancelled'] as const
export type EdgeState = (typeof edgeStates)[number]
export const isEdgeEnd = (state: EdgeState): boolean => edgeStates.indexOf(state) > 2

/** Why a node did not finish; short words for machines, told in the reader's language. */
export const edgeCauses = ['time', 'memory', 'restarted', 'late', 'failed', 'not-fetched', 'no-answer'] as const
export type EdgeCause = (typeof edgeCauses)[number]

/** What a node says of a job, in the lane of its events. */
export const edgeToldSchema = z.object({
  jobId: words(60),
  state: z.enum(['running', 'done', 'failed', 'expired', 'cancelled']),
  cause: z.optional(slug()),
  result: z.optional(edgeResultSchema),
})
export type EdgeTold = z.infer<typeof edgeToldSchema>
