import { supply as contract } from '@liren/contract/capabilities/supply'
import type { CapabilityFactory } from '../../kernel/capability.ts'
import { scopeWith } from '../../kernel/http/access.ts'
import { reach, scopedRows } from '../../kernel/store/scope.ts'
import { allowFileReads } from '../file/read.ts'
import { supplyDue } from './due.ts'
import { supplyData } from './personal.ts'
import { supplyRoutes } from './routes.ts'
import { supplyColumns, supplyFiles } from './row.ts'

/** Services around energy that residents apply for on the phone, and follow to the end: meters, holders, piles. */
export const supply: CapabilityFactory = (kernel) => {
  allowFileReads(kernel, supplyFiles, async (principal, id) => {
    const scope = scopeWith(principal, 'supply.read', 'place')
    const within = reach(scope, { placePath: supplyColumns.placePath })
    const statement = {
      sql: `SELECT id FROM supply_applications WHERE id = ? AND (applicant_id = ? OR ${within.sql})`,
      params: [id, principal.id, ...within.params],
    }
    return (await scopedRows(kernel.store, scope, 'supply_applications', statement)).length === 1
  })
  return {
    contract,
    routes: supplyRoutes(kernel),
    jobs: [supplyDue(kernel)],
    sealed: [{ table: 'supply_applications', column: 'contact_sealed' }],
    personal: [supplyData(kernel)],
    placedTables: ['supply_applications'],
  }
}
