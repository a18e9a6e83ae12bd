import { z } from '../kernel/zod.ts'
import { between, celsius, event, moment, optional, percent, slug, words } from './base.ts'

const density = () => optional(between(0, 1e6))

export const environmentEvents = [
  event('environment.read', {
    temperatureC: optional(celsius()),
    humidityPercent: optional(percent()),
    pm25Ugm3: density(),
    pm10Ugm3: density(),
    tspUgm3: density(),
    so2Ugm3: density(),
    no2Ugm3: density(),
    o3Ugm3: density(),
    coMgm3: density(),
    co2Ppm: density(),
    vocMgm3: density(),
    noiseDb: optional(between(0, 200)),
    windMs: optional(between(0, 150)),
    windDegrees: optional(between(0, 360)),
    pressureHpa: optional(between(0, 2000)),
    rainMm: optional(between(0, 1e5)),
    lux: optional(between(0, 1e6)),
  }),
  /** One factor of a station under its own code, with the mark that the station gave it. */
  event('environment.factor', {
    factor: slug(),
    value: optional(z.number()),
    average: optional(z.number()),
    least: optional(z.number()),
    most: optional(z.number()),
    total: optional(z.number()),
    unit: optional(words(20)),
    flag: optional(words(4)),
    period: z.enum(['now', 'minute', 'hour', 'day']),
    from: optional(moment()),
    /** A record that was missing and came later. */
    isLate: optional(z.boolean()),
  }),
  event('environment.exceeded', { factor: slug(), value: z.number(), limit: optional(z.number()), isActive: z.boolean() }),
  event('water.leak', { isActive: z.boolean(), zone: optional(words(60)) }),
  event('water.level', { levelMm: between(-1e6, 1e6), isHigh: optional(z.boolean()), isLow: optional(z.boolean()) }),
  event('water.pressure', { pressureKpa: between(-1000, 1e5) }),
  event('water.quality', {
    ph: optional(between(0, 14)),
    turbidityNtu: optional(between(0, 1e5)),
    chlorineMgl: optional(between(0, 1000)),
    conductivityUscm: optional(between(0, 1e6)),
    oxygenMgl: optional(between(0, 100)),
    codMgl: optional(between(0, 1e6)),
    ammoniaMgl: optional(between(0, 1e5)),
  }),
] as const
