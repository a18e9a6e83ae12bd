import { createHash, timingSafeEqual } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { z } from '@liren/contract'

const code = z.string().check(z.regex(/^[a-z0-9][a-z0-9-]{0,39}$/))
const silence = z._default(z.number().check(z.int(), z.minimum(1000)), 90_000)

/** A device that we know: what it is called, how it is reached or lets itself in, how long it may be silent. */
const knownDeviceSchema = z.discriminatedUnion('protocol', [
  z.object({
    code,
    protocol: z.literal('modbus'),
    model: z.string(),
    host: z.string().check(z.minLength(1)),
    port: z.number().check(z.int(), z.minimum(1), z.maximum(65_535)),
    unit: z.number().check(z.int(), z.minimum(0), z.maximum(255)),
    silenceMs: silence,
  }),
  z.object({ code, protocol: z.literal('mqtt-sensor'), model: z.string(), secret: z.string().check(z.minLength(16)), silenceMs: silence }),
])
export type KnownDevice = z.infer<typeof knownDeviceSchema>
export type ModbusDevice = Extract<KnownDevice, { protocol: 'modbus' }>
export type SensorDevice = Extract<KnownDevice, { protocol: 'mqtt-sensor' }>

export interface Registry {
  readonly devices: readonly KnownDevice[]
  get(code: string): KnownDevice | undefined
  /** Whether this is the device's own secret. */
  admits(code: string, secret: string): boolean
}

export function createRegistry(devices: readonly KnownDevice[]): Registry {
  const byCode = new Map(devices.map((device) => [device.code, device]))
  if (byCode.size !== devices.length) throw new Error('two devices have the same code')
  return {
    devices,
    get: (wanted) => byCode.get(wanted),
    admits(wanted, secret) {
      const device = byCode.get(wanted)
      // A stranger costs as much time as a wrong secret.
      const right = device?.protocol === 'mqtt-sensor' ? device.secret : ''
      return timingSafeEqual(digest(right), digest(secret)) && right !== ''
    },
  }
}

const digest = (text: string): Uint8Array => Uint8Array.from(createHash('sm3').update(text).digest())

/** Reads the list of devices; a missing file is an empty list, a wrong one is told in full. */
export async function readRegistry(file: string): Promise<Registry> {
  const content = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return '[]'
    throw error
  })
  const parsed = z.safeParse(z.array(knownDeviceSchema), JSON.parse(content))
  if (parsed.success) return createRegistry(parsed.data)
  const faults = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`)
  throw new Error(`${file} is not a list of devices: ${faults.join('; ')}`)
}
