import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from '@liren/contract'
import { wasteKinds } from '@liren/contract/capabilities/waste'

const code = z.string().check(z.minLength(1))
const secret = z.string().check(z.minLength(16))
const counter = z.object({ code, number: z.string(), base: z.number(), since: z.number(), perDay: z.number() })

/** Who is played, and by what each proves itself: written with the demonstration's data, beside what its bridge knows. */
const listSchema = z.object({
  /** A LoRaWAN network server with the sensors behind it. */
  servers: z.array(
    z.object({ code, secret, application: z.string(), sensors: z.array(z.object({ code, product: z.string(), devEui: z.string() })) }),
  ),
  /** Sensors that speak MQTT by themselves. */
  sensors: z.array(z.object({ code, secret, product: z.string() })),
  /** Detectors that wake, speak CoAP over DTLS, and sleep again. */
  sleepers: z.array(z.object({ code, secret, product: z.string() })),
  /** Lifts; the first of a list speaks for the others. */
  lifts: z.array(z.object({ code, secret, cars: z.array(z.object({ code, registration: z.string(), floors: z.number() })) })),
  /** Bins that sort, with the codes of those who come to them. */
  bins: z.array(z.object({ code, secret, kind: z.enum(wasteKinds), people: z.array(z.string()) })),
  /** Sound-light alarms at fences and before lifts. */
  sirens: z._default(z.array(z.object({ code, secret })), []),
  stations: z.array(z.object({ code, mn: z.string(), pw: z.string() })),
  piles: z.array(z.object({ code, secret })),
  panels: z.array(z.object({ code, address: z.string() })),
  /** Gateways that the bridge dials, with the electricity meters behind them. */
  gateways: z.array(z.object({ port: z.number(), meters: z.array(counter) })),
})
export type ThingList = z.infer<typeof listSchema>

export const thingsFile = (dataFolder: string): string => join(dataFolder, 'simulators', 'things.json')

/** Undefined where nobody is to be played. */
export async function readThings(dataFolder: string): Promise<ThingList | undefined> {
  const content = await readFile(thingsFile(dataFolder), 'utf8').catch(() => undefined)
  return content === undefined ? undefined : z.parse(listSchema, JSON.parse(content))
}
