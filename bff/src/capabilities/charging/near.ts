import type { ChargerUse, ChargingNear } from '@liren/contract/capabilities/charging'
import type { Scope } from '../../kernel/http/route.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { underPlaces, unscoped } from '../../kernel/store/scope.ts'
import { estatesTouching, placesById } from '../place/read.ts'
import { portStatesOf, portsOf, shortName } from './row.ts'

const mostShown = 100

interface NearRow {
  readonly id: string
  readonly name: string
  readonly presence: string
  readonly full_name: string | null
  readonly charger_use: ChargerUse
  readonly ports: number
  readonly serves_id: string | null
  readonly serves_path: string
}

/** Chargers of the estates in which the reader lives; those of the own building come first. */
export async function chargersNear(kernel: Kernel, scope: Scope): Promise<ChargingNear> {
  const homes = [...(await placesById(kernel, scope.houseIds)).values()].map(({ path }) => path)
  const estates = (await estatesTouching(kernel, homes)).map(({ path }) => path)
  if (estates.length === 0) return { stations: [] }
  const under = underPlaces('d.place_path', estates)
  const rows = await unscoped<NearRow>(kernel.store, 'everybody may know where the chargers of their own estate stand', {
    sql: `SELECT d.id, d.name, d.presence, p.full_name, c.charger_use, c.ports, c.serves_id, c.serves_path FROM devices d
          JOIN chargers c ON c.device_id = d.id LEFT JOIN places p ON p.id = d.place_id
          WHERE d.kind = 'pile' AND d.stage = 'active' AND ${under.sql} ORDER BY d.id LIMIT ${mostShown}`,
    params: under.params,
  })
  const states = await portStatesOf(
    kernel,
    rows.map(({ id }) => id),
  )
  const stations = rows.map((row) => {
    const isOnline = row.presence === 'online'
    return {
      ...{ id: row.id, name: row.name, place: shortName(row.full_name), use: row.charger_use, isOnline },
      isOwnBuilding: row.serves_id !== null && homes.some((home) => home.startsWith(row.serves_path)),
      ports: portsOf(Number(row.ports), states.get(row.id) ?? new Map(), isOnline).map((state, i) => ({ number: i + 1, state })),
    }
  })
  return { stations: stations.sort((a, b) => Number(b.isOwnBuilding) - Number(a.isOwnBuilding)) }
}
