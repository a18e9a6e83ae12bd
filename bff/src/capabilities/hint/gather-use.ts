import { personArchive } from '@liren/contract/capabilities/person'
import { keysFor } from '../../engines/archive/row.ts'
import { storedField } from '../../engines/archive/table.ts'
import { dayUses } from '../../engines/thing/index.ts'
import { dayOf, startOfDay } from '../../kernel/background/daily.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { among } from '../../kernel/store/condition.ts'
import { underPlaces, unscoped } from '../../kernel/store/scope.ts'
import type { HouseUse } from './evidence.ts'

const dayMs = 86_400_000
const most = 5000
const why = 'models look at one community for those who answer for it'

interface HouseRow {
  readonly placeId: string
  readonly fileId: string
  readonly placePath: string
  readonly occupancy: string | null
  readonly deviceId: string
}

/** What each house with a meter used on each whole day, from the sums that the house keeps of every series. */
export async function gatherUse(kernel: Kernel, communityPath: string, now: number, days: number): Promise<HouseUse[]> {
  const zone = kernel.config.LIREN_TIME_ZONE
  const today = startOfDay(dayOf(now, zone), zone)
  const within = underPlaces('h.place_path', [communityPath])
  const rows = await unscoped<HouseRow>(kernel.store, why, {
    sql: `SELECT h.place_id AS "placeId", h.id AS "fileId", h.place_path AS "placePath", h.occupancy, d.id AS "deviceId"
          FROM house_files h JOIN devices d ON d.place_id = h.place_id AND d.kind = 'meter'
          WHERE h.state = 'active' AND ${within.sql} ORDER BY h.id, d.id LIMIT ${most}`,
    params: within.params,
  })
  const houses = await withUse(kernel, rows, { from: today - days * dayMs, until: today })
  const people = await whoLives(kernel, [...houses.keys()])
  return [...houses.values()].map(({ house, days: used }) => {
    const living = people.get(house.placeId) ?? { count: 0, isAlone: false }
    const wattHours = [...used].sort(([a], [b]) => a - b).map(([, sum]) => sum)
    return {
      ...{ placeId: house.placeId, fileId: house.fileId, placePath: house.placePath, occupancy: house.occupancy },
      ...{ people: living.count, isAlone: living.isAlone, wattHours },
    }
  })
}

/** The houses of which there are sums, with what all their meters counted on each day; so many days at most are read. */
async function withUse(kernel: Kernel, rows: readonly HouseRow[], range: { from: number; until: number }) {
  const houses = new Map<string, { house: HouseRow; days: Map<number, number> }>()
  let read = 0
  for (let from = 0; from < rows.length && read < most; from += 400) {
    const some = new Map(rows.slice(from, from + 400).map((row) => [row.deviceId, row]))
    const uses = await dayUses(kernel, [...some.keys()], 'energyWh', range)
    read += uses.length
    for (const { deviceId, at, used } of uses) {
      const house = some.get(deviceId) as HouseRow
      const known = houses.get(house.placeId) ?? { house, days: new Map<number, number>() }
      houses.set(house.placeId, known)
      known.days.set(at, (known.days.get(at) ?? 0) + used)
    }
  }
  return houses
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
