import { hourRanges } from '../../engines/thing/index.ts'
import { dayOf, startOfDay } from '../../kernel/background/daily.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { among } from '../../kernel/store/condition.ts'
import { unscoped } from '../../kernel/store/scope.ts'
import type { Tx } from '../../kernel/store/store.ts'
import { agreeingHouses } from '../energy/read.ts'
import { why } from './row.ts'
import { type HouseFacts, type HouseMeter, hourMs, type LastPass, lookBackMs, type MeterHour } from './rule.ts'

export const athomePurpose = 'at-home'

interface PersonRow extends Omit<LastPass, 'isOwnDoor'> {
  readonly houseId: string
  readonly gateKind: string | null
}

interface MeterRow {
  readonly id: string
  readonly house_id: string
  readonly number: string
  readonly carrier: HouseMeter['carrier']
  readonly device_id: string | null
  readonly last_at: number | null
}

const propertyOf = (carrier: HouseMeter['carrier']): string => (carrier === 'electricity' ? 'energyWh' : 'volumeL')

/** What is known of these houses: the last pass of each registered person, and the hours of meters whose household agreed. Six statements, however many houses. */
export async function gather(kernel: Kernel, houseIds: readonly string[], now: number, tx?: Tx): Promise<(houseId: string) => HouseFacts> {
  const rows = <T extends object>(sql: string, params: readonly (string | number)[]) =>
    unscoped<T>(kernel.store, why, { sql, params: [...params] }, tx)
  const living = among('f.place_id', houseIds)
  const today = dayOf(now, kernel.config.LIREN_TIME_ZONE)
  const people = await rows<PersonRow>(
    `SELECT f.place_id AS "houseId", f.id AS "personId", r.last_at AS at, r.last_direction AS direction, r.last_gate AS gate,
       g.kind AS "gateKind", (SELECT MAX(x.id) FROM passages x WHERE x.person_id = f.id AND x.passed_at = r.last_at) AS "passageId"
     FROM people f LEFT JOIN presences r ON r.person_id = f.id LEFT JOIN places g ON g.path = r.place_path
     WHERE ${living.sql} AND f.state = 'active' AND (f.left_on IS NULL OR f.left_on > ?) ORDER BY f.place_id, f.id`,
    [...(living.params as string[]), today],
  )
  const standing = among('house_id', houseIds)
  const meters = await rows<MeterRow>(
    `SELECT id, house_id, number, carrier, device_id, last_at FROM energy_meters WHERE ${standing.sql} ORDER BY carrier, id`,
    standing.params as string[],
  )
  const agreed = await agreeingHouses(kernel, [...new Set(meters.map(({ house_id }) => house_id))], tx, athomePurpose)
  const hours = await hourRanges(
    kernel,
    meters.flatMap(({ house_id, device_id }) => (device_id !== null && agreed.has(house_id) ? [device_id] : [])),
    ['energyWh', 'volumeL'],
    { from: now - lookBackMs, until: now },
    tx,
  )
  const [peopleOf, metersOf, hoursBy] = [
    groupBy(people, ({ houseId }) => houseId),
    groupBy(meters, ({ house_id }) => house_id),
    groupBy(hours, ({ deviceId, property }) => `${deviceId} ${property}`),
  ]
  return (houseId) => ({
    isAgreed: agreed.has(houseId),
    passes: (peopleOf.get(houseId) ?? []).map((row) => ({
      ...{ personId: row.personId, at: row.at === null ? null : Number(row.at), direction: row.direction, gate: row.gate },
      passageId: row.passageId,
      isOwnDoor: row.gateKind === 'unit' || row.gateKind === 'building',
    })),
    meters: (metersOf.get(houseId) ?? []).map((row) => ({
      ...{ meterId: row.id, number: row.number, carrier: row.carrier, hasDevice: row.device_id !== null },
      readAt: row.last_at === null ? null : Number(row.last_at),
      hours: (hoursBy.get(`${row.device_id} ${propertyOf(row.carrier)}`) ?? []).map(
        ({ at, least, most, lastAt }): MeterHour => ({ at, least, most, lastAt }),
      ),
    })),
  })
}

/** The hour of the day by the clocks of the community. */
export const clockOf = (kernel: Kernel) => (at: number) => {
  const zone = kernel.config.LIREN_TIME_ZONE
  return Math.floor((at - startOfDay(dayOf(at, zone), zone)) / hourMs)
}

function groupBy<T>(list: readonly T[], keyOf: (one: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>()
  for (const one of list) {
    const group = groups.get(keyOf(one))
    if (group) group.push(one)
    else groups.set(keyOf(one), [one])
  }
  return groups
}
