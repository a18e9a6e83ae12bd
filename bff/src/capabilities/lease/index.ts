import { lease as contract } from '@liren/contract/capabilities/lease'
import type { CapabilityFactory } from '../../kernel/capability.ts'
import { scopeWith } from '../../kernel/http/access.ts'
import { reach, scopedRows } from '../../kernel/store/scope.ts'
import { allowFileReads } from '../file/read.ts'
import { leaseData } from './personal.ts'
import { leaseRoutes } from './routes.ts'
import { leasePhotos, scopeColumns } from './row.ts'

/** Who lets which house to whom until when: registered by landlords, verified at the door. */
export const lease: CapabilityFactory = (kernel) => {
  allowFileReads(kernel, leasePhotos, async (principal, id) => {
    const scope = scopeWith(principal, 'lease.read', 'place')
    const within = reach(scope, { placePath: scopeColumns.placePath })
    const statement = {
      sql: `SELECT id FROM leases WHERE id = ? AND (landlord_id = ? OR ${within.sql})`,
      params: [id, principal.id, ...within.params],
    }
    return (await scopedRows(kernel.store, scope, 'leases', statement)).length === 1
  })
  return {
    contract,
    routes: leaseRoutes(kernel),
    sealed: [
      { table: 'leases', column: 'landlord_sealed' },
      { table: 'leases', column: 'tenants_sealed' },
    ],
    personal: [leaseData(kernel)],
    placedTables: ['leases'],
  }
}
