import type { Page, QueryOf } from '@liren/contract'
import type { place as contract, Place } from '@liren/contract/capabilities/place'
import { refuse } from '../../kernel/errors.ts'
import type { Scope } from '../../kernel/http/route.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { among, type Condition, combine, contains } from '../../kernel/store/condition.ts'
import { keyset } from '../../kernel/store/page.ts'
import { underPlaces } from '../../kernel/store/scope.ts'
import type { Tx } from '../../kernel/store/store.ts'
import { pathsAbove } from './read.ts'
import { type PlaceRow, placeColumns, presentPlace } from './row.ts'

type ListQuery = QueryOf<typeof contract.endpoints.list>

/** Children of a place; without a parent, what is searched for, or the places that the caller's grants name. */
export async function listPlaces(kernel: Kernel, scope: Scope, query: ListQuery): Promise<Page<Place>> {
  const { cursor, limit: wanted, retired, parentId, kind, q } = query
  const limit = wanted ?? 50
  const searching = q !== undefined || kind !== undefined
  const filters = { parentId, kind, q, retired: retired ?? null }
  const keys = keyset({ cursor }, parentId !== undefined && !searching ? ['p.sort', 'p.id'] : ['p.path'], filters)
  const where: Condition[] = [underPlaces('p.path', scope.places), keys.seek()]
  if (!retired) where.push({ sql: 'p.is_retired = 0', params: [] })
  if (kind !== undefined) where.push({ sql: 'p.kind = ?', params: [kind] })
  if (q !== undefined) where.push(contains('p.name', q))
  if (parentId !== undefined && searching) where.push(underPlaces('p.path', [(await findPlace(kernel, scope, parentId)).path]))
  else if (parentId !== undefined) where.push({ sql: 'p.parent_id = ?', params: [parentId] })
  else if (!searching) where.push(among('p.path', scope.places))
  const condition = combine('AND', where)
  const rows = await kernel.store.rows<PlaceRow>(
    `SELECT ${placeColumns} FROM places p WHERE ${condition.sql} ORDER BY ${keys.orderBy} LIMIT ${limit + 1}`,
    condition.params,
  )
  const page = keys.page(rows, limit, (row) => (keys.orderBy.startsWith('p.sort') ? [row.sort, row.id] : [row.path]))
  return { ...page, items: page.items.map(presentPlace) }
}

/** A place within reach; whether another exists is nobody's business. */
export async function findPlace(kernel: Kernel, scope: Scope, id: string, tx?: Tx): Promise<PlaceRow> {
  const [row] = await kernel.store.rows<PlaceRow>(`SELECT ${placeColumns} FROM places p WHERE p.id = ?`, [id], tx)
  if (!row || !scope.places.some((path) => row.path.startsWith(path))) throw refuse('not-found')
  return row
}

/** The names above a place, from the city down. */
export const breadcrumbOf = (kernel: Kernel, path: string) => {
  const above = among('path', pathsAbove(path))
  return kernel.store.rows<Pick<PlaceRow, 'id' | 'kind' | 'name'>>(
    `SELECT id, kind, name FROM places WHERE ${above.sql} ORDER BY path`,
    above.params,
  )
}
