import type { QueryOf } from '@liren/contract'
import type { supplyEndpoints } from '@liren/contract/capabilities/supply'
import { refuse } from '../../kernel/errors.ts'
import type { RequestContext, Scope } from '../../kernel/http/route.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { type Condition, combine } from '../../kernel/store/condition.ts'
import { keyset } from '../../kernel/store/page.ts'
import { reach, scopedRows } from '../../kernel/store/scope.ts'
import type { Tx } from '../../kernel/store/store.ts'
import { type SupplyRow, supplyColumns } from './row.ts'

const placed = { placePath: supplyColumns.placePath }

/** An application of one's own; another one does not exist. */
export async function ownRow(
  kernel: Kernel,
  { scope, principal, tx }: Pick<RequestContext, 'scope' | 'principal'> & { readonly tx?: Tx },
  id: string,
): Promise<SupplyRow> {
  const statement = { sql: 'SELECT * FROM supply_applications WHERE id = ? AND applicant_id = ?', params: [id, principal.id] }
  const [row] = await scopedRows<SupplyRow>(kernel.store, scope, 'supply_applications', statement, tx)
  if (!row) throw refuse('not-found')
  return row
}

export async function placedRow(kernel: Kernel, scope: Scope, id: string, tx?: Tx): Promise<SupplyRow> {
  const within = reach(scope, placed)
  const statement = { sql: `SELECT * FROM supply_applications WHERE id = ? AND ${within.sql}`, params: [id, ...within.params] }
  const [row] = await scopedRows<SupplyRow>(kernel.store, scope, 'supply_applications', statement, tx)
  if (!row) throw refuse('not-found')
  return row
}

type Query = QueryOf<typeof supplyEndpoints.list>

async function pageWhere(kernel: Kernel, scope: Scope, { cursor, limit = 20, ...filters }: Query, where: readonly Condition[]) {
  const keys = keyset({ cursor }, ['id desc'], filters)
  const all = combine('AND', [...where, keys.seek()])
  const rows = await scopedRows<SupplyRow>(kernel.store, scope, 'supply_applications', {
    sql: `SELECT * FROM supply_applications WHERE ${all.sql} ORDER BY ${keys.orderBy} LIMIT ${limit + 1}`,
    params: all.params,
  })
  return keys.page(rows, limit, (row) => [row.id])
}

export const pageOfOwn = (kernel: Kernel, { scope, principal }: Pick<RequestContext, 'scope' | 'principal'>, query: Query) =>
  pageWhere(kernel, scope, query, [{ sql: 'applicant_id = ?', params: [principal.id] }])

export const pageOfPlaced = (kernel: Kernel, scope: Scope, query: Query) =>
  pageWhere(kernel, scope, query, [
    reach(scope, placed),
    ...(query.state === undefined ? [] : [{ sql: 'state = ?', params: [query.state] }]),
    ...(query.kind === undefined ? [] : [{ sql: 'kind = ?', params: [query.kind] }]),
  ])
