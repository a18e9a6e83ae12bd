import type { Scope } from '../../kernel/http/route.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { combine } from '../../kernel/store/condition.ts'
import { scopedRows, underPlaces } from '../../kernel/store/scope.ts'

const ebikes = "state = 'active' AND (plate_kind = 'ebike' OR kind = 'ebike')"

/** How many e-bikes are registered at or under each of these places; numbers only. Asked for a page of places at a time. */
export async function ebikesUnder(kernel: Kernel, scope: Scope, paths: readonly string[]): Promise<number[]> {
  if (paths.length === 0) return []
  const parts = paths.map((path, i) => {
    const where = combine('AND', [underPlaces('place_path', scope.places), underPlaces('place_path', [path])])
    return { sql: `SELECT ${i} AS nth, COUNT(*) AS n FROM vehicles WHERE ${ebikes} AND ${where.sql}`, params: where.params }
  })
  const rows = await scopedRows<{ nth: number; n: number }>(kernel.store, scope, 'vehicles', {
    sql: parts.map(({ sql }) => sql).join(' UNION ALL '),
    params: parts.flatMap(({ params }) => params),
  })
  const counts = paths.map(() => 0)
  for (const row of rows) counts[Number(row.nth)] = Number(row.n)
  return counts
}
