import { z } from '../kernel/zod.ts'
import { between, celsius, count, event, evidence, optional, percent, slug, words } from './base.ts'

/** What is thrown away is sorted into these. */
export const wasteKinds = ['recyclable', 'kitchen', 'hazardous', 'residual', 'bulky'] as const
const wasteKind = () => z.enum(wasteKinds)

export const facilityEvents = [
  event('siren.state', { isOn: z.boolean() }),
  event('bin.level', {
    percent: percent(),
    weightKg: optional(between(0, 1e5)),
    temperatureC: optional(celsius()),
    kind: optional(wasteKind()),
  }),
  event('bin.tilted', { isActive: z.boolean(), tiltDegrees: optional(between(-180, 180)) }),
  event('bin.burning', { isActive: z.boolean(), temperatureC: optional(celsius()) }),
  /** Somebody stands before it: by a code or card, and what the bin itself recognised. It opens only when it is told. */
  event('bin.asked', {
    person: optional(words(80)),
    kind: optional(wasteKind()),
    confidencePercent: optional(percent()),
    photo: evidence(),
  }),
  event('bin.dropped', {
    kind: optional(slug()),
    weightKg: optional(between(0, 1e5)),
    volumeL: optional(between(0, 1e5)),
    person: optional(words(80)),
    /** What the bin took it for, and how sure it was. */
    recognised: optional(wasteKind()),
    confidencePercent: optional(percent()),
    photo: evidence(),
  }),
  event('bin.closed', {}),
  /** Seen by a camera beside it: bags on the ground, the wrong kind in it. */
  event('bin.misused', {
    kind: z.enum(['wrong-kind', 'left-outside']),
    recognised: optional(wasteKind()),
    confidencePercent: optional(percent()),
    photo: evidence(),
  }),
  event('bin.collected', { weightKg: between(0, 1e5), vehicle: optional(words(40)), kind: optional(wasteKind()) }),
  event('sewage.flow', { totalM3: between(0, 1e12), flowM3h: optional(between(-1e6, 1e6)), ph: optional(between(0, 14)) }),
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
  event('fan.state', {
    isRunning: z.boolean(),
    hasFault: optional(z.boolean()),
    speedPercent: optional(percent()),
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
