import { between, count, moment, optional, scalars, slug, words } from '../device-events/base.ts'
import { z } from '../kernel/zod.ts'
import { command } from './base.ts'

export const deviceCommands = [
  command('device.reboot', { isHard: optional(z.boolean()) }),
  command('device.configure', { settings: scalars() }),
  command('device.read', { names: optional(z.array(slug()).check(z.maxLength(100))) }),
  command('device.write', { properties: scalars() }),
  command('device.set-clock', {}),
  command('device.identify', {}),
  command('device.diagnostics', { uploadTo: optional(words(300)), from: optional(moment()), until: optional(moment()) }),
  /** A message of the protocol itself that has no word here, for an engineer: its name and content are the protocol's. */
  command('device.message', { message: slug(), content: optional(words(8000)) }),
  /** A service of the product's own model. */
  command('service.call', { service: slug(), values: scalars() }),
  command('firmware.update', {
    version: words(80),
    url: words(500),
    sizeBytes: optional(count()),
    sm3: optional(words(64)),
    sha256: optional(words(64)),
    startAt: optional(moment()),
  }),
  /** Answered by the bridge itself with `frames.told`. */
  command('device.frames', { limit: optional(between(1, 20)) }),
] as const

export const facilityCommands = [
  command('lamp.set', { isOn: optional(z.boolean()), dimPercent: optional(between(0, 100)), minutes: optional(between(1, 1440)) }),
  /** Opens the bin for one drop; it closes by itself. */
  command('bin.open', { kind: optional(slug()), seconds: optional(between(1, 120)) }),
  command('switch.set', { channel: optional(count(1024)), isOn: z.boolean() }),
  command('meter.valve-set', { isOpen: z.boolean() }),
  command('meter.relay-set', { isClosed: z.boolean() }),
  command('meter.read-now', { item: optional(slug()), day: optional(words(10)) }),
  command('alarm.silence', { seconds: optional(between(1, 3600)) }),
  command('alarm.reset', {}),
  command('siren.set', { isOn: z.boolean(), seconds: optional(between(1, 3600)) }),
  command('lift.hold-door', { isHeld: z.boolean(), seconds: optional(between(1, 3600)) }),
  command('lift.call', { floor: words(8) }),
  command('lift.release', {}),
  command('camera.snap', { channel: optional(count(4096)) }),
  command('camera.turn', {
    preset: optional(count(999)),
    pan: optional(between(-1, 1)),
    tilt: optional(between(-1, 1)),
    zoom: optional(between(-1, 1)),
  }),
] as const
