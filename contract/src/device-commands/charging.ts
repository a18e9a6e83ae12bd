import { between, count, moment, optional, slug, words } from '../device-events/base.ts'
import { z } from '../kernel/zod.ts'
import { command } from './base.ts'

const connector = { connector: count(256) }
const fen = () => count(1e12)

/** One stretch of a price list or of a power limit, by the minute of the day. */
const stretch = z.object({ fromMinute: between(0, 1439), electricityFen: fen(), serviceFen: fen() })

export const chargingCommands = [
  command('charging.start', {
    ...connector,
    token: words(64),
    transaction: optional(words(64)),
    limitWh: optional(between(0, 1e9)),
    limitFen: optional(fen()),
    limitSeconds: optional(between(0, 1e7)),
    balanceFen: optional(fen()),
  }),
  command('charging.stop', { connector: optional(count(256)), transaction: optional(words(64)) }),
  command('charging.limit', {
    ...connector,
    powerW: optional(between(0, 1e7)),
    amps: optional(between(0, 1e4)),
    transaction: optional(words(64)),
    seconds: optional(between(1, 1e7)),
  }),
  command('charging.limit-clear', { connector: optional(count(256)) }),
  command('charging.reserve', { ...connector, token: words(64), reservation: words(64), until: moment() }),
  command('charging.reserve-cancel', { reservation: words(64) }),
  command('charging.unlock', { ...connector }),
  command('charging.availability', { connector: optional(count(256)), isOperative: z.boolean() }),
  command('charging.prices', { stretches: z.array(stretch).check(z.minLength(1), z.maxLength(48)), model: optional(slug()) }),
  command('charging.token-list', {
    version: count(1e9),
    isFull: z.boolean(),
    tokens: z.array(z.object({ token: words(64), isAccepted: z.boolean(), until: optional(moment()) })).check(z.maxLength(500)),
  }),
  command('cabinet.open-slot', { slot: count(256) }),
] as const
