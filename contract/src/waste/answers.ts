import { idSchema, instantSchema, versionSchema } from '../kernel/id.ts'
import { L1, L2, L3 } from '../kernel/level.ts'
import { z } from '../kernel/zod.ts'
import { wasteKinds } from './words.ts'

export const kindSchema = () => z.enum(wasteKinds)
const kilos = () => z.number()
const share = () => z.nullable(z.number())
const place = z.object({ path: z.string(), name: z.string() })

/** One kind of one day; what is in the bins since is what was dropped and not yet collected. */
const sum = {
  kind: kindSchema(),
  drops: z.number(),
  droppedKg: kilos(),
  collectedKg: kilos(),
}

export const boardSchema = L2(
  z.object({
    day: z.string(),
    kinds: z.array(z.object(sum)),
    drops: z.number(),
    droppedKg: kilos(),
    collectedKg: kilos(),
    /** Of the drops that a bin recognised, those that went into the right kind; null where none was. */
    sortingRate: share(),
    misused: z.number(),
    bins: z.array(
      z.object({
        id: idSchema(),
        name: z.string(),
        placePath: z.string(),
        kinds: z.array(kindSchema()),
        presence: z.string(),
        percent: z.nullable(z.number()),
        weightKg: z.nullable(z.number()),
        readAt: z.nullable(instantSchema()),
        version: versionSchema(),
      }),
    ),
    sewage: z.array(
      z.object({ id: idSchema(), name: z.string(), flowM3h: z.nullable(z.number()), todayM3: z.number(), readAt: instantSchema() }),
    ),
    sewageM3: z.number(),
    openTasks: z.number(),
  }),
)
export type WasteBoard = z.infer<typeof boardSchema>

export const daysSchema = L2(
  z.object({
    days: z.array(
      z.object({
        day: z.string(),
        kinds: z.array(z.object(sum)),
        drops: z.number(),
        droppedKg: kilos(),
        collectedKg: kilos(),
        /** Dropped less collected: what stays in the bins, or was in them before. */
        balanceKg: kilos(),
        sortingRate: share(),
        sewageM3: z.number(),
      }),
    ),
    kinds: z.array(z.object(sum)),
    droppedKg: kilos(),
    collectedKg: kilos(),
    sortingRate: share(),
  }),
)
export type WasteDays = z.infer<typeof daysSchema>

export const tripSchema = L2(
  z.object({
    id: idSchema(),
    at: instantSchema(),
    bin: z.object({ id: idSchema(), name: z.string() }),
    place,
    kind: z.nullable(kindSchema()),
    weightKg: kilos(),
    vehicle: z.nullable(z.string()),
  }),
)
export type WasteTrip = z.infer<typeof tripSchema>

export const taskSchema = L2(
  z.object({
    id: idSchema(),
    state: z.enum(['open', 'done']),
    bin: z.object({ id: idSchema(), name: z.string() }),
    place,
    percent: z.number(),
    assignee: z.nullable(z.object({ id: idSchema(), name: z.string() })),
    openedAt: instantSchema(),
    doneAt: z.nullable(instantSchema()),
    doneBy: z.nullable(z.string()),
    /** What showed that it was emptied. */
    proof: z.nullable(z.enum(['photo', 'empty'])),
    photos: z.array(z.object({ id: z.string(), url: z.string(), thumb: z.string() })),
    version: versionSchema(),
    can: z.array(z.enum(['clear'])),
  }),
)
export type ClearingTask = z.infer<typeof taskSchema>

export const binSchema = L2(z.object({ id: idSchema(), kinds: z.array(kindSchema()), version: versionSchema() }))
export type WasteBin = z.infer<typeof binSchema>

export const guideItemSchema = L1(
  z.object({
    id: idSchema(),
    name: z.string(),
    kind: kindSchema(),
    hint: z.string(),
    isShown: z.boolean(),
    version: versionSchema(),
  }),
)
export type GuideItem = z.infer<typeof guideItemSchema>

export const guideSchema = L1(
  z.object({
    items: z.array(z.object({ id: idSchema(), name: z.string(), kind: kindSchema(), hint: z.string() })),
    /** Bins of the estates where the reader lives, by what they take. */
    points: z.array(
      z.object({
        id: idSchema(),
        name: z.string(),
        kinds: z.array(kindSchema()),
        place: z.string(),
        isFull: z.boolean(),
        isOnline: z.boolean(),
      }),
    ),
  }),
)
export type WasteGuide = z.infer<typeof guideSchema>

export const cardSchema = L3(z.object({ houseId: idSchema(), code: z.string() }))
export type WasteCard = z.infer<typeof cardSchema>

export const ownSchema = L2(
  z.object({
    homes: z.array(z.object({ houseId: idSchema(), house: z.string() })),
    /** The newest first. */
    drops: z.array(
      z.object({
        id: idSchema(),
        at: instantSchema(),
        bin: z.string(),
        kind: kindSchema(),
        recognised: z.nullable(kindSchema()),
        confidencePercent: z.nullable(z.number()),
        weightKg: z.nullable(z.number()),
        volumeL: z.nullable(z.number()),
        isRight: z.nullable(z.boolean()),
      }),
    ),
    /** Of all that is kept of the household, not of what is shown only. */
    totals: z.array(z.object({ kind: kindSchema(), drops: z.number(), weightKg: z.number(), volumeL: z.number() })),
    sortingRate: share(),
  }),
)
export type OwnWaste = z.infer<typeof ownSchema>
