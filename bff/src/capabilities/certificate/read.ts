import type { Page, QueryOf } from '@liren/contract'
import type { Certificate, certificate as contract } from '@liren/contract/capabilities/certificate'
import { refuse } from '../../kernel/errors.ts'
import type { Principal, Scope } from '../../kernel/http/route.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { type Condition, combine, contains } from '../../kernel/store/condition.ts'
import { keyset } from '../../kernel/store/page.ts'
import { scopedRows, underPlaces } from '../../kernel/store/scope.ts'
import type { Tx } from '../../kernel/store/store.ts'
import { type CertificateRow, presentCertificate } from './row.ts'

type ListQuery = QueryOf<(typeof contract)['endpoints']['list']>

export async function listCertificates(kernel: Kernel, viewer: Principal, scope: Scope, query: ListQuery): Promise<Page<Certificate>> {
  const { cursor, limit = 20, q, state, ownerKind, endsBy } = query
  const keys = keyset({ cursor }, ['id'], { q, state, ownerKind, endsBy })
  const where: Condition[] = [underPlaces('place_path', scope.places), keys.seek()]
  if (state !== undefined) where.push({ sql: 'state = ?', params: [state] })
  if (ownerKind !== undefined) where.push({ sql: 'owner_kind = ?', params: [ownerKind] })
  if (endsBy !== undefined) where.push({ sql: "state = 'issued' AND until_at < ?", params: [Date.parse(`${endsBy}T24:00:00Z`)] })
  if (q)
    where.push(combine('OR', [contains('owner_code', q.toLowerCase()), contains('owner_name', q), contains('serial', q.toLowerCase())]))
  const condition = combine('AND', where)
  const rows = await scopedRows<CertificateRow>(kernel.store, scope, 'certificates', {
    sql: `SELECT * FROM certificates WHERE ${condition.sql} ORDER BY ${keys.orderBy} LIMIT ${limit + 1}`,
    params: condition.params,
  })
  const page = keys.page(rows, limit, (row) => [row.id])
  return { ...page, items: page.items.map((row) => presentCertificate(viewer, row)) }
}

export async function findCertificate(kernel: Kernel, scope: Scope, id: string, tx?: Tx): Promise<CertificateRow> {
  const where = combine('AND', [{ sql: 'id = ?', params: [id] }, underPlaces('place_path', scope.places)])
  const [row] = await scopedRows<CertificateRow>(
    kernel.store,
    scope,
    'certificates',
    { sql: `SELECT * FROM certificates WHERE ${where.sql}`, params: where.params },
    tx,
  )
  if (!row) throw refuse('not-found')
  return row
}
