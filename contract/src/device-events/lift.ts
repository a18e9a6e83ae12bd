import { z } from '../kernel/zod.ts'
import { between, count, event, evidence, optional, percent, slug, words } from './base.ts'

const floor = { floor: optional(words(8)) }

export const liftEvents = [
  event('lift.state', {
    ...floor,
    direction: optional(z.enum(['up', 'down', 'none'])),
    door: optional(z.enum(['open', 'opening', 'closing', 'closed', 'unknown'])),
    isMoving: optional(z.boolean()),
    speedMs: optional(between(-20, 20)),
    mode: optional(
      z.enum(['normal', 'maintenance', 'fire', 'firefighter', 'emergency-power', 'earthquake', 'stopped', 'locked', 'unknown']),
    ),
    hasPassenger: optional(z.boolean()),
    passengers: optional(count(100)),
    loadKg: optional(between(0, 10_000)),
    inDoorZone: optional(z.boolean()),
  }),
  event('lift.trapped', { ...floor, isActive: z.boolean(), passengers: optional(count(100)), photo: evidence() }),
  event('lift.call-button', { ...floor }),
  /** `code` as our vocabulary names it, `deviceCode` as the lift says it. */
  event('lift.fault', { ...floor, code: slug(), deviceCode: optional(words(20)), text: optional(words()), isActive: z.boolean() }),
  event('lift.overloaded', { ...floor, isActive: z.boolean() }),
  event('lift.ebike', { ...floor, isInside: z.boolean(), confidencePercent: optional(percent()), photo: evidence() }),
  event('lift.counted', {
    runs: optional(count()),
    runHours: optional(between(0, 1e7)),
    doorOpenings: optional(count()),
    ropeBends: optional(count()),
    distanceM: optional(between(0, 1e10)),
  }),
  event('lift.levelled', { ...floor, offsetMm: between(-1000, 1000) }),
  event('lift.vibration', { xMs2: optional(between(-100, 100)), yMs2: optional(between(-100, 100)), zMs2: optional(between(-100, 100)) }),
] as const
