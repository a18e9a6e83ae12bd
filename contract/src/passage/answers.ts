import { idSchema, instantSchema, versionSchema } from '../kernel/id.ts'
import { field, L2 } from '../kernel/level.ts'
import { z } from '../kernel/zod.ts'
import { admissionNames } from './admission.ts'
import { passageDirectionNames, passageKindNames, passageMethodNames, passageResultNames, passageTypeNames } from './words.ts'

export const kindSchema = () => z.enum(passageKindNames)
export const directionSchema = () => z.enum(passageDirectionNames)
export const plateSchema = () => z.string().check(z.trim(), z.minLength(5), z.maxLength(12))

const gateOf = z.object({
  id: idSchema(),
  code: z.string(),
  name: z.string(),
  /** 枫林雅苑 · 东门 */
  place: z.string(),
  longitude: z.nullable(z.number()),
  latitude: z.nullable(z.number()),
})

/** One person or one vehicle, once through one gate. */
export const passageSchema = L2(
  z.object({
    id: idSchema(),
    kind: kindSchema(),
    at: instantSchema(),
    gate: gateOf,
    direction: directionSchema(),
    method: z.enum(passageMethodNames),
    result: z.enum(passageResultNames),
    reason: z.nullable(z.string()),
    /** What the barrier was answered, where the house decides. */
    admission: z.nullable(z.enum(admissionNames)),
    type: z.enum(passageTypeNames),
    /** The file it was found to be; null of a stranger. */
    person: z.nullable(
      z.object({ id: idSchema(), name: field(z.string(), { level: 'L3', key: 'person.name', mask: 'name' }), home: z.string() }),
    ),
    vehicle: z.nullable(z.object({ id: idSchema(), home: z.string() })),
    plate: z.nullable(field(z.string(), { level: 'L3', key: 'vehicle.plate', mask: 'plate' })),
    /** Of cards and passes only the end is shown; it tells two strangers apart. */
    credential: z.nullable(z.string()),
    plateColour: z.nullable(z.string()),
    vehicleColour: z.nullable(z.string()),
    similarityPercent: z.nullable(z.number()),
    temperatureC: z.nullable(field(z.number(), { level: 'L3', key: 'person.health', mask: 'all' })),
    hasMask: z.nullable(z.boolean()),
    photo: z.nullable(z.object({ url: z.string(), thumb: z.string() })),
    /** The address under which the device keeps its picture, where it was not brought to us. */
    photoAt: z.nullable(z.string()),
    /** Of a vehicle that left: how long it was inside, and where it stood. */
    stayMinutes: z.nullable(z.number()),
    parking: z.nullable(z.string()),
    isWatched: z.boolean(),
  }),
)
export type Passage = z.infer<typeof passageSchema>

/** What a resident sees of the own household: no gates of others, no credentials. */
export const ownPassageSchema = L2(
  z.object({
    id: idSchema(),
    kind: kindSchema(),
    at: instantSchema(),
    gate: z.string(),
    direction: directionSchema(),
    method: z.enum(passageMethodNames),
    result: z.enum(passageResultNames),
    /** Name of the person, or the plate: one's own, of a child, of the household's car. */
    who: field(z.string(), { level: 'L3', key: 'person.name', mask: 'name' }),
    photo: z.nullable(z.object({ url: z.string(), thumb: z.string() })),
    stayMinutes: z.nullable(z.number()),
  }),
)
export type OwnPassage = z.infer<typeof ownPassageSchema>

export const gateSchema = L2(
  z.object({
    id: idSchema(),
    code: z.string(),
    name: z.string(),
    kind: kindSchema(),
    place: z.string(),
    direction: directionSchema(),
    /** The way in at which it stands, by its place or as somebody said. */
    entrance: z.nullable(z.object({ id: idSchema(), name: z.string() })),
    version: versionSchema(),
  }),
)
export type Gate = z.infer<typeof gateSchema>

/** Sums of one stretch of time: an hour, a day. */
export const countSchema = L2(
  z.object({
    at: instantSchema(),
    type: z.nullable(z.enum(passageTypeNames)),
    in: z.number(),
    out: z.number(),
    unknown: z.number(),
    refused: z.number(),
  }),
)
export type PassageCount = z.infer<typeof countSchema>

export const presenceSchema = L2(
  z.object({
    lastAt: instantSchema(),
    lastGate: z.string(),
    direction: directionSchema(),
    isInside: z.nullable(z.boolean()),
    lastInAt: z.nullable(instantSchema()),
    lastOutAt: z.nullable(instantSchema()),
  }),
)
export type Presence = z.infer<typeof presenceSchema>

export const credentialSchema = L2(
  z.object({
    id: idSchema(),
    kind: z.enum(['card', 'number']),
    tail: z.string(),
    boundAt: instantSchema(),
    boundBy: z.nullable(z.string()),
    version: versionSchema(),
  }),
)
export type Credential = z.infer<typeof credentialSchema>

export const watchSchema = L2(
  z.object({
    id: idSchema(),
    plate: field(z.string(), { level: 'L3', key: 'vehicle.plate', mask: 'plate' }),
    reason: z.string(),
    level: z.number(),
    place: z.object({ id: idSchema(), name: z.string() }),
    people: z.array(z.object({ id: idSchema(), name: z.string() })),
    untilAt: z.nullable(instantSchema()),
    state: z.enum(['active', 'ended']),
    hits: z.number(),
    lastHitAt: z.nullable(instantSchema()),
    createdBy: z.nullable(z.string()),
    createdAt: instantSchema(),
    version: versionSchema(),
  }),
)
export type PlateWatch = z.infer<typeof watchSchema>
