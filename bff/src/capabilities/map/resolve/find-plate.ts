import type { Scope } from '../../../kernel/http/route.ts'
import type { Kernel } from '../../../kernel/kernel.ts'
import { combine, contains } from '../../../kernel/store/condition.ts'
import { scopedRows, underPlaces } from '../../../kernel/store/scope.ts'
import type { Found } from './find-address.ts'

const shown = 20

/** Buildings by the plate at their door, as their files have it: for those who work there. */
export async function findByPlate(kernel: Kernel, scope: Scope, plate: string): Promise<Found[]> {
  const where = combine('AND', [
    underPlaces('place_path', scope.places),
    { sql: "state = 'active'", params: [] },
    contains('doorplate', plate),
  ])
  const rows = await scopedRows<{ place_id: string }>(kernel.store, scope, 'building_files', {
    sql: `SELECT place_id FROM building_files WHERE ${where.sql} ORDER BY place_path LIMIT ${shown}`,
    params: where.params,
  })
  return rows.map(({ place_id }) => ({ id: place_id, match: { by: 'plate', missing: [], metres: null } }))
}
