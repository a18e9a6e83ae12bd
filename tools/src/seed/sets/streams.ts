import { streamPages, takeIntoStreams, whole } from '@liren/bff/engines/stream/index'
import type { ToldNumber } from '@liren/bff/engines/stream/take'
import { nextNumber } from '@liren/bff/engines/thing/index'
import { text } from '@liren/contract'
import type { StreamTake } from '@liren/contract/capabilities/stream'
import { hour, minute, type SeedContext, type SeedSet } from '../set.ts'

interface Wanted {
  readonly name: string
  readonly kind: string
  readonly property: string
  readonly take: StreamTake
  readonly per: 'device' | 'place'
  readonly step: number
}

/** Dust of each station, and what the metered homes of an estate use together. */
const wanted: readonly Wanted[] = [
  { name: 'PM2.5 一小时平均', kind: 'environment', property: 'pm25Ugm3', take: 'average', per: 'device', step: 15 * minute },
  { name: '住户用电一小时合计', kind: 'meter', property: 'energyWh', take: 'rise', per: 'place', step: 15 * minute },
]
const hoursBack = 8
const slot = 5 * minute

interface Point {
  readonly id: string
  readonly product_id: string
  readonly place_path: string
  readonly at: number
  readonly value: number
}

/** Two sliding windows, with the figures that they had come to over the hours before. */
export const slidingWindows: SeedSet = {
  name: 'streams',
  text: text('滚动统计', 'Sliding windows'),
  run: async (context) => {
    const { kernel, tx, rows, ids, insert, now } = context
    const estates = await rows<{ id: string; path: string; full_name: string }>(
      "SELECT id, path, full_name FROM places WHERE kind = 'estate' AND is_retired = 0 ORDER BY sort",
    )
    const told: { points: readonly Point[]; property: string }[] = []
    for (const { step, take, per, name, kind, property } of wanted) {
      const points = await rows<Point>(
        `SELECT d.id, d.product_id, d.place_path, t.at, t.value FROM devices d
         JOIN device_series s ON s.device_id = d.id AND s.property = ? JOIN device_points t ON t.series_id = s.id
         WHERE d.kind = ? AND d.product_id IS NOT NULL AND t.at >= ? ORDER BY t.at, d.id`,
        [property, kind, now - hoursBack * hour],
      )
      const estate = estates.find(({ path }) => points.some((point) => point.place_path.startsWith(path)))
      const first = points.find(({ place_path }) => estate !== undefined && place_path.startsWith(estate.path))
      if (!estate || !first) continue
      const id = ids.at(now - 20 * hour)
      const at = { place_id: estate.id, place_path: estate.path, place_label: estate.full_name }
      const seconds = { length_seconds: hour / 1000, step_seconds: step / 1000, lateness_seconds: 900 }
      const row = { id, name, ...at, product_id: first.product_id, property, group_id: null, take, per, ...seconds }
      await insert('streams', [{ ...row, is_enabled: 1, created_at: now - 20 * hour }])
      if (per === 'place') await insert('stream_heads', [{ stream_id: id, device_id: whole }])
      const own = points.filter((point) => point.product_id === first.product_id && point.place_path.startsWith(estate.path))
      told.push({ points: own, property })
    }
    await nextNumber(kernel.store, streamPages, tx)
    for (const { points, property } of told) await hear(context, points, property)
  },
}

/** Lets the engine hear the past as it would have come: most of it at once, some of it late, a little of it too late. */
async function hear({ kernel, tx, dice, now }: SeedContext, points: readonly Point[], property: string): Promise<void> {
  const slots = new Map<number, Point[]>()
  for (const point of points) {
    const chance = dice.next()
    const wait = chance < 0.96 ? 0 : chance < 0.99 ? dice.int(15, 25) * minute : dice.int(80, 110) * minute
    const arrives = Math.min(now, Math.ceil((Number(point.at) + wait + 1) / slot) * slot)
    slots.set(arrives, [...(slots.get(arrives) ?? []), point])
  }
  for (const [arrives, part] of [...slots].sort(([a], [b]) => a - b)) {
    const told = new Map<string, ToldNumber[]>()
    for (const { id, at, value } of part) {
      const one = { name: property, value: Number(value), at: Number(at) }
      told.set(id, [...(told.get(id) ?? []), one])
    }
    const speakers = [...new Map(part.map((point) => [point.id, point])).values()]
    await takeIntoStreams(kernel, speakers, told, { tx, now: arrives, emit: async () => undefined })
  }
}
