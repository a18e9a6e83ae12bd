import { houseArchive } from '@liren/contract/capabilities/house'
import type { Lease, LeaseSummary, OwnLease } from '@liren/contract/capabilities/lease'
import { personArchive } from '@liren/contract/capabilities/person'
import { masked, mayReadField } from '../../engines/archive/present.ts'
import { dayOf } from '../../kernel/background/daily.ts'
import { scopeWith } from '../../kernel/http/access.ts'
import type { Principal } from '../../kernel/http/route.ts'
import { namesOf } from '../../kernel/identity/directory.ts'
import { iso } from '../../kernel/iso.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { reach, scopedRows } from '../../kernel/store/scope.ts'
import type { Tx } from '../../kernel/store/store.ts'
import { fileLinks } from '../file/read.ts'
import { type House, housesById } from '../household/read.ts'
import { isRunning, type LeaseRow, landlordOf, photosOf, tenantsOf } from './row.ts'

const todayOf = (kernel: Kernel) => dayOf(kernel.clock.now(), kernel.config.LIREN_TIME_ZONE)

function summaryOf(kernel: Kernel, row: LeaseRow, house: House | undefined) {
  return {
    id: row.id,
    house: { id: row.house_id, name: house?.name ?? '', estate: house?.estate ?? '' },
    kind: row.kind,
    from: row.from_on,
    until: row.until_on,
    state: row.state,
    isExpired: isRunning(row) && row.until_on < todayOf(kernel),
    tenantCount: Number(row.tenant_count),
    declaredAt: iso(Number(row.declared_at)),
    decidedAt: row.decided_at === null ? null : iso(Number(row.decided_at)),
    reason: row.reason,
    endedOn: row.ended_on,
    version: Number(row.version),
  }
}

const housesFor = (kernel: Kernel, rows: readonly LeaseRow[], tx?: Tx) =>
  housesById(
    kernel,
    rows.map(({ house_id }) => house_id),
    tx,
  )

/** Leases as their landlord sees them. */
export async function presentOwn(kernel: Kernel, rows: readonly LeaseRow[], tx?: Tx): Promise<OwnLease[]> {
  const houses = await housesFor(kernel, rows, tx)
  return rows.map((row) => ({
    ...summaryOf(kernel, row, houses.get(row.house_id)),
    tenants: tenantsOf(kernel, row).map(({ name, phone }) => ({ name, phone })),
    can: isRunning(row) ? ['end'] : [],
  }))
}

/** A name or number as the roles of the viewer let it be seen in files of people. */
const seenBy =
  (viewer: Principal) =>
  (name: 'name' | 'phone' | 'idNumber', value: string): string =>
    mayReadField(viewer, personArchive, name) ? value : String(masked(personArchive, name, value))

const landlordFor = (kernel: Kernel, viewer: Principal, row: LeaseRow) => {
  const see = seenBy(viewer)
  const { name, phone } = landlordOf(kernel, row)
  return { name: see('name', name), phone: phone === null ? null : see('phone', phone) }
}

const mayVerify = (viewer: Principal, { place_path }: LeaseRow) =>
  viewer.permissions.has('lease.verify') && scopeWith(viewer, 'lease.verify', 'place').places.some((path) => place_path.startsWith(path))

function actionsOn(viewer: Principal, row: LeaseRow): ('decide' | 'end')[] {
  if (!mayVerify(viewer, row) || !isRunning(row)) return []
  return row.state === 'declared' ? ['decide', 'end'] : ['end']
}

export async function presentLeases(kernel: Kernel, viewer: Principal, rows: readonly LeaseRow[]): Promise<LeaseSummary[]> {
  const houses = await housesFor(kernel, rows)
  return rows.map((row) => ({
    ...summaryOf(kernel, row, houses.get(row.house_id)),
    landlord: landlordFor(kernel, viewer, row),
    can: actionsOn(viewer, row),
  }))
}

/** One lease with everybody in it. */
export async function presentLease(kernel: Kernel, viewer: Principal, row: LeaseRow, tx?: Tx): Promise<Lease> {
  const see = seenBy(viewer)
  const link = fileLinks(kernel, viewer, kernel.clock.now())
  const houses = await housesFor(kernel, [row], tx)
  const names = row.decided_by === null ? new Map<string, string>() : await namesOf(kernel, [row.decided_by], tx)
  return {
    ...summaryOf(kernel, row, houses.get(row.house_id)),
    landlord: landlordFor(kernel, viewer, row),
    tenants: tenantsOf(kernel, row).map(({ name, phone, paper }) => ({
      name: see('name', name),
      phone: see('phone', phone),
      paper: paper === null ? null : see('idNumber', paper),
    })),
    photos: photosOf(row).map((id) => ({ id, ...link(id) })),
    decidedBy: row.decided_by === null ? null : (names.get(row.decided_by) ?? null),
    houseFileId: await houseFileOf(kernel, viewer, row, tx),
    can: actionsOn(viewer, row),
  }
}

/** The file of the house, for those who may open it. */
async function houseFileOf(kernel: Kernel, viewer: Principal, row: LeaseRow, tx?: Tx): Promise<string | null> {
  if (!viewer.permissions.has('house.read')) return null
  const scope = scopeWith(viewer, 'house.read', 'place')
  const within = reach(scope, { placePath: 'place_path' })
  const statement = {
    sql: `SELECT id FROM ${houseArchive.table} WHERE place_id = ? AND ${within.sql}`,
    params: [row.house_id, ...within.params],
  }
  return (await scopedRows<{ id: string }>(kernel.store, scope, houseArchive.table, statement, tx))[0]?.id ?? null
}
