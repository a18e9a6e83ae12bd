import type { DeviceSignal } from '@liren/contract/device-events'

/** What a protocol read from a device, under the names of its own model. */
export type Values = Readonly<Record<string, unknown>>

type Told<S> = S extends DeviceSignal ? Pick<S, 'type' | 'values'> : never
/** One thing that a device said, in the common vocabulary. */
export type Signal = Told<DeviceSignal>

/** One ability of a device: turns values into a signal, or finds nothing of its own among them. */
export type Trait = (values: Values) => Signal | undefined

/** A device is its identity and a short list of these. */
export const signalsOf = (traits: readonly Trait[], values: Values): Signal[] =>
  traits.map((trait) => trait(values)).filter((signal) => signal !== undefined)

export const numberIn = (values: Values, name: string | undefined): number | undefined => {
  const value = name === undefined ? undefined : values[name]
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined
}
