import type { Page, QueryOf, z } from '@liren/contract'
import type { user as contract, departmentSchema } from '@liren/contract/capabilities/user'
import { userErrors } from '@liren/contract/capabilities/user'
import { refuse, refuseWith } from '../../kernel/errors.ts'
import type { Scope } from '../../kernel/http/route.ts'
import { insert, marks } from '../../kernel/identity/sql.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { type Condition, combine } from '../../kernel/store/condition.ts'
import { keyset } from '../../kernel/store/page.ts'
import { underPlaces, unscoped } from '../../kernel/store/scope.ts'
import type { Tx } from '../../kernel/store/store.ts'
import { placeById, placesById } from '../place/read.ts'

type Department = z.infer<typeof departmentSchema>

interface DepartmentRow {
  readonly id: string
  readonly name: string
  readonly parent_id: string | null
  readonly place_id: string
  readonly place_path: string
  readonly is_retired: number
  readonly version: number
}

export async function listDepartments(
  kernel: Kernel,
  scope: Scope,
  query: QueryOf<typeof contract.endpoints.departments>,
): Promise<Page<Department>> {
  const limit = query.limit ?? 50
  const keys = keyset(query, ['id'], { placeId: query.placeId })
  const where: Condition[] = [underPlaces('place_path', scope.places), { sql: 'is_retired = 0', params: [] }, keys.seek()]
  if (query.placeId !== undefined) {
    const place = await placeById(kernel, query.placeId)
    where.push(place ? underPlaces('place_path', [place.path]) : { sql: '1 = 0', params: [] })
  }
  const condition = combine('AND', where)
  const rows = await kernel.store.rows<DepartmentRow>(
    `SELECT * FROM departments WHERE ${condition.sql} ORDER BY ${keys.orderBy} LIMIT ${limit + 1}`,
    condition.params,
  )
  const page = keys.page(rows, limit, (row) => [row.id])
  return { ...page, items: await present(kernel, page.items) }
}

export async function createDepartment(
  kernel: Kernel,
  scope: Scope,
  draft: { name: string; placeId: string; parentId?: string | null | undefined },
  tx: Tx,
): Promise<Department> {
  const place = await placeById(kernel, draft.placeId, tx)
  if (!place || place.isRetired || !scope.places.some((path) => place.path.startsWith(path)))
    throw refuse('request.invalid', { faults: [{ path: 'body.placeId', zh: '没有这个地区', en: 'There is no such place' }] })
  if (draft.parentId) await findDepartment(kernel, scope, draft.parentId, tx)
  const row = { id: kernel.ids.next(), name: draft.name, parent_id: draft.parentId ?? null, place_id: place.id, place_path: place.path }
  await insert(kernel.store, 'departments', { ...row, created_at: kernel.clock.now() }, tx)
  return {
    id: row.id,
    name: row.name,
    parentId: row.parent_id,
    place: { id: place.id, name: place.name, path: place.path },
    members: 0,
    version: 1,
  }
}

export async function renameDepartment(
  kernel: Kernel,
  scope: Scope,
  id: string,
  change: { name: string; version: number },
  tx: Tx,
): Promise<Department> {
  await findDepartment(kernel, scope, id, tx)
  const sql = 'UPDATE departments SET name = ?, version = version + 1 WHERE id = ? AND version = ? AND is_retired = 0'
  if ((await kernel.store.run(sql, [change.name, id, change.version], tx)) !== 1) throw refuse('stale')
  const [renamed] = await present(kernel, [await findDepartment(kernel, scope, id, tx)], tx)
  return renamed as Department
}

export async function retireDepartment(kernel: Kernel, scope: Scope, id: string, version: number, tx: Tx): Promise<void> {
  await findDepartment(kernel, scope, id, tx)
  const sql = 'UPDATE departments SET is_retired = 1, version = version + 1 WHERE id = ? AND version = ? AND is_retired = 0'
  if ((await kernel.store.run(sql, [id, version], tx)) !== 1) throw refuse('stale')
  const below = await kernel.store.rows('SELECT id FROM departments WHERE parent_id = ? AND is_retired = 0 LIMIT 1', [id], tx)
  const members = await countMembers(kernel, [id], tx)
  if (below.length > 0 || (members.get(id) ?? 0) > 0) throw refuseWith(userErrors, 'user.department-in-use')
  await kernel.store.run("DELETE FROM role_assignments WHERE subject_kind = 'department' AND subject_id = ?", [id], tx)
  await kernel.store.run("DELETE FROM permission_overrides WHERE subject_kind = 'department' AND subject_id = ?", [id], tx)
}

/** One department within reach of the caller; anything else was not found. */
export async function findDepartment(kernel: Kernel, scope: Scope, id: string, tx?: Tx): Promise<DepartmentRow> {
  const [row] = await kernel.store.rows<DepartmentRow>('SELECT * FROM departments WHERE id = ? AND is_retired = 0', [id], tx)
  if (!row || !scope.places.some((path) => row.place_path.startsWith(path))) throw refuse('not-found')
  return row
}

async function present(kernel: Kernel, rows: readonly DepartmentRow[], tx?: Tx): Promise<Department[]> {
  const members = await countMembers(
    kernel,
    rows.map(({ id }) => id),
    tx,
  )
  const places = await placesById(
    kernel,
    rows.map(({ place_id }) => place_id),
    tx,
  )
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    parentId: row.parent_id,
    place: { id: row.place_id, name: places.get(row.place_id)?.name ?? '', path: row.place_path },
    members: members.get(row.id) ?? 0,
    version: row.version,
  }))
}

async function countMembers(kernel: Kernel, ids: readonly string[], tx?: Tx): Promise<Map<string, number>> {
  if (ids.length === 0) return new Map()
  const sql = `SELECT department_id, COUNT(*) AS n FROM users WHERE state <> 'retired' AND department_id IN (${marks(ids)}) GROUP BY department_id`
  const rows = await unscoped<{ department_id: string; n: number }>(
    kernel.store,
    'a department counts its people wherever they are',
    { sql, params: ids },
    tx,
  )
  return new Map(rows.map((row) => [row.department_id, Number(row.n)]))
}
