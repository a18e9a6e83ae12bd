import { edgeToldSchema } from '../edge/jobs.ts'
import { lockToldSchema, unlockToldSchema } from '../edge/locks.ts'
import { z } from '../kernel/zod.ts'
import { between, celsius, count, deviceCode, event, moment, optional, percent, scalars, slug, words } from './base.ts'

/** What any device can say about itself. */
export const deviceEvents = [
  event('device.online', {}),
  event('device.offline', { silentMs: z.number().check(z.minimum(0)), reason: optional(z.enum(['silent', 'left', 'switched-off'])) }),
  event('device.battery', { percent: percent(), volts: optional(between(0, 1000)) }),
  event('device.signal', { rssiDbm: optional(between(-200, 50)), snrDb: optional(between(-50, 100)), percent: optional(percent()) }),
  /** A fault stays until `device.recovered` names the same code. `part` is a connector, a door, a channel. */
  event('device.fault', {
    code: slug(),
    text: optional(words()),
    part: optional(slug()),
    level: optional(z.enum(['info', 'minor', 'major', 'critical'])),
  }),
  event('device.recovered', { code: slug(), part: optional(slug()) }),
  event('device.tampered', { isActive: z.boolean(), part: optional(slug()), text: optional(words()) }),
  event('device.restarted', { reason: optional(words()), firmware: optional(words(80)) }),
  event('device.described', {
    vendor: optional(words(80)),
    model: optional(words(80)),
    serial: optional(words(80)),
    firmware: optional(words(80)),
    hardware: optional(words(80)),
    iccid: optional(words(30)),
    imsi: optional(words(30)),
  }),
  event('device.temperature', { temperatureC: celsius(), part: optional(slug()) }),
  /** How far the device's clock is from ours; positive when it is ahead. */
  event('device.clock', { offsetMs: z.number() }),
  event('device.firmware', {
    version: optional(words(80)),
    state: z.enum(['downloading', 'downloaded', 'installing', 'installed', 'download-failed', 'install-failed', 'idle']),
    progressPercent: optional(percent()),
    text: optional(words()),
  }),
  event('device.log', { level: z.enum(['debug', 'info', 'warning', 'error']), code: optional(slug()), text: words(500) }),
  /** Properties of the product's own model, for what no family below has a word. */
  event('properties.reported', { properties: scalars() }),
  /** An event of the product's own model. */
  event('event.reported', { name: slug(), level: optional(z.enum(['info', 'warning', 'alarm', 'urgent'])), properties: scalars() }),
  /** Bytes that nobody understood: kept as they came, never guessed. */
  event('frame.unknown', { protocol: words(40), reason: words(), hex: z.string().check(z.regex(/^[0-9a-f]*$/), z.maxLength(2048)) }),
] as const

/** What the bridge says about its own work; `device` is the device concerned, or the bridge's own code. */
export const bridgeEvents = [
  event('command.state', {
    commandId: z.string().check(z.minLength(1), z.maxLength(60)),
    /** `sent` is on its way, `accepted` the device's word that it took it, `done` its proof; `expired` was never sent. */
    state: z.enum(['sent', 'accepted', 'done', 'expired', 'failed']),
    reason: optional(words()),
    values: optional(scalars()),
  }),
  event('rule.fired', {
    ruleId: slug(),
    version: count(),
    /** The event that set it off. */
    cause: z.object({ device: deviceCode(), type: words(60), at: moment() }),
    actions: z
      .array(z.object({ device: deviceCode(), name: words(60), commandId: words(60), isTaken: z.boolean(), reason: optional(words()) }))
      .check(z.maxLength(200)),
  }),
  /** How a job of the house stands here, and at its end what came out. */
  event('bridge.job', edgeToldSchema.shape),
  /** Somebody spoke whom the register does not know; told once in a while, with how often it was heard since. */
  event('bridge.stranger', { protocol: words(40), identity: words(120), remote: words(80), reason: words(), times: count() }),
  /** Nobody is let in under an identity, or is again; told with all that is known of it. */
  event('bridge.lock', lockToldSchema.shape),
  event('bridge.unlock', unlockToldSchema.shape),
  /** The last frames of one device, on request: newest last. */
  event('frames.told', {
    of: deviceCode(),
    frames: z
      .array(
        z.object({
          at: moment(),
          direction: z.enum(['in', 'out']),
          line: words(120),
          hex: z.string().check(z.maxLength(1024)),
          size: count(),
          /** JSON of the decoded view. */
          decoded: optional(words(2000)),
          fault: optional(words()),
        }),
      )
      .check(z.maxLength(20)),
  }),
] as const
