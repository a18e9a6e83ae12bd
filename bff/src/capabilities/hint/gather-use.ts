import { personArchive } from '@liren/contract/capabilities/person'
import { keysFor } from '../../engines/archive/row.ts'
import { storedField } from '../../engines/archive/table.ts'
import { dayOf, startOfDay } from '../../kernel/background/daily.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { among } from '../../kernel/store/condition.ts'
import { underPlaces, unscoped } from '../../kernel/store/scope.ts'
import type { HouseUse } from './evidence.ts'

const dayMs = 86_400_000
const most = 5000
const why = 'models look at one community for those who answer for it'

interface UseRow {
  readonly placeId: string
  readonly fileId: string
  readonly placePath: string
  readonly occupancy: string | null
  readonly start_at: number
  readonly used: number
}

/** What each house with a meter used on each whole day, from the sums that the house keeps of every series. */
export async function gatherUse(kernel: Kernel, communityPath: string, now: number, days: number): Promise<HouseUse[]> {
  const zone = kernel.config.LIREN_TIME_ZONE
  const today = startOfDay(dayOf(now, zone), zone)
  const within = underPlaces('h.place_path', [communityPath])
  const rows = await unscoped<UseRow>(kernel.store, why, {
    sql: `SELECT h.place_id AS "placeId", h.id AS "fileId", h.place_path AS "placePath", h.occupancy, r.start_at, SUM(r.most - r.least) AS used
          FROM house_files h JOIN devices d ON d.place_id = h.place_id AND d.kind = 'meter' JOIN device_series s ON s.device_id = d.id AND s.property = 'energyWh'
          JOIN device_rollups r ON r.series_id = s.id AND r.step = 86400
          WHERE r.start_at >= ? AND r.start_at < ? AND h.state = 'active' AND ${within.sql}
          GROUP BY h.place_id, h.id, h.place_path, h.occupancy, r.start_at ORDER BY h.id, r.start_at LIMIT ${most}`,
    params: [today - days * dayMs, today, ...within.params],
  })
  const houses = new Map<string, UseRow[]>()
  for (const row of rows) houses.set(row.placeId, [...(houses.get(row.placeId) ?? []), row])
  const people = await whoLives(kernel, [...houses.keys()])
  return [...houses.values()].map((of) => {
    const [first] = of as [UseRow, ...UseRow[]]
    const living = people.get(first.placeId) ?? { count: 0, isAlone: false }
    return {
      ...{ placeId: first.placeId, fileId: first.fileId, placePath: first.placePath, occupancy: first.occupancy },
      ...{ people: living.count, isAlone: living.isAlone, wattHours: of.map(({ used }) => Number(used)) },
    }
  })
}

async function whoLives(kernel: Kernel, houseIds: readonly string[]) {
  const found = new Map<string, { count: number; isAlone: boolean }>()
  const alone = among('f.care_index', keysFor(kernel, personArchive, storedField(personArchive, 'care'), 'alone'))
  for (let from = 0; from < houseIds.length; from += 400) {
    const some = among('f.place_id', houseIds.slice(from, from + 400))
    const rows = await unscoped<{ place_id: string; n: number; alone: number }>(kernel.store, why, {
      sql: `SELECT f.place_id, COUNT(*) AS n, SUM(CASE WHEN ${alone.sql} THEN 1 ELSE 0 END) AS alone FROM people f
            WHERE ${some.sql} AND f.state = 'active' AND f.left_on IS NULL GROUP BY f.place_id`,
      params: [...alone.params, ...some.params],
    })
    for (const row of rows) found.set(row.place_id, { count: Number(row.n), isAlone: Number(row.alone) > 0 })
  }
  return found
}
