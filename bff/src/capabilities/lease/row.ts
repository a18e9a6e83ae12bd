import type { LeaseState, RentalKind } from '@liren/contract/capabilities/lease'
import type { Kernel } from '../../kernel/kernel.ts'
import { scopedTable } from '../../kernel/store/scope.ts'

export const scopeColumns = { placePath: 'place_path', owner: 'landlord_id', also: ['house_id'] }
scopedTable('leases', scopeColumns)

export interface LeaseRow {
  readonly id: string
  readonly house_id: string
  readonly place_path: string
  readonly state: LeaseState
  readonly kind: RentalKind
  readonly from_on: string
  readonly until_on: string
  readonly landlord_id: string | null
  readonly landlord_sealed: string
  readonly tenants_sealed: string
  readonly tenant_count: number
  readonly photos: string | null
  readonly declared_at: number
  readonly decided_by: string | null
  readonly decided_at: number | null
  readonly reason: string | null
  readonly ended_on: string | null
  readonly version: number
}

export interface Landlord {
  readonly name: string
  readonly phone: string | null
}

export interface Tenant {
  readonly name: string
  readonly phone: string
  readonly paper: string | null
}

export const photosOf = ({ photos }: Pick<LeaseRow, 'photos'>): string[] => (photos === null ? [] : (JSON.parse(photos) as string[]))

export const leasePhotos = 'lease.photos'
const at = (column: 'landlord_sealed' | 'tenants_sealed', row: string) => ({ table: 'leases', column, row })

export const sealPeople = ({ sealer }: Pick<Kernel, 'sealer'>, id: string, landlord: Landlord, tenants: readonly Tenant[]) => ({
  landlord_sealed: sealer.seal(JSON.stringify(landlord), at('landlord_sealed', id)),
  tenants_sealed: sealer.seal(JSON.stringify(tenants), at('tenants_sealed', id)),
  tenant_count: tenants.length,
})

export const landlordOf = ({ sealer }: Pick<Kernel, 'sealer'>, row: LeaseRow): Landlord =>
  JSON.parse(sealer.open(row.landlord_sealed, at('landlord_sealed', row.id))) as Landlord

export const tenantsOf = ({ sealer }: Pick<Kernel, 'sealer'>, row: LeaseRow): Tenant[] =>
  JSON.parse(sealer.open(row.tenants_sealed, at('tenants_sealed', row.id))) as Tenant[]

/** Still counts: nobody has rejected or ended it. */
export const isRunning = (row: Pick<LeaseRow, 'state'>): boolean => row.state === 'declared' || row.state === 'verified'
