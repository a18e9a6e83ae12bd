import { eventFamilies } from '@liren/contract/device-events'
import { battery } from '../../traits/battery.ts'
import { meter } from '../../traits/meter.ts'
import { openable } from '../../traits/openable.ts'
import { reported } from '../../traits/reported.ts'
import { smoke } from '../../traits/smoke.ts'
import { type Signal, signalsOf, type Trait, type Values } from '../../traits/trait.ts'

export interface SensorModel {
  readonly text: string
  readonly traits: readonly Trait[]
}

/** Sensors that speak our own topics; the payload's `values` carry these names. */
export const sensorModels: Readonly<Record<string, SensorModel>> = {
  'door-contact': { text: 'Door contact: open, battery percent', traits: [openable('open'), battery('battery')] },
  'smoke-sensor': { text: 'Smoke sensor: alarm, battery percent', traits: [smoke('alarm'), battery('battery')] },
  'meter-json': { text: 'Meter that reports by itself: energy in watt-hours', traits: [meter({ energyWh: 'energyWh', powerW: 'powerW' })] },
}

/** What a device may say of itself; what the bridge says, of presence, commands and rules, is not its to say. */
const words: ReadonlySet<string> = new Set(
  Object.entries(eventFamilies)
    .flatMap(([family, events]) => (family === 'bridge' ? [] : events.map((one) => one.shape.type.def.values[0] as string)))
    .filter((type) => type !== 'device.online' && type !== 'device.offline' && type !== 'frame.unknown'),
)

const levels: ReadonlySet<string> = new Set(['info', 'warning', 'alarm', 'urgent'])

/**
 * What a message tells. A message that names a word of the vocabulary tells that; one that names anything else tells an event
 * of its own model. Without a name the map of the product decides, and a product without one tells its properties.
 */
export function spoken(
  product: string,
  message: { readonly type?: string | undefined; readonly level?: string | undefined; readonly values: Values },
): Signal[] {
  const { type, level, values } = message
  if (type === undefined) return signalsOf(sensorModels[product]?.traits ?? [reported], values)
  if (words.has(type)) return [{ type, values } as Signal]
  const [told] = signalsOf([reported], values)
  const properties = told?.type === 'properties.reported' ? told.values.properties : {}
  const known = level !== undefined && levels.has(level) ? { level: level as 'info' } : {}
  return [{ type: 'event.reported', values: { name: type, properties, ...known } }]
}
