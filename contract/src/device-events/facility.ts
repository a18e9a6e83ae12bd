import { z } from '../kernel/zod.ts'
import { between, celsius, count, event, optional, percent, slug, words } from './base.ts'

export const facilityEvents = [
  event('bin.level', {
    percent: percent(),
    weightKg: optional(between(0, 1e5)),
    temperatureC: optional(celsius()),
    kind: optional(z.enum(['recyclable', 'kitchen', 'hazardous', 'residual', 'bulky'])),
  }),
  event('bin.tilted', { isActive: z.boolean(), tiltDegrees: optional(between(-180, 180)) }),
  event('bin.burning', { isActive: z.boolean(), temperatureC: optional(celsius()) }),
  event('bin.dropped', { kind: optional(slug()), weightKg: optional(between(0, 1e5)), person: optional(words(80)) }),
  event('manhole.moved', { isOpen: z.boolean(), tiltDegrees: optional(between(-180, 180)) }),
  event('manhole.water', { levelMm: optional(between(0, 1e6)), isHigh: z.boolean() }),
  event('manhole.knocked', { accelerationMs2: optional(between(0, 10_000)) }),
  event('lamp.state', {
    isOn: z.boolean(),
    dimPercent: optional(percent()),
    powerW: optional(between(0, 1e6)),
    energyWh: optional(between(0, 1e15)),
    volts: optional(between(0, 1e4)),
    amps: optional(between(0, 1e4)),
    burnedHours: optional(between(0, 1e7)),
  }),
  event('lamp.fault', { kind: slug(), isActive: z.boolean() }),
  event('pump.state', {
    isRunning: z.boolean(),
    hasFault: optional(z.boolean()),
    frequencyHz: optional(between(0, 1000)),
    mode: optional(z.enum(['auto', 'manual', 'off'])),
  }),
  event('voice.call', { state: z.enum(['ringing', 'answered', 'ended', 'missed']), button: optional(count(64)) }),
  event('switch.changed', { channel: count(1024), isOn: z.boolean(), name: optional(slug()) }),
  event('motion.seen', { isActive: z.boolean() }),
  event('tilt.read', {
    xDegrees: optional(between(-180, 180)),
    yDegrees: optional(between(-180, 180)),
    zDegrees: optional(between(-180, 180)),
  }),
] as const
