import { z } from '../kernel/zod.ts'
import { deviceCode } from './base.ts'
import { cameraEvents } from './camera.ts'
import { chargingEvents } from './charging.ts'
import { bridgeEvents, deviceEvents } from './device.ts'
import { doorEvents } from './door.ts'
import { environmentEvents } from './environment.ts'
import { facilityEvents } from './facility.ts'
import { fireEvents } from './fire.ts'
import { liftEvents } from './lift.ts'
import { meterEvents } from './meter.ts'
import { parkingEvents } from './parking.ts'

export { deviceCode } from './base.ts'
export { connectorStates } from './charging.ts'
export { plateColours } from './parking.ts'

/** The vocabulary in which every device speaks to the platform, whatever its own protocol. One file for each family. */
export const deviceEventSchema = z.discriminatedUnion('type', [
  ...deviceEvents,
  ...bridgeEvents,
  ...meterEvents,
  ...doorEvents,
  ...chargingEvents,
  ...parkingEvents,
  ...fireEvents,
  ...liftEvents,
  ...environmentEvents,
  ...cameraEvents,
  ...facilityEvents,
])

export type DeviceEvent = z.infer<typeof deviceEventSchema>
export type DeviceEventType = DeviceEvent['type']

/** Every event by its family, for pages and checks that walk the whole vocabulary. */
export const eventFamilies = {
  device: deviceEvents,
  bridge: bridgeEvents,
  meter: meterEvents,
  door: doorEvents,
  charging: chargingEvents,
  parking: parkingEvents,
  fire: fireEvents,
  lift: liftEvents,
  environment: environmentEvents,
  camera: cameraEvents,
  facility: facilityEvents,
} as const
export type EventFamily = keyof typeof eventFamilies

type WithoutNumber<E> = E extends DeviceEvent ? Omit<E, 'sequence'> : never
/** As a protocol hands it over; the spool gives it its number. */
export type DeviceSignal = WithoutNumber<DeviceEvent>

/** What a bridge signs: the exact characters of this object as JSON. Each batch names the digest of the one before it. */
export const deviceBatchSchema = z.object({
  bridge: deviceCode(),
  number: z.number().check(z.int(), z.minimum(1)),
  previous: z.string().check(z.regex(/^[0-9a-f]{64}$/)),
  events: z.array(deviceEventSchema).check(z.minLength(1), z.maxLength(500)),
})
export type DeviceBatch = z.infer<typeof deviceBatchSchema>

/** Stands before the first batch of a bridge. */
export const firstDigest = '0'.repeat(64)
