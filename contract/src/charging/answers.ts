import { idSchema, versionSchema } from '../kernel/id.ts'
import { L2 } from '../kernel/level.ts'
import { text } from '../kernel/text.ts'
import { z } from '../kernel/zod.ts'

/** Whom a charger is for; only ports for e-bikes count in the plan. */
export const chargerUses = ['ebike', 'car'] as const
export type ChargerUse = (typeof chargerUses)[number]
export const chargerUseTexts = { ebike: text('电动自行车', 'E-bikes'), car: text('汽车', 'Cars') } as const

export const portStates = ['free', 'busy', 'faulty', 'unknown'] as const
export type PortState = (typeof portStates)[number]
export const portStateTexts = {
  free: text('空闲', 'Free'),
  busy: text('占用', 'Occupied'),
  faulty: text('故障', 'Faulty'),
  unknown: text('未知', 'Unknown'),
} as const

const counted = { ports: z.number(), free: z.number(), busy: z.number(), faulty: z.number(), unknown: z.number() }

export const stationSchema = L2(
  z.object({
    id: idSchema(),
    code: z.string(),
    name: z.string(),
    place: z.object({ path: z.string(), name: z.string() }),
    presence: z.string(),
    stage: z.string(),
    /** Null until somebody registers what the charger is; it cannot run before. */
    record: z.nullable(
      z.object({
        use: z.enum(chargerUses),
        ports: z.number(),
        ratedVolts: z.number(),
        ratedHertz: z.number(),
        serves: z.nullable(z.object({ id: idSchema(), name: z.string() })),
      }),
    ),
    ...counted,
    version: versionSchema(),
  }),
)
export type ChargingStation = z.infer<typeof stationSchema>

export const planRowSchema = L2(
  z.object({
    building: z.object({ id: idSchema(), name: z.string() }),
    ebikes: z.number(),
    ports: z.number(),
    /** Ports that so many e-bikes need, and how many of them are not there. */
    wanted: z.number(),
    short: z.number(),
  }),
)
export type ChargingPlanRow = z.infer<typeof planRowSchema>

export const planSumsSchema = L2(
  z.object({
    ebikes: z.number(),
    ports: z.number(),
    /** Ports that serve no single building: of a shed of the estate. */
    shared: z.number(),
    wanted: z.number(),
    short: z.number(),
  }),
)
export type ChargingPlanSums = z.infer<typeof planSumsSchema>

export const nearSchema = L2(
  z.object({
    stations: z.array(
      z.object({
        id: idSchema(),
        name: z.string(),
        place: z.string(),
        use: z.enum(chargerUses),
        isOwnBuilding: z.boolean(),
        isOnline: z.boolean(),
        ports: z.array(z.object({ number: z.number(), state: z.enum(portStates) })),
      }),
    ),
  }),
)
export type ChargingNear = z.infer<typeof nearSchema>
