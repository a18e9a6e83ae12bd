import { between, count, moment, optional, words } from '../device-events/base.ts'
import { z } from '../kernel/zod.ts'
import { command } from './base.ts'

const door = { door: optional(count(256)) }
const lane = { lane: optional(count(64)) }

/** One period in which a credential opens. */
const period = z.object({ from: optional(moment()), until: optional(moment()) })
const doors = optional(z.array(count(256)).check(z.maxLength(64)))

export const doorCommands = [
  command('door.open', { ...door, seconds: optional(between(1, 600)) }),
  command('door.close', { ...door }),
  /** Stays open for everybody until `door.release`. */
  command('door.hold-open', { ...door }),
  command('door.hold-closed', { ...door }),
  /** Back to deciding by credential. */
  command('door.release', { ...door }),
  command('credential.put', {
    kind: z.enum(['card', 'pin', 'face', 'code']),
    credential: words(500),
    person: optional(words(80)),
    doors,
    period: optional(period),
    photo: optional(words(500)),
  }),
  command('credential.remove', {
    kind: z.enum(['card', 'pin', 'face', 'code', 'all']),
    credential: optional(words(120)),
    person: optional(words(80)),
  }),
  command('credential.clear', {}),
  command('records.fetch', { from: optional(count()), until: optional(count()) }),
] as const

export const parkingCommands = [
  command('barrier.open', { ...lane }),
  command('barrier.close', { ...lane }),
  command('barrier.hold-open', { ...lane }),
  command('barrier.release', { ...lane }),
  command('display.show', {
    ...lane,
    lines: z.array(words(80)).check(z.minLength(1), z.maxLength(8)),
    seconds: optional(between(1, 3600)),
  }),
  command('voice.play', {
    text: optional(words(200)),
    clip: optional(count(9999)),
    volumePercent: optional(between(0, 100)),
    times: optional(between(1, 20)),
  }),
  command('plate.list-put', { plate: words(20), isAllowed: z.boolean(), period: optional(period) }),
  command('plate.list-remove', { plate: words(20) }),
  command('plate.capture', { ...lane }),
] as const
