import type { Page, QueryOf } from '@liren/contract'
import type { user as contract, User } from '@liren/contract/capabilities/user'
import { refuse } from '../../kernel/errors.ts'
import type { Principal, Scope } from '../../kernel/http/route.ts'
import { phoneIndexes, type UserRow } from '../../kernel/identity/accounts.ts'
import { gramIndexes, gramsOfQuery } from '../../kernel/identity/name-grams.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { among, type Condition, combine, contains } from '../../kernel/store/condition.ts'
import { keyset } from '../../kernel/store/page.ts'
import { scopedRows, underPlaces } from '../../kernel/store/scope.ts'
import type { Tx } from '../../kernel/store/store.ts'
import { placeById } from '../place/read.ts'
import { presentUsers } from './present.ts'

type ListQuery = QueryOf<typeof contract.endpoints.list>

/** The newest first; removed accounts only when they are asked for. */
export async function listUsers(kernel: Kernel, scope: Scope, viewer: Principal, query: ListQuery): Promise<Page<User>> {
  const { cursor, limit: wanted, ...filters } = query
  const limit = wanted ?? 20
  const keys = keyset({ cursor }, ['id desc'], filters)
  const where: Condition[] = [underPlaces('place_path', scope.places), keys.seek()]
  const equal = (column: string, value: string | undefined) => {
    if (value !== undefined) where.push({ sql: `${column} = ?`, params: [value] })
  }
  equal('class', query.class)
  equal('department_id', query.departmentId)
  where.push(query.state ? { sql: 'state = ?', params: [query.state] } : { sql: "state <> 'retired'", params: [] })
  if (query.phone !== undefined) where.push(among('phone_index', phoneIndexes(kernel, query.phone)))
  if (query.q !== undefined) where.push(combine('OR', [contains('account', query.q.toLowerCase()), named(kernel, query.q)]))
  if (query.placeId !== undefined) {
    const place = await placeById(kernel, query.placeId)
    where.push(place ? underPlaces('place_path', [place.path]) : { sql: '1 = 0', params: [] })
  }
  if (query.roleId !== undefined)
    where.push({
      sql: "id IN (SELECT subject_id FROM role_assignments WHERE subject_kind = 'user' AND role_id = ?)",
      params: [query.roleId],
    })
  const condition = combine('AND', where)
  const rows = await scopedRows<UserRow>(kernel.store, scope, 'users', {
    sql: `SELECT * FROM users WHERE ${condition.sql} ORDER BY ${keys.orderBy} LIMIT ${limit + 1}`,
    params: condition.params,
  })
  const page = keys.page(rows, limit, (row) => [row.id])
  return { ...page, items: await presentUsers(kernel, viewer, page.items) }
}

/** Names are sealed: all pieces of what was typed must be among the pieces of the name. */
function named(kernel: Kernel, q: string): Condition {
  const pieces = gramsOfQuery(q)
  return combine(
    'AND',
    pieces.map((piece) => {
      const gram = among('gram', gramIndexes(kernel, piece))
      return { sql: `id IN (SELECT user_id FROM user_name_grams WHERE ${gram.sql})`, params: gram.params }
    }),
  )
}

/** A user within reach of the scope; another one does not exist for this caller. */
export async function findUser(kernel: Kernel, scope: Scope, id: string, tx?: Tx): Promise<UserRow> {
  const reach = underPlaces('place_path', scope.places)
  const [row] = await scopedRows<UserRow>(
    kernel.store,
    scope,
    'users',
    { sql: `SELECT * FROM users WHERE id = ? AND ${reach.sql}`, params: [id, ...reach.params] },
    tx,
  )
  if (!row) throw refuse('not-found')
  return row
}
