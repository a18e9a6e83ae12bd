import { z } from '../kernel/zod.ts'

/** One command: its name and the values it takes, units in the names. Unknown values are refused, so that nothing is silently left out. */
export const command = <T extends string, V extends z.core.$ZodLooseShape>(name: T, values: V) =>
  z.object({ name: z.literal(name), values: z.strictObject(values) })
