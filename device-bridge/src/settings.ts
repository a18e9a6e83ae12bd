import { z } from '@liren/contract'
import { type ChannelName, tunnelNames } from './channels/table.ts'

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
  /** `required`: no channel is open that does not encrypt and prove every byte, but those that are named as running in a tunnel. */
  LIREN_BRIDGE_PROTECTION: z._default(z.enum(['required', 'off']), 'off'),
  /** Channels that a tunnel of the operator protects, by their names in `channels/table.ts`: `modbus,hj212`. */
  LIREN_BRIDGE_TUNNELS: z._default(
    z
      .string()
      .check(
        z.refine((text) => tunnelsOf(text).every((name) => tunnelNames.includes(name)), 'names what is no channel without protection'),
      ),
    '',
  ),
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
  if (parsed.success) return withoutContradiction(parsed.data)
  throw new Error(parsed.error.issues.map((issue) => `${issue.path.join('.')} is not valid: ${issue.message}`).join('; '))
}

/** `modbus,hj212` as names; what is none is for the schema to refuse. */
export const tunnelsOf = (text: string): ChannelName[] => text.split(',').filter((name) => name !== '') as ChannelName[]

/** Who asks for protection and opens a way around it is told at the start, not by a line in a log. */
function withoutContradiction(settings: Settings): Settings {
  if (settings.LIREN_BRIDGE_PROTECTION === 'off') return settings
  const tunnels = tunnelsOf(settings.LIREN_BRIDGE_TUNNELS)
  if (settings.LIREN_BRIDGE_PLAINTEXT === 'on' && !tunnels.some((name) => name === 'mqtt' || name === 'http'))
    throw new Error('LIREN_BRIDGE_PLAINTEXT is on while LIREN_BRIDGE_PROTECTION is required; name mqtt or http in LIREN_BRIDGE_TUNNELS')
  if (/^(mqtt|tcp|ws):/.test(settings.LIREN_MQTT_URL) && !tunnels.includes('broker-mqtt'))
    throw new Error('LIREN_MQTT_URL is not encrypted while LIREN_BRIDGE_PROTECTION is required; name broker-mqtt in LIREN_BRIDGE_TUNNELS')
  return settings
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
