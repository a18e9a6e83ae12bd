import { z } from '../kernel/zod.ts'
import { between, celsius, count, event, evidence, optional, percent, words } from './base.ts'

/** Which of a controller's doors; a device with one door leaves it out. */
const door = { door: optional(count(256)) }
const way = () => optional(z.enum(['in', 'out']))
const credential = () => optional(words(120))

export const doorEvents = [
  event('door.opened', { ...door, by: optional(z.enum(['credential', 'button', 'remote', 'fire', 'key', 'unknown'])) }),
  event('door.closed', { ...door }),
  event('door.unlocked', { ...door, by: optional(z.enum(['credential', 'button', 'remote', 'fire', 'schedule', 'unknown'])) }),
  event('door.locked', { ...door }),
  event('door.forced', { ...door }),
  event('door.held-open', { ...door, openMs: optional(between(0, 1e10)) }),
  event('door.button', { ...door }),
  event('door.duress', { ...door, credential: credential() }),
  /** Open for everybody until released: by fire, by a schedule, by a person. */
  event('door.mode', { ...door, mode: z.enum(['controlled', 'normally-open', 'normally-closed', 'released-by-fire']) }),
  /** A tag on a thing (an e-bike, a trolley, a lamp post) that came near enough to be read. */
  event('tag.seen', { tag: words(80), rssiDbm: optional(between(-150, 0)), direction: way() }),
  /** A card at a reader, before anybody decided. */
  event('card.read', {
    ...door,
    card: words(120),
    format: optional(words(40)),
    facility: optional(count()),
    number: optional(count()),
    direction: way(),
  }),
  event('code.read', { ...door, text: words(500), direction: way() }),
  event('pin.entered', { ...door, digits: count(32) }),
  /** Somebody went through, or was turned away. */
  event('passage', {
    ...door,
    isGranted: z.boolean(),
    direction: way(),
    method: z.enum(['card', 'face', 'code', 'pin', 'fingerprint', 'plate', 'phone', 'remote', 'button', 'password', 'combined', 'unknown']),
    /** Card number, pass, or the name under which the device knows the person. */
    credential: credential(),
    person: optional(words(80)),
    reason: optional(words()),
    similarityPercent: optional(percent()),
    temperatureC: optional(celsius()),
    hasMask: optional(z.boolean()),
    photo: evidence(),
    /** The device's own number of the record, where records are fetched again after an outage. */
    record: optional(count()),
  }),
  event('doorbell.rung', { ...door, photo: evidence() }),
] as const
