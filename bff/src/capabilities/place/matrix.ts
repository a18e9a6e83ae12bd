import type { Scope } from '../../kernel/http/route.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { combine } from '../../kernel/store/condition.ts'
import { scopedRows, underPlaces } from '../../kernel/store/scope.ts'
import { housesOf } from './read.ts'
import type { PlaceRow } from './row.ts'

/** A building as people draw it: units side by side, floors on top of each other. */
export async function matrixOf(kernel: Kernel, scope: Scope, building: PlaceRow) {
  const people = await occupants(kernel, scope, building.path)
  const { units, floors, houses } = await housesOf(kernel, building)
  const rooms = houses.map(({ path: _, ...house }) => {
    const here = people.get(house.id)
    return {
      ...house,
      state: here === undefined ? ('empty' as const) : here.tenants > 0 ? ('let' as const) : ('owned' as const),
      members: here?.members ?? 0,
    }
  })
  return {
    building: { id: building.id, kind: building.kind, name: building.name },
    units,
    floors,
    rooms,
  }
}

async function occupants(kernel: Kernel, scope: Scope, path: string): Promise<Map<string, { members: number; tenants: number }>> {
  const where = combine('AND', [underPlaces('place_path', [path]), underPlaces('place_path', scope.places)])
  const now = kernel.clock.now()
  const rows = await scopedRows<{ house_id: string; members: number; tenants: number }>(kernel.store, scope, 'household_members', {
    sql: `SELECT house_id, COUNT(*) AS members, SUM(CASE WHEN relation = 'tenant' THEN 1 ELSE 0 END) AS tenants FROM household_members
          WHERE ${where.sql} AND state = 'active' AND (valid_until_at IS NULL OR valid_until_at > ?) GROUP BY house_id`,
    params: [...where.params, now],
  })
  return new Map(rows.map((row) => [row.house_id, { members: Number(row.members), tenants: Number(row.tenants) }]))
}
