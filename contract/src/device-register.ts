import { deviceCode, moment, words } from './device-events/base.ts'
import { z } from './kernel/zod.ts'

/** How long a device of a class may be silent before it counts as gone. */
export const presenceLimits = {
  gate: 30_000,
  fire: 30_000,
  pile: 90_000,
  lift: 90_000,
  mains: 10 * 60_000,
  battery: 25 * 3_600_000,
} as const
export type PresenceClass = keyof typeof presenceLimits
export const presenceClasses = Object.keys(presenceLimits) as [PresenceClass, ...PresenceClass[]]

/** A device as the platform tells its bridge: what it is, how it is reached, by what it proves itself. */
export const registeredDeviceSchema = z.object({
  code: deviceCode(),
  /** `door`, `meter`, `pile` … */
  kind: deviceCode(),
  /** The product whose thing model and traits it has; for many protocols the key of its register map or payload map. */
  product: z.string().check(z.regex(/^[a-z0-9][a-z0-9._-]{0,59}$/)),
  /** Name of a protocol of the bridge. */
  protocol: deviceCode(),
  /** Settings of that protocol; the protocol's own schema decides whether they will do. */
  address: z.record(z.string().check(z.minLength(1), z.maxLength(60)), z.unknown()),
  /** SM3 of `<code>:<secret>` in hex, SM2-encrypted like the secret below: enough to check a secret, and a key to some protocols. */
  sealedDigest: z.optional(z.string().check(z.minLength(1), z.maxLength(4000))),
  /** The same in the open, as it lies on the disk of a bridge from before it was sealed. */
  secretDigest: z.optional(z.string().check(z.regex(/^[0-9a-f]{64}$/))),
  /** The secret itself, SM2-encrypted (C1C3C2 in ASN.1, base64) to the bridge's key, where the bridge has to use it. */
  sealedSecret: z.optional(z.string().check(z.minLength(1), z.maxLength(4000))),
  /** SHA-256 of the certificate (DER) that the device shows, in hex. */
  certificateFingerprint: z.optional(z.string().check(z.regex(/^[0-9a-f]{64}$/))),
  /** That of its successor while both are believed. */
  nextFingerprint: z.optional(z.string().check(z.regex(/^[0-9a-f]{64}$/))),
  /** PEM of the SM2 key by which the device signs its messages, where it can. */
  publicKey: z.optional(words(1000)),
  /** Nothing it says is believed without a signature, whether it has a key now or not. */
  mustSign: z.optional(z.boolean()),
  /** The gateway that speaks for it. */
  via: z.optional(deviceCode()),
  presence: z.optional(z.enum(presenceClasses)),
  /** Overrides the limit of its class. */
  silenceMs: z.optional(z.number().check(z.int(), z.minimum(1000))),
  isEnabled: z.boolean(),
  /** Grows with every change of any device of the bridge. */
  revision: z.number().check(z.int(), z.minimum(0)),
})
export type RegisteredDevice = z.infer<typeof registeredDeviceSchema>

/** What a bridge signs to ask for its devices. */
export const devicesAskSchema = z.object({
  ask: z.literal('devices'),
  bridge: deviceCode(),
  at: moment(),
  nonce: z.string().check(z.regex(/^[0-9a-zA-Z_-]{16,64}$/)),
  /** The revision that it has on disk; 0 asks for everything. */
  afterRevision: z.number().check(z.int(), z.minimum(0)),
})
export type DevicesAsk = z.infer<typeof devicesAskSchema>

/** Changes since that revision. A device that left the bridge comes once more, switched off. */
export const devicesAnswerSchema = z.object({
  devices: z.array(registeredDeviceSchema).check(z.maxLength(500)),
  /** Where the bridge stands after these; it asks again at once while `hasMore`. */
  revision: z.number().check(z.int(), z.minimum(0)),
  hasMore: z.boolean(),
})
export type DevicesAnswer = z.infer<typeof devicesAnswerSchema>
