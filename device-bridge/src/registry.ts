import { createHash, timingSafeEqual } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { z } from '@liren/contract'
import { type PresenceClass, presenceClasses, presenceLimits, type RegisteredDevice } from '@liren/contract/device-register'
import { secretDigest } from './crypto.ts'
import type { Attempt } from './lines/locks.ts'
import { findProtocol } from './protocols/all.ts'

export { secretDigest }

/** A device that we know: what it is, how it is reached or lets itself in, how long it may be silent. */
export interface Device<A = unknown> {
  readonly code: string
  readonly kind: string
  readonly product: string
  readonly protocol: string
  /** As the schema of its protocol understood it. */
  readonly address: A
  /** The secret itself, where the bridge has it. */
  readonly secret?: string | undefined
  readonly secretDigest?: string | undefined
  readonly certificateFingerprint?: string | undefined
  /** That of its successor while both are believed. */
  readonly nextFingerprint?: string | undefined
  /** PEM of the SM2 key by which it signs its messages. */
  readonly publicKey?: string | undefined
  /** Nothing it says counts unsigned, also when it has no key any more. */
  readonly mustSign?: boolean | undefined
  /** The gateway that speaks for it. */
  readonly via?: string | undefined
  readonly silenceMs: number
  readonly isEnabled: boolean
  readonly revision: number
}

export interface Registry {
  all(): readonly Device[]
  get(code: string): Device | undefined
  /** Whether this is the device's own secret. One that has a certificate is not let in by less. */
  admits(code: string, secret: string, attempt?: Attempt): boolean
  byFingerprint(fingerprint: string): Device | undefined
  /** Takes over what changed; a device comes whole. */
  put(devices: readonly Device[]): void
  onChange(listener: (changed: readonly string[]) => void): void
}

export function createRegistry(devices: readonly Device[]): Registry {
  const byCode = new Map<string, Device>()
  const listeners: ((changed: readonly string[]) => void)[] = []
  for (const device of devices) {
    if (byCode.has(device.code)) throw new Error('two devices have the same code')
    byCode.set(device.code, device)
  }
  return {
    all: () => [...byCode.values()],
    get: (wanted) => byCode.get(wanted),
    admits(wanted, secret) {
      const device = byCode.get(wanted)
      // A stranger costs as much time as a wrong secret.
      const right = device?.isEnabled && device.certificateFingerprint === undefined ? (device.secretDigest ?? '') : ''
      return timingSafeEqual(fixed(right), fixed(secretDigest(wanted, secret))) && right !== ''
    },
    byFingerprint: (fingerprint) =>
      [...byCode.values()].find(
        (one) => one.isEnabled && (one.certificateFingerprint === fingerprint || one.nextFingerprint === fingerprint),
      ),
    put(changed) {
      for (const device of changed) byCode.set(device.code, device)
      for (const listener of listeners) listener(changed.map(({ code }) => code))
    },
    onChange: (listener) => void listeners.push(listener),
  }
}

const fixed = (text: string): Uint8Array => Uint8Array.from(createHash('sm3').update(text).digest())

/** Reads one device of the platform's register; the faults of an address that its protocol does not understand. */
export function readDevice(registered: RegisteredDevice, secret?: string, unsealed?: string): { device: Device } | { faults: string[] } {
  const protocol = findProtocol(registered.protocol)
  if (!protocol) return { faults: [`there is no protocol "${registered.protocol}"`] }
  // A product of the platform may speak by a map that has another name here: `address.model` names it.
  const { model, ...rest } = registered.address
  const mapped = typeof model === 'string' && protocol.products?.includes(model) ? model : undefined
  const address = z.safeParse(protocol.address, mapped === undefined ? registered.address : rest)
  if (!address.success) return { faults: address.error.issues.map((issue) => `address.${issue.path.join('.')}: ${issue.message}`) }
  const product = mapped ?? registered.product
  if (protocol.products && !protocol.products.includes(product))
    return { faults: [`${protocol.name} has no map "${product}"; name one of ${protocol.products.join(', ')} as address.model`] }
  const { presence, address: _, sealedSecret: __, sealedDigest: ___, ...known } = registered
  const silenceMs = registered.silenceMs ?? presenceLimits[presence ?? 'pile']
  const digest = unsealed ?? registered.secretDigest ?? (secret === undefined ? undefined : secretDigest(registered.code, secret))
  return { device: { ...known, protocol: protocol.name, product, address: address.data, silenceMs, secret, secretDigest: digest } }
}

/** A line of the list that lies beside the bridge, for demonstrations and for hand use: settings of the protocol stand in it directly. */
export type ListedDevice = {
  readonly code: string
  readonly protocol: string
  readonly model: string
  readonly kind?: string
  readonly secret?: string
  readonly via?: string
  readonly silenceMs?: number
  readonly presence?: PresenceClass
} & Readonly<Record<string, unknown>>

const listedSchema = z.looseObject({
  code: z.string().check(z.regex(/^[a-z0-9][a-z0-9-]{0,39}$/)),
  protocol: z.string(),
  model: z._default(z.string(), 'any'),
  kind: z._default(z.string(), 'device'),
  secret: z.optional(z.string().check(z.minLength(16))),
  via: z.optional(z.string()),
  silenceMs: z.optional(z.number().check(z.int(), z.minimum(1000))),
  presence: z.optional(z.enum(presenceClasses)),
  certificateFingerprint: z.optional(z.string().check(z.regex(/^[0-9a-f]{64}$/))),
  publicKey: z.optional(z.string()),
})

/** Devices from such a list; everything that is wrong is told in one error. */
export function readListed(list: unknown): Device[] {
  const parsed = z.safeParse(z.array(listedSchema), list)
  if (!parsed.success) throw new Error(parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; '))
  const faults: string[] = []
  const devices: Device[] = []
  for (const [i, listed] of parsed.data.entries()) {
    const { code, protocol, model, kind, secret, via, silenceMs, presence, certificateFingerprint, publicKey, ...address } = listed
    const registered = { code, protocol, product: model, kind, via, silenceMs, presence, certificateFingerprint, publicKey, address }
    const read = readDevice({ ...registered, isEnabled: true, revision: 0 }, secret)
    if ('device' in read) devices.push(read.device)
    else faults.push(...read.faults.map((fault) => `${i} (${code}): ${fault}`))
  }
  if (faults.length > 0) throw new Error(faults.join('; '))
  return devices
}

/** Reads the list of devices; a missing file is an empty list, a wrong one is told in full. */
export async function readRegistry(file: string): Promise<Registry> {
  const content = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return '[]'
    throw error
  })
  try {
    return createRegistry(readListed(JSON.parse(content)))
  } catch (error) {
    throw new Error(`${file} is not a list of devices: ${(error as Error).message}`)
  }
}
