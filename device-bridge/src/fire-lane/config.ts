import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from '@liren/contract/kernel/zod'

const code = z.string().check(z.regex(/^[a-z0-9][a-z0-9-]{0,39}$/, 'small letters, digits and dashes'))
const ip = z.string().check(z.regex(/^((25[0-5]|2[0-4]\d|1?\d?\d)(\.(?!$)|$)){4}$/, 'an IPv4 address, no name'))
const integer = (from: number, until: number) => z.number().check(z.int(), z.minimum(from), z.maximum(until))

const panelSchema = z.strictObject({
  /** The transmission device's own address, twelve hex digits, highest byte first. */
  address: z.string().check(z.regex(/^[0-9a-f]{12}$/, 'twelve small hex digits')),
  /** The protocol knows no secret: only what comes from here counts. */
  from: ip,
})
const doorSchema = z.strictObject({
  code,
  protocol: z._default(z.literal('uhppote'), 'uhppote'),
  host: ip,
  port: z._default(integer(1, 65_535), 60_000),
  serial: integer(1, 0xffffffff),
  door: integer(1, 4),
  /** How long one opening lasts once the door is under control again; the controller keeps it beside the mode. */
  delaySeconds: z._default(integer(1, 255), 5),
})
const once = <T>(nameOf: (one: T) => string, what: string) =>
  z.refine<T[]>((all) => new Set(all.map(nameOf)).size === all.length, `a ${what} stands there twice`)
type DoorRow = z.infer<typeof doorSchema>
const lockOf = ({ host, port, serial, door }: DoorRow): string => `${host}:${port}/${serial}/${door}`

const zoneSchema = z.strictObject({
  code,
  panels: z.array(panelSchema).check(
    z.minLength(1),
    once(({ address }) => address, 'panel'),
  ),
  doors: z.array(doorSchema).check(
    z.minLength(1),
    once((door) => door.code, 'door'),
    once(lockOf, 'lock'),
  ),
})
const configSchema = z.strictObject({
  /** Signs resets; 32 bytes in hex. */
  key: z.string().check(z.regex(/^[0-9a-f]{64}$/, '64 small hex digits')),
  zones: z.array(zoneSchema).check(
    z.minLength(1),
    once((zone) => zone.code, 'zone'),
  ),
})

export type FireConfig = z.infer<typeof configSchema>
export type Zone = FireConfig['zones'][number]
export type Door = Zone['doors'][number]

/** Reads the lane's own file; everything that is wrong is told at once. */
export async function readConfig(file: string): Promise<FireConfig> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new Error(error.code === 'ENOENT' ? `${file} is not there` : `${file} cannot be read: ${error.message}`)
  })
  let content: unknown
  try {
    content = JSON.parse(text)
  } catch (error) {
    throw new Error(`${file} is no JSON: ${(error as Error).message}`)
  }
  return whole(configSchema, content, `${file}: `)
}

function whole<T>(schema: z.ZodMiniType<T>, content: unknown, head: string): T {
  const parsed = z.safeParse(schema, content)
  if (parsed.success) return parsed.data
  const told = parsed.error.issues.map((issue) => {
    const what = issue.code === 'unrecognized_keys' ? `${issue.keys.join(', ')} means nothing here` : issue.message
    return `${issue.path.join('.') || 'it'}: ${what}`
  })
  throw new Error(`${head}${told.join('; ')}`)
}

const port = z.coerce.number().check(z.int(), z.minimum(0), z.maximum(65_535))
const settingsSchema = z.object({
  LIREN_DATA: z._default(z.string(), './data'),
  LIREN_FIRE_HOST: z._default(z.string(), '127.0.0.1'),
  LIREN_FIRE_PORT: z._default(port, 8027),
  LIREN_FIRE_CONTROL_PORT: z._default(port, 8028),
})

/** Where it listens and where its files lie. */
export function readFireSettings(env: Readonly<Record<string, string | undefined>>) {
  const given = Object.fromEntries(Object.entries(env).filter(([name, value]) => name.startsWith('LIREN_') && value !== ''))
  const settings = whole(settingsSchema, given, '')
  const folder = join(settings.LIREN_DATA, 'bridge')
  return {
    host: settings.LIREN_FIRE_HOST,
    port: settings.LIREN_FIRE_PORT,
    controlPort: settings.LIREN_FIRE_CONTROL_PORT,
    folder,
    configFile: join(folder, 'fire-lane.json'),
  }
}
