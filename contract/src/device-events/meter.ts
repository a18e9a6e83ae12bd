import { z } from '../kernel/zod.ts'
import { between, celsius, count, event, moment, optional, slug, words } from './base.ts'

const total = () => between(0, 1e15)
/** When the meter froze this reading, for a reading of the past. */
const frozenAt = { frozenAt: optional(moment()) }
const phases = () => optional(z.array(between(-1e6, 1e6)).check(z.maxLength(3)))

export const meterEvents = [
  event('meter.read', {
    /** Total since installation, in watt-hours. */
    energyWh: total(),
    powerW: optional(between(-1e9, 1e9)),
    volts: optional(between(0, 1e6)),
    amps: optional(between(-1e6, 1e6)),
    reverseEnergyWh: optional(total()),
    reactiveVarh: optional(between(-1e15, 1e15)),
    reactiveVar: optional(between(-1e9, 1e9)),
    powerFactor: optional(between(-1, 1)),
    frequencyHz: optional(between(0, 1000)),
    demandW: optional(between(0, 1e9)),
    voltsByPhase: phases(),
    ampsByPhase: phases(),
    powerWByPhase: optional(z.array(between(-1e9, 1e9)).check(z.maxLength(3))),
    /** Totals of the tariffs, the first is tariff 1. */
    energyWhByTariff: optional(z.array(total()).check(z.maxLength(16))),
    ...frozenAt,
  }),
  event('meter.water-read', {
    volumeL: total(),
    flowLh: optional(between(-1e9, 1e9)),
    temperatureC: optional(celsius()),
    reverseVolumeL: optional(total()),
    ...frozenAt,
  }),
  event('meter.gas-read', {
    volumeL: total(),
    flowLh: optional(between(-1e9, 1e9)),
    temperatureC: optional(celsius()),
    pressureKpa: optional(between(0, 1e5)),
    ...frozenAt,
  }),
  event('meter.heat-read', {
    heatWh: optional(total()),
    coldWh: optional(total()),
    powerW: optional(between(-1e9, 1e9)),
    volumeL: optional(total()),
    flowLh: optional(between(-1e9, 1e9)),
    supplyC: optional(celsius()),
    returnC: optional(celsius()),
    workedHours: optional(count(1e7)),
    ...frozenAt,
  }),
  event('meter.valve', { state: z.enum(['open', 'closed', 'moving', 'fault', 'unknown']) }),
  event('meter.relay', { isClosed: z.boolean() }),
  /** `leak`, `burst`, `reverse-flow`, `magnet`, `cover-open`, `overload`, `power-lost`, `low-battery`, `empty-pipe` … */
  event('meter.alarm', { kind: slug(), isActive: z.boolean(), text: optional(words()) }),
  event('meter.credit', { balanceFen: z.number().check(z.int()) }),
] as const
