import { z } from '@liren/contract'

const port = z.coerce.number().check(z.int(), z.minimum(0), z.maximum(65_535))

/** What the bridge reads from its environment; described with the other settings in docs/operations. */
const settingsSchema = z.object({
  LIREN_DATA: z._default(z.string(), './data'),
  LIREN_LOG_LEVEL: z._default(z.enum(['silent', 'error', 'warn', 'info', 'debug']), 'info'),
  /** A broker that others run; the embedded one when empty. */
  LIREN_MQTT_URL: z._default(z.string(), ''),
  /** Its name in the register of the platform. */
  LIREN_BRIDGE_CODE: z._default(z.string().check(z.regex(/^[a-z0-9][a-z0-9-]{0,39}$/)), 'bridge-1'),
  LIREN_BRIDGE_HOUSE_URL: z._default(z.string().check(z.regex(/^https?:\/\//)), 'http://127.0.0.1:7300'),
  LIREN_BRIDGE_MQTT_PORT: z._default(port, 7304),
  LIREN_BRIDGE_MQTT_HOST: z._default(z.string(), '127.0.0.1'),
  LIREN_BRIDGE_HEALTH_PORT: z._default(port, 7305),
  LIREN_BRIDGE_SPOOL_MB: z._default(z.coerce.number().check(z.int(), z.minimum(1), z.maximum(1024)), 64),
})
export type Settings = z.infer<typeof settingsSchema>

/** Reads the environment; everything that is wrong is told in one error. */
export function readSettings(env: Readonly<Record<string, string | undefined>>): Settings {
  const given = Object.fromEntries(Object.entries(env).filter(([name, value]) => name.startsWith('LIREN_') && value !== ''))
  const parsed = z.safeParse(settingsSchema, given)
  if (parsed.success) return parsed.data
  throw new Error(parsed.error.issues.map((issue) => `${issue.path.join('.')} is not valid: ${issue.message}`).join('; '))
}
