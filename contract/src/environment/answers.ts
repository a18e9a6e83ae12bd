import { idSchema, instantSchema, versionSchema } from '../kernel/id.ts'
import { L1, L2 } from '../kernel/level.ts'
import { z } from '../kernel/zod.ts'
import { airGradeNames, gradedFactors } from './air.ts'
import { environmentFactorNames } from './factors.ts'

const station = {
  id: idSchema(),
  name: z.string(),
  /** Where it stands, below its estate. */
  place: z.string(),
  isOnline: z.boolean(),
  /** The latest of each factor, with the moment of which it is true. */
  readings: z.array(z.object({ factor: z.enum(environmentFactorNames), value: z.number(), at: instantSchema() })),
  /** By the particles of the last 24 hours; null while fewer hours than the standard asks for are known. */
  air: z.nullable(z.object({ grade: z.enum(airGradeNames), index: z.number(), main: z.enum(gradedFactors), hours: z.number() })),
}

/** What residents see: nothing but what the air and the water say. */
export const publicStationSchema = L1(z.object(station))
export type PublicStation = z.infer<typeof publicStationSchema>

export const stationSchema = L2(
  z.object({
    ...station,
    placePath: z.string(),
    presence: z.string(),
    /** Residents of the estate see it. */
    isPublic: z.boolean(),
    openAlarms: z.number(),
    version: versionSchema(),
    can: z.array(z.enum(['publish'])),
  }),
)
export type Station = z.infer<typeof stationSchema>

export const curveSchema = L1(
  z.object({
    factor: z.enum(environmentFactorNames),
    items: z.array(z.object({ at: instantSchema(), average: z.number() })),
  }),
)
export type EnvironmentCurve = z.infer<typeof curveSchema>
