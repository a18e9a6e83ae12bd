import { daySchema, idSchema, instantSchema, versionSchema } from '../kernel/id.ts'
import { L2, L3 } from '../kernel/level.ts'
import { z } from '../kernel/zod.ts'
import { energyCarrierNames, energyUseNames } from './words.ts'

export const carrierSchema = () => z.enum(energyCarrierNames)
export const useSchema = () => z.enum(energyUseNames)
export const monthSchema = () => z.string().check(z.regex(/^\d{4}-(0[1-9]|1[0-2])$/))

export const meterSchema = L2(
  z.object({
    id: idSchema(),
    /** As it stands on the meter. */
    number: z.string(),
    carrier: carrierSchema(),
    use: useSchema(),
    place: z.object({ id: z.nullable(idSchema()), path: z.string(), name: z.string() }),
    deviceId: z.nullable(idSchema()),
    /** What it showed last, in the unit of its carrier; null before its first reading. */
    total: z.nullable(z.number()),
    readAt: z.nullable(instantSchema()),
    version: versionSchema(),
  }),
)
export type EnergyMeter = z.infer<typeof meterSchema>

export const analysisSchema = L2(
  z.object({
    unit: z.string(),
    total: z.number(),
    uses: z.array(z.object({ use: useSchema(), used: z.number() })),
    buildings: z.array(
      z.object({
        path: z.string(),
        name: z.string(),
        used: z.number(),
        /** Square metres of its file; null where the file does not say. */
        area: z.nullable(z.number()),
        perArea: z.nullable(z.number()),
      }),
    ),
    steps: z.array(z.object({ at: instantSchema(), use: useSchema(), used: z.number() })),
  }),
)
export type EnergyAnalysis = z.infer<typeof analysisSchema>

export const overviewSchema = L2(
  z.object({
    items: z.array(
      z.object({
        carrier: carrierSchema(),
        unit: z.string(),
        meters: z.number(),
        total: z.number(),
        /** Of as many days before; null where nothing was counted then. */
        before: z.nullable(z.number()),
        days: z.array(z.object({ day: daySchema(), used: z.number() })),
        uses: z.array(z.object({ use: useSchema(), used: z.number() })),
        /** Those that used most, at most ten. */
        buildings: z.array(z.object({ path: z.string(), name: z.string(), used: z.number() })),
      }),
    ),
  }),
)
export type EnergyOverview = z.infer<typeof overviewSchema>

export const liveEnergySchema = L2(
  z.object({
    at: instantSchema(),
    items: z.array(
      z.object({
        carrier: carrierSchema(),
        use: useSchema(),
        unit: z.string(),
        meters: z.number(),
        /** Watts, or litres an hour, of meters that told within the last quarter of an hour. */
        rate: z.nullable(z.number()),
        today: z.number(),
        /** Of the last seven whole days. */
        week: z.number(),
        baseline: z.nullable(z.number()),
        /** Baseline of those days less what was used; below nothing where more was used. */
        saved: z.nullable(z.number()),
      }),
    ),
  }),
)
export type LiveEnergy = z.infer<typeof liveEnergySchema>

export const baselineSchema = L2(
  z.object({
    id: idSchema(),
    place: z.object({ id: idSchema(), name: z.string() }),
    carrier: carrierSchema(),
    use: useSchema(),
    perDay: z.number(),
    version: versionSchema(),
  }),
)
export type EnergyBaseline = z.infer<typeof baselineSchema>

export const homesSchema = L2(
  z.object({
    unit: z.string(),
    houses: z.number(),
    total: z.number(),
    /** Buildings of too few houses are added to no line of their own: one would see a single household in them. */
    buildings: z.array(z.object({ path: z.string(), name: z.string(), houses: z.number(), used: z.number(), average: z.number() })),
    /** Only households that agreed to be looked at one by one. */
    agreed: z.array(L3(z.object({ houseId: idSchema(), name: z.string(), used: z.number() }))),
  }),
)
export type HomesEnergy = z.infer<typeof homesSchema>

export const ownEnergySchema = L2(
  z.object({
    items: z.array(
      z.object({
        houseId: idSchema(),
        house: z.string(),
        carrier: carrierSchema(),
        unit: z.string(),
        number: z.string(),
        total: z.nullable(z.number()),
        readAt: z.nullable(instantSchema()),
        days: z.array(z.object({ day: daySchema(), used: z.number() })),
        months: z.array(z.object({ month: monthSchema(), used: z.number() })),
      }),
    ),
  }),
)
export type OwnEnergy = z.infer<typeof ownEnergySchema>

export const equipmentSchema = L2(
  z.object({
    deviceId: idSchema(),
    device: z.string(),
    name: z.string(),
    place: z.string(),
    isRunning: z.boolean(),
    /** Since it was last maintained. */
    hours: z.number(),
    everyHours: z.number(),
    maintainOn: z.nullable(daySchema()),
    version: versionSchema(),
  }),
)
export type EnergyEquipment = z.infer<typeof equipmentSchema>

export const feedSchema = L2(
  z.object({
    id: idSchema(),
    name: z.string(),
    carrier: carrierSchema(),
    place: z.object({ id: idSchema(), name: z.string() }),
    url: z.string(),
    isOn: z.boolean(),
    polledAt: z.nullable(instantSchema()),
    /** Of the last time: how many readings were taken, how many numbers nobody has registered, or why there was no answer. */
    taken: z.number(),
    unknown: z.number(),
    fault: z.nullable(z.string()),
    version: versionSchema(),
  }),
)
export type EnergyFeed = z.infer<typeof feedSchema>
