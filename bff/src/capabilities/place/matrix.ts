import type { Scope } from '../../kernel/http/route.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { combine } from '../../kernel/store/condition.ts'
import { scopedRows, underPlaces } from '../../kernel/store/scope.ts'
import type { PlaceRow } from './row.ts'

/** A building as people draw it: units side by side, floors on top of each other. */
export async function matrixOf(kernel: Kernel, scope: Scope, building: PlaceRow) {
  const under = underPlaces('path', [building.path])
  const rows = await kernel.store.rows<Pick<PlaceRow, 'id' | 'kind' | 'name' | 'parent_id' | 'floor'>>(
    `SELECT id, kind, name, parent_id, floor FROM places WHERE ${under.sql} AND is_retired = 0 AND kind IN ('unit', 'house') ORDER BY sort, id`,
    under.params,
  )
  const people = await occupants(kernel, scope, building.path)
  const units = rows.filter(({ kind }) => kind === 'unit').map(({ id, name }) => ({ id: id as string | null, name }))
  const houses = rows.filter(({ kind }) => kind === 'house')
  const rooms = houses.map((house) => {
    const here = people.get(house.id)
    return {
      id: house.id,
      name: house.name,
      unitId: house.parent_id === building.id ? null : house.parent_id,
      floor: house.floor ?? floorOf(house.name),
      state: here === undefined ? ('empty' as const) : here.tenants > 0 ? ('let' as const) : ('owned' as const),
      members: here?.members ?? 0,
    }
  })
  return {
    building: { id: building.id, kind: building.kind, name: building.name },
    units: rooms.some(({ unitId }) => unitId === null) ? [{ id: null, name: building.name }, ...units] : units,
    floors: [...new Set(rooms.map(({ floor }) => floor))].sort((a, b) => b - a),
    rooms,
  }
}

/** 1201 is on the twelfth floor when nobody said otherwise. */
const floorOf = (name: string): number => Number(/^(\d{1,2})\d{2}$/.exec(name)?.[1] ?? 1)

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
