import type { Page, QueryOf } from '@liren/contract'
import type { repairEndpoints } from '@liren/contract/capabilities/repair'
import { dayOf, startOfDay } from '../../kernel/background/daily.ts'
import { refuse } from '../../kernel/errors.ts'
import { scopeWith } from '../../kernel/http/access.ts'
import type { Principal, Scope } from '../../kernel/http/route.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { type Condition, combine } from '../../kernel/store/condition.ts'
import { keyset } from '../../kernel/store/page.ts'
import { scopedRows, scopedRowWith, underPlaces } from '../../kernel/store/scope.ts'
import type { SqlValue, Tx } from '../../kernel/store/store.ts'
import { estatesTouching, estatesUnder } from '../place/read.ts'
import { type EntryRow, type RepairRow, type SummaryRow, summaryColumns } from './row.ts'

type ListQuery = QueryOf<typeof repairEndpoints.list>

/** More estates than this and reading newest-first through the primary key is the shorter way. */
const mostBranches = 12

/**
 * One page of repairs, newest first. Every branch walks one index backwards and stops at the page's end; the
 * caller's scope is part of each branch, not a filter after it.
 */
export async function listRepairs(kernel: Kernel, principal: Principal, scope: Scope, query: ListQuery): Promise<Page<SummaryRow>> {
  const limit = query.limit ?? 20
  const cursor = keyset(query, ['id'], { view: query.view ?? '', state: query.state ?? '', phase: query.phase ?? '' })
  const under = query.placeId === undefined ? undefined : await pathOf(kernel, query.placeId)
  const filters = filtersOf(kernel, query, principal, under)
  if (cursor.after) filters.push({ sql: 'id < ?', params: [cursor.after[0] as string] })
  const branches = await branchesOf(kernel, principal, scope, query, under)
  if (branches.length === 0) return { items: [] }
  const where = (branch: Condition) => [branch, ...filters].map((part) => part.sql).join(' AND ')
  const select = (branch: Condition) => `SELECT ${summaryColumns} FROM repairs WHERE ${where(branch)} ORDER BY id DESC LIMIT ${limit + 1}`
  const params = branches.flatMap((branch) => [...branch.params, ...filters.flatMap((part) => part.params)])
  const sql =
    branches.length === 1
      ? select(branches[0] as Condition)
      : `SELECT DISTINCT ${summaryColumns} FROM (${branches.map((branch) => `SELECT * FROM (${select(branch)}) branch`).join(' UNION ALL ')}) page
         ORDER BY id DESC LIMIT ${limit + 1}`
  const rows = await scopedRows<SummaryRow>(kernel.store, scope, 'repairs', { sql, params })
  return cursor.page(rows, limit, (row) => [row.id])
}

/** Null where there is no such place. */
async function pathOf(kernel: Kernel, placeId: string): Promise<string | null> {
  const [place] = await kernel.store.rows<{ path: string }>('SELECT path FROM places WHERE id = ?', [placeId])
  return place?.path ?? null
}

async function branchesOf(
  kernel: Kernel,
  principal: Principal,
  scope: Scope,
  query: ListQuery,
  under: string | null | undefined,
): Promise<Condition[]> {
  const own: Condition[] = [{ sql: 'reporter_id = ?', params: [principal.id] }]
  for (const house of scope.houseIds) own.push({ sql: 'house_id = ?', params: [house] })
  const view = query.view ?? (scope.places.length > 0 ? 'all' : 'mine')
  if (view === 'mine' || scope.places.length === 0) return view === 'mine' || view === 'all' ? own : []
  if (view === 'assigned')
    return [combine('AND', [{ sql: 'handler_id = ?', params: [principal.id] }, underPlaces('place_path', scope.places)])]
  const estates = await estatesUnder(kernel, scope.places)
  const whole = estates.filter((estate) => scope.places.some((path) => estate.path.startsWith(path)))
  // a grant below an estate (one building, one grid) narrows that estate's branch by its path
  const partial = scope.places.filter((path) => !whole.some((estate) => path.startsWith(estate.path) || estate.path.startsWith(path)))
  // of many estates only those that the asked place touches can hold anything
  const near = under ? whole.filter(({ path }) => path.startsWith(under) || under.startsWith(path)) : whole
  if (near.length > mostBranches) return [underPlaces('place_path', scope.places)]
  return [
    ...near.map((estate) => ({ sql: 'estate_id = ?', params: [estate.id] })),
    ...partial.map((path) => underPlaces('place_path', [path])),
  ]
}

