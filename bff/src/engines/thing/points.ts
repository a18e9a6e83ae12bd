import type { Kernel } from '../../kernel/kernel.ts'
import { among } from '../../kernel/store/condition.ts'
import type { Tx } from '../../kernel/store/store.ts'
import { upsertRows } from '../../kernel/store/upsert.ts'
import { nextNumber } from './counter.ts'
import { numberOf, type Told } from './properties.ts'

export const hourMs = 3_600_000

const key = (deviceId: string, property: string) => `${deviceId} ${property}`

/** The number of each series of these devices, made where it is new. The caller holds the devices' rows. */
async function seriesOf(kernel: Kernel, names: readonly { device: string; property: string }[], tx: Tx): Promise<Map<string, number>> {
  const where = among('device_id', [...new Set(names.map((one) => one.device))])
  const rows = await kernel.store.rows<{ id: number; device_id: string; property: string }>(
    `SELECT id, device_id, property FROM device_series WHERE ${where.sql}`,
    where.params,
    tx,
  )
  const known = new Map(rows.map((row) => [key(row.device_id, row.property), Number(row.id)]))
  const fresh = names.filter((one) => !known.has(key(one.device, one.property)))
  if (fresh.length === 0) return known
  const last = await nextNumber(kernel.store, 'device-series', tx, fresh.length)
  const made = fresh.map((one, index) => ({ id: last - fresh.length + 1 + index, device_id: one.device, property: one.property }))
  await upsertRows(kernel.store, 'device_series', ['device_id', 'property'], made, tx)
  for (const one of made) known.set(key(one.device_id, one.property), one.id)
  return known
}

/** Keeps the numbers among what devices told, each moment once, and marks their hours to be added up. */
export async function keepPoints(kernel: Kernel, told: ReadonlyMap<string, readonly Told[]>, tx: Tx): Promise<number> {
  const points = [...told].flatMap(([device, all]) =>
    all.flatMap(({ name, value, at }) => {
      const number = numberOf(value)
      return number === undefined ? [] : [{ device, property: name, at, value: number }]
    }),
  )
  if (points.length === 0) return 0
  const names = new Map(points.map((point) => [key(point.device, point.property), { device: point.device, property: point.property }]))
  const series = await seriesOf(kernel, [...names.values()], tx)
  const rows = new Map<string, { series_id: number; at: number; value: number }>()
  const hours = new Map<string, { series_id: number; hour_at: number; marks: number }>()
  for (const point of points) {
    const id = series.get(key(point.device, point.property)) as number
    rows.set(`${id} ${point.at}`, { series_id: id, at: point.at, value: point.value })
    const hour = point.at - (point.at % hourMs)
    hours.set(`${id} ${hour}`, { series_id: id, hour_at: hour, marks: 1 })
  }
  await upsertRows(kernel.store, 'device_points', ['series_id', 'at'], [...rows.values()], tx)
  await upsertRows(kernel.store, 'device_stale_hours', ['series_id', 'hour_at'], [...hours.values()], tx, ['marks'])
  return rows.size
}
