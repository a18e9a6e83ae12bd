import type { DeviceEvent } from '@liren/contract/device-events'
import type { Property, ThingModel } from '@liren/contract/thing/model'
import { valueFault } from '@liren/contract/thing/value'

export type Scalar = number | boolean | string

/** One property of one device as an event told it. `name` has the part behind it, where there are several: `status.2`. */
export interface Told {
  readonly name: string
  readonly property: Property
  readonly value: Scalar
  readonly at: number
}

const always = new Set(['device.', 'command.', 'frame.', 'frames.', 'rule.', 'bridge.'])

/** What every device may say, whatever its model: that it is there, how it is, what became of a command. */
const isCommon = (type: string) => [...always].some((family) => type.startsWith(family))

/** Why a model does not take this event; undefined when it does. Faults are short words for machines. */
export function eventFault(model: ThingModel, event: DeviceEvent): string | undefined {
  const spoken = model.events.find((one) => one.code === event.type)
  const brings = model.properties.filter((one) => one.from?.event === event.type || one.when?.some((when) => when.event === event.type))
  if (!spoken && brings.length === 0) return isCommon(event.type) ? undefined : `unknown:${event.type}`.slice(0, 60)
  const values = event.values as Record<string, unknown>
  for (const param of spoken?.params ?? []) {
    const value = values[param.code]
    if (value === undefined ? !param.isOptional : valueFault(param, value)) return `value:${param.code}`.slice(0, 60)
  }
  for (const property of brings) {
    const value = property.from?.event === event.type ? valueAt(values, property.from.field) : undefined
    if (value !== undefined && valueFault(property, value)) return `value:${property.code}`.slice(0, 60)
  }
  return undefined
}

/** What an event says about the properties of its model. */
export function propertiesTold(model: ThingModel, event: DeviceEvent): Told[] {
  const values = event.values as Record<string, unknown>
  const told: Told[] = []
  for (const property of model.properties) {
    const told1 = (value: unknown, part?: unknown) => {
      if (!isScalar(value)) return
      const name = part === undefined ? property.code : `${property.code}.${String(part)}`
      told.push({ name, property, value, at: event.at })
    }
    if (property.from?.event === event.type) {
      const { field, part } = property.from
      told1(valueAt(values, field), part === undefined ? undefined : values[part])
    }
    for (const when of property.when ?? []) if (when.event === event.type) told1(when.value)
  }
  return told
}

const isScalar = (value: unknown): value is Scalar =>
  typeof value === 'boolean' || typeof value === 'string' || (typeof value === 'number' && Number.isFinite(value))

/** `energyWh`, or `properties.moisture` one level down. */
function valueAt(values: Record<string, unknown>, field: string): unknown {
  if (field in values) return values[field]
  const dot = field.indexOf('.')
  if (dot < 0) return undefined
  const inner = values[field.slice(0, dot)]
  return typeof inner === 'object' && inner !== null ? (inner as Record<string, unknown>)[field.slice(dot + 1)] : undefined
}

/** What goes into a chart: numbers, and yes and no as 1 and 0. */
export const numberOf = (value: Scalar): number | undefined =>
  typeof value === 'number' ? value : typeof value === 'boolean' ? (value ? 1 : 0) : undefined
