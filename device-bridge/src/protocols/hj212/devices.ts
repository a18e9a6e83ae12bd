import type { Signal } from '../../traits/trait.ts'
import { chinaMoment } from '../china-time.ts'
import { type Field, numberOf, type Packet } from './codec.ts'

const periods: Readonly<Record<string, 'now' | 'minute' | 'hour' | 'day'>> = {
  2011: 'now',
  2051: 'minute',
  2061: 'hour',
  2031: 'day',
  2041: 'day',
}

/** Commands that carry measurements. */
export const isData = (packet: Packet): boolean => packet.cn in periods

export interface StationUnits {
  /** In what the station counts dust: the packet does not say, and stations differ. Left out, dust stays a bare factor. */
  readonly dust?: 'ug' | 'mg' | undefined
}

/** Factors whose unit the standard fixes. Pressure comes in kPa. */
const fixed: Readonly<Record<string, { readonly name: string; readonly times: number }>> = {
  a01001: { name: 'temperatureC', times: 1 },
  a01002: { name: 'humidityPercent', times: 1 },
  a01006: { name: 'pressureHpa', times: 10 },
  a01007: { name: 'windMs', times: 1 },
  a01008: { name: 'windDegrees', times: 1 },
  LA: { name: 'noiseDb', times: 1 },
}
const dust: Readonly<Record<string, string>> = { a34004: 'pm25Ugm3', a34002: 'pm10Ugm3', a34001: 'tspUgm3' }

/** Only these were measured as they should be. */
const isNormal = (flag: string | undefined): boolean => flag === undefined || flag === 'N'

/** What a data packet says: each factor under its own code, and those we have a word for together. */
export function signalsOfPacket(packet: Packet, units: StationUnits): { at: number | undefined; signals: Signal[] } {
  const period = periods[packet.cn] ?? 'now'
  const from = packet.content.find((field) => field.factor === '' && field.name === 'DataTime')
  const at = from === undefined ? undefined : chinaMoment(from.value)
  const factors = grouped(packet.content)
  const read: Record<string, number> = {}
  const signals: Signal[] = []
  for (const [factor, fields] of factors) {
    const value = (name: string) => numberOf(fields.get(name))
    const flag = fields.get('Flag')
    const now = value(period === 'now' ? 'Rtd' : 'Avg')
    const numbers = {
      ...optional('value', value('Rtd')),
      ...optional('average', value('Avg')),
      ...optional('least', value('Min')),
      ...optional('most', value('Max')),
      ...optional('total', value('Cou')),
    }
    if (Object.keys(numbers).length === 0 && flag === undefined) continue
    signals.push({
      type: 'environment.factor',
      values: { factor, ...numbers, ...(flag === undefined ? {} : { flag: flag.slice(0, 4) }), period, ...optional('from', at) },
    })
    if (now === undefined || !isNormal(flag) || period !== 'now') continue
    const known = fixed[factor]
    if (known) read[known.name] = now * known.times
    const particle = dust[factor]
    if (particle && units.dust) read[particle] = units.dust === 'mg' ? now * 1000 : now
  }
  if (Object.keys(read).length > 0) signals.unshift({ type: 'environment.read', values: read })
  return { at, signals }
}

const optional = <N extends string>(name: N, value: number | undefined): Partial<Record<N, number>> =>
  value === undefined ? {} : ({ [name]: value } as Record<N, number>)

function grouped(content: readonly Field[]): Map<string, Map<string, string>> {
  const factors = new Map<string, Map<string, string>>()
  for (const { factor, name, value } of content) {
    if (factor === '') continue
    const fields = factors.get(factor) ?? new Map<string, string>()
    factors.set(factor, fields.set(name, value))
  }
  return factors
}
