import type { Signal } from '../../traits/trait.ts'

/** Milliseconds; a time without a zone is UTC. */
export function momentOf(value: string): number | undefined {
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)?$/i.test(value)) return undefined
  const at = Date.parse(/(Z|[+-]\d\d:?\d\d)$/i.test(value) ? value : `${value}Z`)
  return Number.isNaN(at) || at < 0 ? undefined : at
}

/** One reading, whatever the version: what has no number, or is signed, has no value. */
export interface Sample {
  readonly measurand: string | undefined
  readonly location: string | undefined
  readonly phase: string | undefined
  readonly unit: string | undefined
  readonly value: number | undefined
}

/** Factors to our units, by what the pile says it counts in. */
const factors: Readonly<Record<string, number>> = {
  Wh: 1,
  kWh: 1000,
  W: 1,
  kW: 1000,
  V: 1,
  A: 1,
  Hz: 1,
  Percent: 1,
  Celsius: 1,
  Celcius: 1,
}

const names: Readonly<Record<string, { readonly name: string; readonly unit: string }>> = {
  'Energy.Active.Import.Register': { name: 'meterWh', unit: 'Wh' },
  'Power.Active.Import': { name: 'powerW', unit: 'W' },
  'Current.Import': { name: 'amps', unit: 'A' },
  Voltage: { name: 'volts', unit: 'V' },
  // 1.6 has no unit for it: it is in hertz without a word.
  Frequency: { name: 'hertz', unit: 'Hz' },
  SoC: { name: 'socPercent', unit: 'Percent' },
  Temperature: { name: 'temperatureC', unit: 'Celsius' },
}

/** What the readings of one moment say in our units; what stands at another place than the outlet is left out. */
export function readings(samples: readonly Sample[]): Record<string, number> {
  const read: Record<string, number> = {}
  for (const { measurand, location, unit, value } of samples) {
    const known = names[measurand ?? 'Energy.Active.Import.Register']
    const isOfOutlet = location === undefined || location === 'Outlet'
    // The sum of the phases, or the only one there is, is what a charging is measured by.
    if (!known || !isOfOutlet || value === undefined || read[known.name] !== undefined) continue
    const factor = factors[unit ?? known.unit]
    if (factor !== undefined) read[known.name] = value * factor
  }
  return read
}

/** Between two phases stands another voltage than the one that a charger is rated by. */
const phases: Readonly<Record<string, 'l1' | 'l2' | 'l3'>> = { L1: 'l1', 'L1-N': 'l1', L2: 'l2', 'L2-N': 'l2', L3: 'l3', 'L3-N': 'l3' }
const inputs: Readonly<Record<string, { readonly name: 'volts' | 'hertz'; readonly units: readonly string[] }>> = {
  Voltage: { name: 'volts', units: ['V'] },
  Frequency: { name: 'hertz', units: ['Hz'] },
}

/** What the pile says that it measured at its inlet: one signal for each phase, and nothing where the place is not said. */
export function inputSignals(connector: number, samples: readonly Sample[]): Signal[] {
  return samples.flatMap(({ measurand, location, phase, unit, value }): Signal[] => {
    const known = inputs[measurand ?? '']
    if (!known || location !== 'Inlet' || value === undefined || value < 0) return []
    if (unit !== undefined && !known.units.includes(unit)) return []
    const named = phase === undefined ? undefined : phases[phase]
    if (phase !== undefined && named === undefined) return []
    return [{ type: 'pile.input', values: { connector, ...(named ? { phase: named } : {}), [known.name]: value } }]
  })
}

export interface Metered {
  readonly at: number
  readonly signal: Signal
  readonly meterWh: number | undefined
}

/** One signal for each moment that says something. */
export function meteredSignals(
  connector: number,
  transaction: string | undefined,
  moments: readonly { readonly timestamp: string; readonly samples: readonly Sample[] }[],
): Metered[] {
  return moments.flatMap(({ timestamp, samples }) => {
    const read = readings(samples)
    const at = momentOf(timestamp)
    if (at === undefined) return []
    const fed = inputSignals(connector, samples).map((signal) => ({ at, meterWh: undefined, signal }))
    if (Object.keys(read).length === 0) return fed
    const named = transaction === undefined ? {} : { transaction }
    return [{ at, meterWh: read.meterWh, signal: { type: 'charging.metered' as const, values: { connector, ...named, ...read } } }, ...fed]
  })
}
