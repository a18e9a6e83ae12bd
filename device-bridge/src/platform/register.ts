import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from '@liren/contract'
import { devicesAnswerSchema, type RegisteredDevice, registeredDeviceSchema } from '@liren/contract/device-register'
import type { Signer } from '../crypto.ts'
import type { Log } from '../ports/ports.ts'
import { type Device, type Registry, readDevice } from '../registry.ts'
import type { Asker } from './ask.ts'
import { readWhole, writeWhole } from './whole-file.ts'

interface RegisterOptions {
  readonly folder: string
  readonly registry: Registry
  readonly signer: Signer
  readonly ask: Asker
  readonly log: Log
  /** Told of each device that the platform registered in a way that its protocol does not understand. */
  onFault(code: string, faults: readonly string[]): void
  /** Switched off, or proves itself by something else now. */
  onRevoked(code: string): void
}

const keptSchema = z.object({ revision: z.number(), devices: z.array(registeredDeviceSchema) })

/**
 * The platform's list of our devices, kept on our own disk so that the bridge starts without the platform. It stands above the
 * list by hand; where an entry of the platform cannot be used, the one by hand stays, but "switched off" always counts.
 */
export async function openRegister(options: RegisterOptions) {
  const { registry, signer, log } = options
  await mkdir(options.folder, { recursive: true, mode: 0o700 })
  const file = join(options.folder, 'register.json')
  const found = (await readWhole(file)) as z.infer<typeof keptSchema> | undefined
  const kept = found === undefined ? { revision: 0, devices: [] } : z.parse(keptSchema, found)
  const known = new Map(kept.devices.map((device) => [device.code, device]))
  let revision = kept.revision
  let hasForeign = false
  const faulty = new Map<string, readonly string[]>()

  const read = (registered: RegisteredDevice): Device | undefined => {
    const secret = registered.sealedSecret === undefined ? undefined : signer.unseal(registered.sealedSecret)
    const digest = registered.sealedDigest === undefined ? undefined : signer.unseal(registered.sealedDigest)
    const isForeign =
      (registered.sealedSecret !== undefined && secret === undefined) || (registered.sealedDigest !== undefined && digest === undefined)
    const result = isForeign ? { faults: ['the secret is not sealed to the key of this bridge'] } : readDevice(registered, secret, digest)
    if (isForeign) hasForeign = true
    if ('device' in result) {
      faulty.delete(registered.code)
      return result.device
    }
    const byHand = registry.get(registered.code)
    if (byHand) return { ...byHand, isEnabled: registered.isEnabled && byHand.isEnabled }
    // It has left us, and we never knew it.
    if (!registered.isEnabled) return undefined
    faulty.set(registered.code, result.faults)
    log.warn({ device: registered.code, faults: result.faults }, 'a device is registered in a way that cannot be used')
    options.onFault(registered.code, result.faults)
    return undefined
  }

  const apply = (devices: readonly RegisteredDevice[]): void => {
    const before = new Map(devices.map(({ code }) => [code, registry.get(code)]))
    const readable = devices.map(read).filter((device) => device !== undefined)
    registry.put(readable)
    for (const device of readable) {
      const old = before.get(device.code)
      if (!old) continue
      const provesAnew = old.secretDigest !== device.secretDigest || old.certificateFingerprint !== device.certificateFingerprint
      if (!device.isEnabled || provesAnew || old.protocol !== device.protocol) options.onRevoked(device.code)
    }
  }
  apply([...known.values()])
  // We have another key than when this was sealed for us: everything is asked for again.
  if (hasForeign) revision = 0

  return {
    get revision() {
      return revision
    },
    /** Devices that cannot be used, and why. */
    get faulty(): Record<string, readonly string[]> {
      return Object.fromEntries(faulty)
    },
    /** One question. True when there is more. */
    async step(signal: AbortSignal): Promise<boolean> {
      const answer = await options.ask('devices', { afterRevision: revision }, devicesAnswerSchema, 15_000, signal)
      if (answer.devices.length === 0 && answer.revision === revision) return false
      for (const device of answer.devices) known.set(device.code, device)
      // On disk before it is in force: a bridge that starts anew knows at least as much as it did.
      await writeWhole(file, { revision: answer.revision, devices: [...known.values()] })
      revision = answer.revision
      apply(answer.devices)
      return answer.hasMore
    },
  }
}
