import { count, deviceCode, moment, words } from '../device-events/base.ts'
import { z } from '../kernel/zod.ts'
import { edgeJobSchema, measureSchema } from './jobs.ts'
import { unlockOrderSchema } from './locks.ts'

const asked = {
  bridge: deviceCode(),
  at: moment(),
  nonce: z.string().check(z.regex(/^[0-9a-zA-Z_-]{16,64}$/)),
}
const id = () => z.string().check(z.regex(/^[0-9a-z-]{1,60}$/))
const ids = () => z.array(id()).check(z.maxLength(50))

/** What a node signs to ask for its jobs; the house keeps the question open while there is nothing. */
export const jobsAskSchema = z.object({
  ...{ ask: z.literal('jobs'), ...asked },
  /** The highest number on the node's disk. */
  after: count(),
  /** Jobs that are not at their end there: of these it wants to know whether somebody cancelled them. */
  open: ids(),
  /** Orders to unlock that it has carried out already, the last ones: they need not come again. */
  unlocked: z.optional(ids()),
})
export const jobsAnswerSchema = z.object({
  now: moment(),
  jobs: z.array(edgeJobSchema).check(z.maxLength(50)),
  cancelled: ids(),
  unlocks: z.optional(z.array(unlockOrderSchema).check(z.maxLength(20))),
})
export type JobsAnswer = z.infer<typeof jobsAnswerSchema>

/** What a node may ask the house to look up or to reckon, of its own devices only. */
export const edgeRequestKinds = ['device.last', 'history.summary', 'history.detect'] as const
export type EdgeRequestKind = (typeof edgeRequestKinds)[number]
const days = () => z.number().check(z.int(), z.minimum(1), z.maximum(30))

export const edgeRequestSchema = z.discriminatedUnion('kind', [
  /** The last known values of a device. */
  z.object({ kind: z.literal('device.last'), device: deviceCode() }),
  /** How a measure was over the last days. */
  z.extend(measureSchema, { kind: z.literal('history.summary'), days: days() }),
  /** How many minutes of the last days were outside of these limits. */
  z.extend(measureSchema, {
    kind: z.literal('history.detect'),
    days: days(),
    above: z.optional(z.number()),
    below: z.optional(z.number()),
  }),
])
export type EdgeRequest = z.infer<typeof edgeRequestSchema>

export const requestAskSchema = z.object({
  ...{ ask: z.literal('request'), ...asked },
  /** The node's own: asked again under it, it is answered the same and counts once. */
  id: id(),
  request: edgeRequestSchema,
})

const figure = () => z.nullable(z.number())
export const edgeAnswerSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('device.last'),
    values: z
      .array(z.object({ property: words(60), value: z.union([z.number(), z.boolean(), words(500)]), at: moment() }))
      .check(z.maxLength(200)),
  }),
  z.object({
    kind: z.literal('history.summary'),
    ...{ from: moment(), until: moment(), readings: count(), average: figure(), least: figure(), most: figure() },
    /** Of the averages of minutes. */
    deviation: figure(),
  }),
  z.object({
    kind: z.literal('history.detect'),
    ...{ from: moment(), until: moment(), minutes: count(), outside: count(), least: figure(), most: figure() },
  }),
])
export type EdgeAnswer = z.infer<typeof edgeAnswerSchema>

/** Why the house does not answer: this node may not ask, asked too often, the device is not its own, nobody knows that measure. */
export const edgeRefusals = ['not-allowed', 'too-many', 'not-yours', 'unknown-measure'] as const
export type EdgeRefusal = (typeof edgeRefusals)[number]

export const requestAnswerSchema = z.object({
  id: id(),
  answer: z.nullable(edgeAnswerSchema),
  refusal: z.nullable(z.enum(edgeRefusals)),
})
export type RequestAnswer = z.infer<typeof requestAnswerSchema>
