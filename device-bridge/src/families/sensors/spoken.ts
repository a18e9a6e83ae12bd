import { eventFamilies } from '@liren/contract/device-events'
import { reported } from '../../traits/reported.ts'
import { type Signal, signalsOf, type Values } from '../../traits/trait.ts'
import { sensorKinds } from './kinds.ts'

/** What a device may say of itself; what the bridge says, of presence, commands and rules, is not its to say. */
const words: ReadonlySet<string> = new Set(
  Object.entries(eventFamilies)
    .flatMap(([family, events]) => (family === 'bridge' ? [] : events.map((one) => one.shape.type.def.values[0] as string)))
    .filter((type) => type !== 'device.online' && type !== 'device.offline' && type !== 'frame.unknown'),
)

const levels: ReadonlySet<string> = new Set(['info', 'warning', 'alarm', 'urgent'])

/**
 * What a message tells. A message that names a word of the vocabulary tells that; one that names anything else tells an event
 * of its own model. Without a name the kind of its product decides; where it finds nothing of its own, the properties are told as they are.
 */
export function spoken(
  product: string,
  message: { readonly type?: string | undefined; readonly level?: string | undefined; readonly values: Values },
): Signal[] {
  const { type, level, values } = message
  if (type === undefined) {
    const told = signalsOf(sensorKinds[product]?.traits ?? [], values)
    return told.length > 0 ? told : signalsOf([reported], values)
  }
  if (words.has(type)) return [{ type, values } as Signal]
  const [told] = signalsOf([reported], values)
  const properties = told?.type === 'properties.reported' ? told.values.properties : {}
  const known = level !== undefined && levels.has(level) ? { level: level as 'info' } : {}
  return [{ type: 'event.reported', values: { name: type, properties, ...known } }]
}
