/** What one byte of unit makes of a number, in our own units. */
const units: Readonly<Record<number, { readonly kind: 'Wh' | 'L' | 'W' | 'Lh'; readonly times: number }>> = {
  2: { kind: 'Wh', times: 1 },
  5: { kind: 'Wh', times: 1e3 },
  8: { kind: 'Wh', times: 1e6 },
  10: { kind: 'Wh', times: 1e8 },
  1: { kind: 'Wh', times: 1 / 3600 },
  11: { kind: 'Wh', times: 1 / 3.6 },
  14: { kind: 'Wh', times: 1e6 / 3600 },
  17: { kind: 'Wh', times: 1e9 / 3600 },
  19: { kind: 'Wh', times: 1e11 / 3600 },
  20: { kind: 'W', times: 1 },
  23: { kind: 'W', times: 1e3 },
  26: { kind: 'W', times: 1e6 },
  41: { kind: 'L', times: 1 },
  44: { kind: 'L', times: 1e3 },
  50: { kind: 'Lh', times: 1 },
  53: { kind: 'Lh', times: 1e3 },
}

export interface Reading {
  readonly volumeL?: number
  readonly settledVolumeL?: number
  readonly heatWh?: number
  readonly settledHeatWh?: number
  readonly powerW?: number
  readonly flowLh?: number
  readonly supplyC?: number
  readonly returnC?: number
  readonly workedHours?: number
  /** The meter's own clock, as it shows it. */
  readonly clock?: string
  readonly status: Status
}

export interface Status {
  readonly valve: 'open' | 'closed' | 'fault' | 'unknown'
  readonly isBatteryLow: boolean
}

const digitsOf = (bytes: Buffer): number | undefined => {
  const text = Buffer.from(bytes).reverse().toString('hex')
  return /^\d+$/.test(text) ? Number(text) : undefined
}

/** Four bytes of digits, two behind the point, and the byte of their unit; undefined when it is no number or another kind. */
function amount(data: Buffer, at: number, kind: 'Wh' | 'L' | 'W' | 'Lh'): number | undefined {
  const value = digitsOf(data.subarray(at, at + 4))
  const unit = units[data[at + 4] ?? -1]
  return value === undefined || unit?.kind !== kind ? undefined : rounded((value / 100) * unit.times)
}

const rounded = (value: number): number => Math.round(value * 1000) / 1000

/** XXXX.XX degrees. */
const degrees = (data: Buffer, at: number): number | undefined => {
  const value = digitsOf(data.subarray(at, at + 3))
  return value === undefined ? undefined : value / 100
}

/** ss mm hh DD MM YY YY; a clock that was never set is none. */
function clockOf(data: Buffer, at: number): string | undefined {
  const [second, minute, hour, day, month, low, high] = [...data.subarray(at, at + 7)].map((byte) => byte.toString(16).padStart(2, '0'))
  const text = `${high}${low}-${month}-${day}T${hour}:${minute}:${second}`
  return /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T([01]\d|2[0-3]):[0-5]\d:[0-5]\d$/.test(text) ? text : undefined
}

export function statusOf(bytes: Buffer): Status {
  const first = bytes[0] ?? 0
  const valve = (['open', 'closed', 'unknown', 'fault'] as const)[first & 3] ?? 'unknown'
  return { valve, isBatteryLow: (first & 4) !== 0 }
}

const isHeat = (type: number): boolean => type >= 0x20 && type <= 0x29

/** The answer to a reading, by the layout of its kind of meter; undefined when its length is of neither. */
export function readingOf(type: number, data: Buffer): Reading | undefined {
  const given = (reading: Record<string, number | string | Status | undefined>): Reading =>
    Object.fromEntries(Object.entries(reading).filter(([, value]) => value !== undefined)) as unknown as Reading
  if (!isHeat(type) && data.length === 19)
    return given({
      volumeL: amount(data, 0, 'L'),
      settledVolumeL: amount(data, 5, 'L'),
      clock: clockOf(data, 10),
      status: statusOf(data.subarray(17)),
    })
  if (isHeat(type) && data.length === 43)
    return given({
      settledHeatWh: amount(data, 0, 'Wh'),
      heatWh: amount(data, 5, 'Wh'),
      powerW: amount(data, 10, 'W'),
      flowLh: amount(data, 15, 'Lh'),
      volumeL: amount(data, 20, 'L'),
      supplyC: degrees(data, 25),
      returnC: degrees(data, 28),
      workedHours: digitsOf(data.subarray(31, 34)),
      clock: clockOf(data, 34),
      status: statusOf(data.subarray(41)),
    })
  return undefined
}
