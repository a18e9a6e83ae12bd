import { z } from '../kernel/zod.ts'

/** A code in our register, of a device or of a bridge; never an address of its network. */
export const deviceCode = () => z.string().check(z.regex(/^[a-z0-9][a-z0-9-]{0,39}$/))
/** Milliseconds since 1970. */
export const moment = () => z.number().check(z.int(), z.minimum(0), z.maximum(8_640_000_000_000_000))
/** A word of the vocabulary: `low-battery`, `pm25`. */
export const slug = () => z.string().check(z.regex(/^[a-zA-Z0-9][a-zA-Z0-9._-]{0,59}$/))
/** What a device says for people; cut before it is told, never trusted as markup. */
export const words = (most = 200) => z.string().check(z.maxLength(most))
export const count = (most = Number.MAX_SAFE_INTEGER) => z.number().check(z.int(), z.minimum(0), z.maximum(most))
export const between = (least: number, most: number) => z.number().check(z.minimum(least), z.maximum(most))
export const percent = () => between(0, 100)
export const celsius = () => between(-273.15, 2000)
export const optional = z.optional
/** Where a picture or a recording lies: a key of our files, or the address that the device gave. */
export const evidence = () => z.optional(z.string().check(z.minLength(1), z.maxLength(500)))

const base = {
  device: deviceCode(),
  /** Counts up for each device; a number seen before is applied once. */
  sequence: z.number().check(z.int(), z.minimum(1)),
  /** When it happened by the device's clock where it has one, otherwise when it was heard. Milliseconds. */
  at: moment(),
  heardAt: moment(),
}

/** One kind of event: its name and what it carries, units in the names. Values that it does not name are dropped. */
export const event = <T extends string, V extends z.core.$ZodLooseShape>(type: T, values: V) =>
  z.object({ ...base, type: z.literal(type), values: z.object(values) })

/** A scalar that a device reports under a name of its own model. */
export const scalar = () => z.union([z.number(), z.boolean(), words(500), z.null()])
/** Names of a product's own model with their scalars. */
export const scalars = (most = 100) =>
  z.record(slug(), scalar()).check(z.refine((value) => Object.keys(value).length <= most, { error: `at most ${most} names` }))
