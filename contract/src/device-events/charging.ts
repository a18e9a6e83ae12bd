import { z } from '../kernel/zod.ts'
import { between, celsius, count, event, moment, optional, percent, slug, words } from './base.ts'

const connector = { connector: count(256) }
/** The pile's or our own number of the charging process; the same in all of its events. */
const transaction = () => words(64)
const energy = () => between(0, 1e12)
const fen = () => count(1e12)

export const connectorStates = [
  'available',
  'preparing',
  'charging',
  'suspended-by-vehicle',
  'suspended-by-pile',
  'finishing',
  'reserved',
  'occupied',
  'unavailable',
  'faulted',
  'offline',
] as const

export const inputPhases = ['l1', 'l2', 'l3'] as const

export const chargingEvents = [
  event('pile.status', {
    ...connector,
    status: z.enum(connectorStates),
    isPlugged: optional(z.boolean()),
    error: optional(slug()),
    text: optional(words()),
    vendorError: optional(words(80)),
  }),
  event('charging.authorized', { connector: optional(count(256)), token: words(64), isAccepted: z.boolean(), reason: optional(words()) }),
  event('charging.started', {
    ...connector,
    transaction: transaction(),
    meterWh: optional(energy()),
    token: optional(words(64)),
    reservation: optional(words(64)),
    socPercent: optional(percent()),
    vin: optional(words(32)),
  }),
  event('charging.metered', {
    ...connector,
    transaction: optional(transaction()),
    /** The pile's own register. */
    meterWh: optional(energy()),
    /** Since this charging began. */
    energyWh: optional(energy()),
    powerW: optional(between(-1e7, 1e7)),
    volts: optional(between(0, 1e4)),
    amps: optional(between(-1e4, 1e4)),
    /** Of the mains that it is fed by. */
    hertz: optional(between(0, 1000)),
    socPercent: optional(percent()),
    temperatureC: optional(celsius()),
    chargedS: optional(count(1e8)),
    remainingS: optional(count(1e8)),
    costFen: optional(fen()),
  }),
  /** What the pile is fed with, where it says that it measured its input; one telling for each phase. */
  event('pile.input', {
    ...connector,
    phase: optional(z.enum(inputPhases)),
    volts: optional(between(0, 1e4)),
    hertz: optional(between(0, 1000)),
  }),
  event('charging.stopped', {
    ...connector,
    transaction: transaction(),
    meterWh: optional(energy()),
    energyWh: optional(energy()),
    reason: optional(slug()),
    token: optional(words(64)),
    socPercent: optional(percent()),
    startedAt: optional(moment()),
    /** What the pile itself reckons, where it knows the prices. */
    electricityFen: optional(fen()),
    serviceFen: optional(fen()),
    totalFen: optional(fen()),
    periods: optional(
      z
        .array(
          z.object({
            from: optional(moment()),
            until: optional(moment()),
            energyWh: energy(),
            totalFen: optional(fen()),
            tariff: optional(slug()),
          }),
        )
        .check(z.maxLength(96)),
    ),
  }),
  event('charging.refused', { connector: optional(count(256)), token: optional(words(64)), reason: words() }),
  event('reservation.ended', { reservation: words(64), reason: z.enum(['used', 'expired', 'cancelled', 'removed']) }),
  event('pile.security', { kind: slug(), text: optional(words(500)) }),
  event('pile.diagnostics', { state: z.enum(['idle', 'uploading', 'uploaded', 'upload-failed', 'refused']), file: optional(words(300)) }),
  /** One slot of a battery cabinet. */
  event('cabinet.slot', {
    slot: count(256),
    state: z.enum(['empty', 'charging', 'full', 'idle', 'locked', 'open', 'faulted']),
    battery: optional(words(64)),
    socPercent: optional(percent()),
    temperatureC: optional(celsius()),
  }),
] as const
