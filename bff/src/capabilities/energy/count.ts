import { dayOf, startOfDay } from '../../kernel/background/daily.ts'
import type { Consumer } from '../../kernel/capability.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import type { SqlValue, Tx } from '../../kernel/store/store.ts'
import { upsertRows } from '../../kernel/store/upsert.ts'
import type { ToldEvent } from '../device/read.ts'
import { metersOf } from './meters.ts'
import { isReading, readingsOf } from './readings.ts'
import type { MeterRow, Reading } from './row.ts'

const hourMs = 3_600_000

/** Counts what meters tell, as it arrives. */
export const countReadings = (kernel: Kernel): Consumer => ({
  name: 'energy.count',
  on: ['device.told'],
  async handle(event, tx) {
    const told = (event.payload as { events: ToldEvent[] }).events.filter((one) => isReading(one) && one.placePath !== '/')
    if (told.length === 0) return
    const readings = told.flatMap(({ deviceId, placePath, ...one }) =>
      readingsOf({ ...one }).map((reading) => ({ ...reading, deviceId, placePath })),
    )
    const meterOf = await metersOf(kernel, readings, tx)
    const byMeter = new Map<string, { meter: MeterRow; readings: Reading[] }>()
    for (const reading of readings) {
      const meter = meterOf(reading)
      if (!meter) continue
      const one = byMeter.get(meter.id) ?? { meter, readings: [] }
      byMeter.set(meter.id, one)
      one.readings.push(reading)
    }
    await keepReadings(kernel, [...byMeter.values()], tx)
  },
})

interface Counted {
  readonly used: number
  readonly reading: Reading
}

/**
 * What each reading adds: the total less the one before. A total that fell belongs to another meter in the same place and
 * only begins; a reading older than the last one was counted with it already.
 */
export function counted(last: Pick<MeterRow, 'last_total' | 'last_at'>, readings: readonly Reading[]): Counted[] {
  let total = last.last_total === null ? null : Number(last.last_total)
  let at = last.last_at === null ? Number.NEGATIVE_INFINITY : Number(last.last_at)
  const all: Counted[] = []
  for (const reading of [...readings].sort((a, b) => a.at - b.at)) {
    if (reading.at <= at) continue
    all.push({ used: total === null || reading.total < total ? 0 : reading.total - total, reading })
    total = reading.total
    at = reading.at
  }
  return all
}

interface Sum {
  used: number
  reading: Reading
}

/** Adds readings of these meters, which the caller has locked, to their hours, days and months: four statements, however many. */
export async function keepReadings(
  kernel: Kernel,
  all: readonly { readonly meter: MeterRow; readonly readings: readonly Reading[] }[],
  tx: Tx,
): Promise<number> {
  const zone = kernel.config.LIREN_TIME_ZONE
  const rows = { hours: [] as Record<string, SqlValue>[], days: [] as Record<string, SqlValue>[], months: [] as Record<string, SqlValue>[] }
  const meters: Record<string, SqlValue>[] = []
  let taken = 0
  for (const { meter, readings } of all) {
    const news = counted(meter, readings)
    const last = news.at(-1)
    if (!last) continue
    taken += news.length
    const place = {
      ...{ carrier: meter.carrier, purpose: meter.purpose, place_path: meter.place_path, building_path: meter.building_path },
    }
    const house = { ...place, house_id: meter.house_id }
    if (meter.house_id === null)
      for (const [hour, { used }] of summed(news, ({ at }) => hourOf(at, zone)))
        rows.hours.push({ meter_id: meter.id, hour_at: hour, ...place, used })
    for (const [day, { used, reading }] of summed(news, ({ at }) => dayOf(at, zone)))
      rows.days.push({ meter_id: meter.id, day, ...house, total: reading.total, read_at: reading.at, used })
    for (const [month, { used }] of summed(news, ({ at }) => dayOf(at, zone).slice(0, 7)))
      rows.months.push({ meter_id: meter.id, month, ...house, audience: meter.audience, used })
    const { id, number, created_at, device_id, place_id, audience } = meter
    meters.push({
      ...{ id, number, ...house, device_id, place_id, audience, created_at },
      ...{ last_total: last.reading.total, last_at: last.reading.at, last_rate: last.reading.rate },
    })
  }
  const { store } = kernel
  await upsertRows(store, 'energy_hours', ['meter_id', 'hour_at'], rows.hours, tx, ['used'])
  await upsertRows(store, 'energy_days', ['meter_id', 'day'], rows.days, tx, ['used'])
  await upsertRows(store, 'energy_months', ['meter_id', 'month'], rows.months, tx, ['used'])
  await upsertRows(store, 'energy_meters', ['id'], meters, tx)
  return taken
}

/** The full hour by the clocks of the community: there are zones half an hour off. */
function hourOf(at: number, zone: string): number {
  const start = startOfDay(dayOf(at, zone), zone)
  return at - ((at - start) % hourMs)
}

function summed<K>(news: readonly Counted[], keyOf: (reading: Reading) => K): Map<K, Sum> {
  const sums = new Map<K, Sum>()
  for (const { used, reading } of news) {
    const sum = sums.get(keyOf(reading))
    if (sum) Object.assign(sum, { used: sum.used + used, reading })
    else sums.set(keyOf(reading), { used, reading })
  }
  return sums
}
