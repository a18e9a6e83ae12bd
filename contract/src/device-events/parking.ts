import { z } from '../kernel/zod.ts'
import { count, event, evidence, optional, percent, slug, words } from './base.ts'

const lane = { lane: optional(count(64)) }

export const plateColours = ['blue', 'yellow', 'white', 'black', 'green', 'yellow-green', 'unknown'] as const

export const parkingEvents = [
  event('plate.read', {
    ...lane,
    /** As read, without spaces or dots; `无` cameras leave it empty when there is none. */
    plate: words(20),
    colour: optional(z.enum(plateColours)),
    confidencePercent: optional(percent()),
    direction: optional(z.enum(['in', 'out', 'unknown'])),
    vehicle: optional(slug()),
    vehicleColour: optional(slug()),
    trigger: optional(z.enum(['loop', 'video', 'manual', 'command', 'unknown'])),
    isListed: optional(z.boolean()),
    photo: evidence(),
    platePhoto: evidence(),
    record: optional(words(64)),
  }),
  event('barrier.opened', { ...lane, by: optional(z.enum(['plate', 'remote', 'button', 'fire', 'unknown'])) }),
  event('barrier.closed', { ...lane }),
  event('barrier.mode', { ...lane, mode: z.enum(['controlled', 'normally-open', 'normally-closed', 'released-by-fire']) }),
  event('loop.changed', { ...lane, loop: count(64), isOccupied: z.boolean() }),
  event('space.changed', { space: words(40), isOccupied: z.boolean(), plate: optional(words(20)) }),
  event('parking.button', { ...lane, button: slug() }),
] as const
