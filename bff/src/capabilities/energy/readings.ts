import type { ToldEvent } from '../device/read.ts'
import type { Reading } from './row.ts'

const numberOf = (value: unknown): number | undefined => (typeof value === 'number' && Number.isFinite(value) ? value : undefined)

/** Which value of which event is a total of what; the vocabulary counts in watt-hours and litres. */
const totals: Readonly<Record<string, readonly (readonly [field: string, carrier: Reading['carrier'], rate: string])[]>> = {
  'meter.read': [['energyWh', 'electricity', 'powerW']],
  'meter.water-read': [['volumeL', 'water', 'flowLh']],
  'meter.gas-read': [['volumeL', 'gas', 'flowLh']],
  'meter.heat-read': [
    ['heatWh', 'heat', 'powerW'],
    ['coldWh', 'cold', 'powerW'],
  ],
}

/** Events that tell a total; everything else is passed by. */
export const isReading = ({ type }: Pick<ToldEvent, 'type'>): boolean => type in totals

/** What a meter said; a reading of the past counts at the moment when the meter froze it. */
export function readingsOf({ type, values, at }: Pick<ToldEvent, 'type' | 'values' | 'at'>): Reading[] {
  const frozenAt = numberOf(values.frozenAt)
  return (totals[type] ?? []).flatMap(([field, carrier, rate]) => {
    const total = numberOf(values[field])
    if (total === undefined) return []
    return [{ carrier, total: total / 1000, rate: frozenAt === undefined ? (numberOf(values[rate]) ?? null) : null, at: frozenAt ?? at }]
  })
}
