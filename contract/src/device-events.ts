import { z } from './kernel/zod.ts'

/** The vocabulary in which every device speaks to the platform, whatever its own protocol. */
const base = {
  /** The device's code in our register, never an address of its network. */
  device: z.string().check(z.regex(/^[a-z0-9][a-z0-9-]{0,39}$/)),
  /** Counts up for each device; a number seen before is applied once. */
  sequence: z.number().check(z.int(), z.minimum(1)),
  /** When it happened by the device's clock where it has one, otherwise when it was heard. Milliseconds. */
  at: z.number().check(z.int(), z.minimum(0)),
  heardAt: z.number().check(z.int(), z.minimum(0)),
}

const reading = z.object({
  /** Total since installation, in watt-hours. */
  energyWh: z.number().check(z.minimum(0)),
  powerW: z.optional(z.number()),
  volts: z.optional(z.number().check(z.minimum(0))),
})

export const deviceEventSchema = z.discriminatedUnion('type', [
  z.object({ ...base, type: z.literal('meter.read'), values: reading }),
  z.object({ ...base, type: z.literal('door.opened'), values: z.object({}) }),
  z.object({ ...base, type: z.literal('door.closed'), values: z.object({}) }),
  z.object({ ...base, type: z.literal('device.battery'), values: z.object({ percent: z.number().check(z.minimum(0), z.maximum(100)) }) }),
  z.object({ ...base, type: z.literal('device.online'), values: z.object({}) }),
  z.object({ ...base, type: z.literal('device.offline'), values: z.object({ silentMs: z.number() }) }),
  /** Bytes that nobody understood: kept as they came, never guessed. */
  z.object({
    ...base,
    type: z.literal('frame.unknown'),
    values: z.object({ protocol: z.string(), reason: z.string(), hex: z.string().check(z.maxLength(2048)) }),
  }),
])

export type DeviceEvent = z.infer<typeof deviceEventSchema>
export type DeviceEventType = DeviceEvent['type']

type WithoutNumber<E> = E extends DeviceEvent ? Omit<E, 'sequence'> : never
/** As a protocol hands it over; the spool gives it its number. */
export type DeviceSignal = WithoutNumber<DeviceEvent>

/** What a bridge signs: the exact characters of this object as JSON. Each batch names the digest of the one before it. */
export const deviceBatchSchema = z.object({
  bridge: z.string().check(z.regex(/^[a-z0-9][a-z0-9-]{0,39}$/)),
  number: z.number().check(z.int(), z.minimum(1)),
  previous: z.string().check(z.regex(/^[0-9a-f]{64}$/)),
  events: z.array(deviceEventSchema).check(z.minLength(1), z.maxLength(500)),
})
export type DeviceBatch = z.infer<typeof deviceBatchSchema>

/** Stands before the first batch of a bridge. */
export const firstDigest = '0'.repeat(64)
