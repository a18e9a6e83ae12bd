import type { DeviceEvent } from '@liren/contract/device-events'
import type { ThingModel } from '@liren/contract/thing/model'

const common = /^(device|command|frames?|rule|bridge)\./

/** Types of events for which a product's model has neither a property nor an event: the platform would not know what they are. */
export function notInModel(model: ThingModel | undefined, events: readonly DeviceEvent[]): string[] {
  const known = new Set([
    ...(model?.events ?? []).map(({ code }) => code),
    ...(model?.properties ?? []).flatMap(({ from, when }) => [...(from ? [from.event] : []), ...(when ?? []).map(({ event }) => event)]),
  ])
  return [...new Set(events.map(({ type }) => type))].filter((type) => !common.test(type) && !known.has(type))
}