function filtersOf(kernel: Kernel, query: ListQuery, principal: Principal, under: string | null | undefined): Condition[] {
  const filters: Condition[] = []
  const equal = (column: string, value: SqlValue | undefined) => {
    if (value !== undefined) filters.push({ sql: `${column} = ?`, params: [value] })
  }
  const zone = kernel.config.LIREN_TIME_ZONE
  equal('phase', query.phase)
  equal('state', query.view === 'pool' ? 'submitted' : query.state)
  equal('category', query.category)
  equal('kind', query.kind)
  equal('handler_id', query.handlerId)
  equal('number', query.number?.toUpperCase())
  if (query.view === 'assigned' && !query.phase && !query.state) filters.push({ sql: "phase IN ('open', 'active')", params: [] })
  if (query.view === 'pool') filters.push({ sql: '(handler_id IS NULL OR handler_id = ?)', params: [principal.id] })
  if (query.overdue) filters.push({ sql: "phase IN ('open', 'active') AND due_at < ?", params: [kernel.clock.now()] })
  if (query.from) filters.push({ sql: 'created_at >= ?', params: [startOfDay(query.from, zone)] })
  if (query.to) filters.push({ sql: 'created_at < ?', params: [startOfDay(nextDay(query.to), zone)] })
  if (under !== undefined) filters.push(underPlaces('place_path', under === null ? [] : [under]))
  return filters
}

const nextDay = (day: string) => dayOf(Date.parse(`${day}T12:00:00Z`) + 86_400_000, 'UTC')

type FoundRow = RepairRow & { following: number }

/** The one row, if this caller may see it. */
async function oneVisible(kernel: Kernel, principal: Principal, scope: Scope, id: string, tx: Tx | undefined): Promise<Condition> {
  const parts: Condition[] = [{ sql: 'reporter_id = ?', params: [principal.id] }]
  if (scope.houseIds.length > 0) parts.push({ sql: `house_id IN (${scope.houseIds.map(() => '?').join(', ')})`, params: scope.houseIds })
  if (scope.places.length > 0) parts.push(underPlaces('place_path', scope.places))
  else {
    // neighbours follow what happens in the public space of their estate
    const paths = principal.grants.map((grant) => grant.placePath)
    const estates = await estatesTouching(kernel, paths, tx)
    if (estates.length > 0)
      parts.push({
        sql: `(kind <> 'home' AND estate_id IN (${estates.map(() => '?').join(', ')}))`,
        params: estates.map((estate) => estate.id),
      })
  }
  return {
    sql: `SELECT r.*, EXISTS (SELECT 1 FROM repair_followers f WHERE f.repair_id = r.id AND f.user_id = ?) AS following
          FROM repairs r WHERE r.id = ? AND (${parts.map((part) => part.sql).join(' OR ')})`,
    params: [principal.id, id, ...parts.flatMap((part) => part.params)],
  }
}

/** A repair that this caller may see, or `not-found`: whether it exists elsewhere is nobody's business. */
export async function findRepair(kernel: Kernel, principal: Principal, scope: Scope, id: string, tx?: Tx): Promise<FoundRow> {
  const [row] = await scopedRows<FoundRow>(kernel.store, scope, 'repairs', await oneVisible(kernel, principal, scope, id, tx), tx)
  if (!row) throw refuse('not-found')
  return row
}

/** The same with its timeline, in one trip. */
export async function readRepair(kernel: Kernel, principal: Principal, scope: Scope, id: string, tx?: Tx) {
  const timeline = { sql: 'SELECT * FROM repair_entries WHERE repair_id = ? ORDER BY id LIMIT 200', params: [id] }
  const visible = await oneVisible(kernel, principal, scope, id, tx)
  const found = await scopedRowWith<FoundRow, EntryRow>(kernel.store, scope, 'repairs', visible, timeline, tx)
  if (!found) throw refuse('not-found')
  return { row: found.row, entries: found.details }
}

/** Whether a person who holds a file's id may see the repair that it belongs to. */
export async function mayReadRepair(kernel: Kernel, principal: Principal, id: string): Promise<boolean> {
  if (!principal.permissions.has('repair.read')) return false
  const found = findRepair(kernel, principal, scopeWith(principal, 'repair.read'), id)
  return found.then(
    () => true,
    () => false,
  )
}

export async function isFollowing(kernel: Kernel, repairId: string, userId: string, tx?: Tx): Promise<boolean> {
  const rows = await kernel.store.rows('SELECT user_id FROM repair_followers WHERE repair_id = ? AND user_id = ?', [repairId, userId], tx)
  return rows.length > 0
}

/** Open public repairs of one kind at one place: the neighbours may have told us already. */
export const nearbyRepairs = (kernel: Kernel, scope: Scope, placeId: string, category: string): Promise<SummaryRow[]> =>
  scopedRows<SummaryRow>(kernel.store, scope, 'repairs', {
    sql: `SELECT ${summaryColumns} FROM repairs
          WHERE place_id = ? AND category = ? AND phase IN ('open', 'active') AND kind <> 'home' ORDER BY id DESC LIMIT 5`,
    params: [placeId, category],
  })
