import type { Maintenance, Outage, OutageKind } from '@liren/contract/capabilities/availability'
import type { Principal } from '../../kernel/http/route.ts'
import { namesOf } from '../../kernel/identity/directory.ts'
import { iso } from '../../kernel/iso.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import type { Tx } from '../../kernel/store/store.ts'
import { isPlanned, type Stretch } from './figures.ts'

export interface OutageRow {
  readonly id: string
  readonly from_at: number
  readonly to_at: number
  readonly cause: Outage['cause']
  readonly failing: string
  readonly kind: OutageKind | null
  readonly reason: string | null
  readonly explained_by: string | null
  readonly explained_at: number | null
  readonly version: number
}

export interface MaintenanceRow {
  readonly id: string
  readonly from_at: number
  readonly until_at: number
  readonly reason: string
  readonly announced_by: string
  readonly announced_at: number
  readonly cancelled_at: number | null
  readonly version: number
}

const keeps = (viewer: Principal) => viewer.permissions.has('availability.keep')

export async function presentOutages(
  kernel: Kernel,
  viewer: Principal,
  rows: readonly OutageRow[],
  windows: readonly Stretch[],
  tx?: Tx,
): Promise<Outage[]> {
  const ids = rows.flatMap(({ explained_by }) => (explained_by === null ? [] : [explained_by]))
  const names = await namesOf(kernel, ids, tx)
  return rows.map((row) => {
    const stretch = { from: Number(row.from_at), to: Number(row.to_at) }
    return {
      ...{ id: row.id, from: iso(stretch.from), to: iso(stretch.to), cause: row.cause, checks: row.failing, version: row.version },
      minutes: Number(((stretch.to - stretch.from) / 60_000).toFixed(1)),
      isPlanned: isPlanned(stretch, windows),
      ...{ kind: row.kind, reason: row.reason },
      explainedBy: row.explained_by === null ? null : (names.get(row.explained_by) ?? ''),
      explainedAt: row.explained_at === null ? null : iso(Number(row.explained_at)),
      can: keeps(viewer) ? ['explain'] : [],
    }
  })
}

export async function presentMaintenances(
  kernel: Kernel,
  viewer: Principal,
  rows: readonly MaintenanceRow[],
  tx?: Tx,
): Promise<Maintenance[]> {
  const names = await namesOf(
    kernel,
    rows.map(({ announced_by }) => announced_by),
    tx,
  )
  const now = kernel.clock.now()
  return rows.map((row) => ({
    ...{ id: row.id, from: iso(Number(row.from_at)), until: iso(Number(row.until_at)), reason: row.reason, version: row.version },
    ...{
      announcedBy: names.get(row.announced_by) ?? '',
      announcedAt: iso(Number(row.announced_at)),
      isCancelled: row.cancelled_at !== null,
    },
    can: keeps(viewer) && row.cancelled_at === null && Number(row.from_at) > now ? ['cancel'] : [],
  }))
}
