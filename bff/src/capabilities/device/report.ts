import type { Scope } from '../../kernel/http/route.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { scopedRows, underPlaces } from '../../kernel/store/scope.ts'

interface Group {
  readonly kind: string
  readonly presence: string
  readonly stage: string
  readonly incomplete: number
  readonly n: number
}

/** One question over the devices of the caller's places; there are thousands of them, not millions. */
export async function reportDevices(kernel: Kernel, scope: Scope) {
  const where = underPlaces('place_path', scope.places)
  const empty =
    'product_id IS NULL OR manufacturer IS NULL OR installed_on IS NULL OR longitude IS NULL OR owner IS NULL OR keeper_name IS NULL'
  const rows = await scopedRows<Group>(kernel.store, scope, 'devices', {
    sql: `SELECT kind, presence, stage, SUM(CASE WHEN ${empty} THEN 1 ELSE 0 END) AS incomplete, COUNT(*) AS n
          FROM devices WHERE stage <> 'retired' AND ${where.sql} GROUP BY kind, presence, stage ORDER BY kind`,
    params: where.params,
  })
  const kinds = new Map<string, { kind: string; total: number; online: number; offline: number; unknown: number }>()
  const sum = { total: 0, online: 0, maintaining: 0, incomplete: 0 }
  for (const row of rows) {
    const n = Number(row.n)
    const kind = kinds.get(row.kind) ?? { kind: row.kind, total: 0, online: 0, offline: 0, unknown: 0 }
    kinds.set(row.kind, kind)
    kind.total += n
    kind[row.presence === 'online' ? 'online' : row.presence === 'offline' ? 'offline' : 'unknown'] += n
    sum.total += n
    sum.online += row.presence === 'online' ? n : 0
    sum.maintaining += row.stage === 'maintaining' ? n : 0
    sum.incomplete += Number(row.incomplete)
  }
  return { kinds: [...kinds.values()], ...sum }
}
