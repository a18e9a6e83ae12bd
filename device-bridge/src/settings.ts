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
  /** With a certificate, its key and the authority of the devices' certificates in PEM, MQTT is spoken over TLS here as well, and HTTP on a port of its own. */
  LIREN_BRIDGE_MQTTS_PORT: z._default(port, 8883),
  LIREN_BRIDGE_TLS_CERT: z._default(z.string(), ''),
  LIREN_BRIDGE_TLS_KEY: z._default(z.string(), ''),
  LIREN_BRIDGE_TLS_CA: z._default(z.string(), ''),
  /** Where protocols listen for their devices. */
  LIREN_BRIDGE_HOST: z._default(z.string(), '127.0.0.1'),
  /** Whether MQTT and HTTP are spoken without TLS at all: for demonstrations, and where a tunnel protects the line. */
  LIREN_BRIDGE_PLAINTEXT: z._default(z.enum(['on', 'off']), 'off'),
  /** So many wrong secrets within ten minutes lock the name that they were shown for, for so many minutes. */
  LIREN_BRIDGE_LOCK_AFTER: z._default(z.coerce.number().check(z.int(), z.minimum(3), z.maximum(1000)), 10),
  LIREN_BRIDGE_LOCK_MINUTES: z._default(z.coerce.number().check(z.int(), z.minimum(1), z.maximum(1440)), 15),
  /** The HTTP listener of all protocols that push over it. */
  LIREN_BRIDGE_HTTP_PORT: z._default(port, 7308),
  /** The same over TLS, with the certificate above; devices that have certificates of their own show them here. */
  LIREN_BRIDGE_HTTPS_PORT: z._default(port, 7309),
  /** Ports of single protocols: `ykc=8767,gbt26875=8026`. */
  LIREN_BRIDGE_PORTS: z._default(
    z.string().check(z.regex(/^$|^[a-z0-9-]+(\.[a-z0-9-]+)?=\d{1,5}(,[a-z0-9-]+(\.[a-z0-9-]+)?=\d{1,5})*$/)),
    '',
  ),
  /** How many events a second one device may tell, and how many at once before that counts. */
  LIREN_BRIDGE_RATE: z._default(z.coerce.number().check(z.minimum(0.1), z.maximum(100_000)), 50),
  LIREN_BRIDGE_BURST: z._default(z.coerce.number().check(z.int(), z.minimum(1), z.maximum(1_000_000)), 500),
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

/** `ykc=8767,ocpp.ws=9000` as a record. */
export const portsOf = (text: string): Record<string, number> =>
  Object.fromEntries(
    text
      .split(',')
      .filter((part) => part !== '')
      .map((part) => part.split('='))
      .map(([name, number]) => [name as string, Number(number)]),
  )
