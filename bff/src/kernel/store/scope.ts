import type { Scope } from '../http/route.ts'
import { among, type Condition, combine, escapeLike, nothing } from './condition.ts'
import { internalsOf } from './internals.ts'
import { refuseUnscoped, refuseUnusedScope, registerScopedTable } from './scoped-tables.ts'
import type { Store, Tx } from './store.ts'

export { UnscopedRead } from './scoped-tables.ts'

/** Which columns of a table say whose row it is. */
export interface ScopeColumns {
  readonly placePath: string
  /** Who made it: the rows of "own". */
  readonly owner?: string
  /** The house: the rows of "household". */
  readonly house?: string
  /** Other columns that narrow as well, e.g. `estate_id`; one of all these must be named by every scoped statement. */
  readonly also?: readonly string[]
}

/** Declares that rows of this table belong to places or people. From then on reading it without a scope throws. */
export function scopedTable(table: string, columns: ScopeColumns): void {
  const { placePath, owner, house, also = [] } = columns
  registerScopedTable(table, [placePath, ...(owner ? [owner] : []), ...(house ? [house] : []), ...also])
}

/** Reads a scoped table for somebody. The statement must narrow by one of the table's scope columns. */
export function scopedRows<T extends object>(store: Store, _scope: Scope, table: string, statement: Condition, tx?: Tx): Promise<T[]> {
  refuseUnusedScope(table, statement.sql)
  return internalsOf(store).rows<T>(statement.sql, statement.params, tx)
}

/**
 * The same, and in the same trip what belongs to the row that the statement may find. Where the scope does not reach
 * the row, nothing of what belongs to it comes back either.
 */
export async function scopedRowWith<T extends object, D extends object>(
  store: Store,
  _scope: Scope,
  table: string,
  statement: Condition,
  detail: Condition,
  tx?: Tx,
): Promise<{ row: T; details: D[] } | undefined> {
  refuseUnusedScope(table, statement.sql)
  refuseUnscoped(detail.sql)
  const [rows, details] = await internalsOf(store).rowsOf([statement, detail], tx)
  const row = rows?.[0] as T | undefined
  return row && { row, details: details as D[] }
}

/** Reads scoped tables for the house itself, never for a person. The reason is for whoever reviews the list of these. */
export function unscoped<T extends object>(store: Store, reason: string, statement: Condition, tx?: Tx): Promise<T[]> {
  if (reason.trim().length < 8) throw new Error('An unscoped read says why nobody in particular is asking')
  return internalsOf(store).rows<T>(statement.sql, statement.params, tx)
}

/** The rows that a scope reaches: own, of the household, under the places, whichever it has. */
export function reach(scope: Scope, columns: ScopeColumns, alias = ''): Condition {
  const named = (column: string) => (alias ? `${alias}.${column}` : column)
  const parts: Condition[] = []
  if (scope.kind === 'self' || scope.kind === 'related') {
    if (!columns.owner) throw new Error(`A ${scope.kind} scope needs the owner's column`)
    parts.push({ sql: `${named(columns.owner)} = ?`, params: [scope.userId] })
    if (scope.kind === 'related' && columns.house && scope.houseIds.length > 0) parts.push(among(named(columns.house), scope.houseIds))
  }
  if (scope.kind !== 'self' && scope.places.length > 0) parts.push(underPlaces(named(columns.placePath), scope.places))
  return combine('OR', parts)
}

/** Rows at or under one of the places, as ranges of the index: `/a/b/` up to, not including, `/a/b0`. */
export function underPlaces(column: string, places: readonly string[]): Condition {
  return combine(
    'OR',
    outermost(places).map((place) => ({ sql: `(${column} >= ? AND ${column} < ?)`, params: [place, afterAllUnder(place)] })),
  )
}

/** `LIKE ? ESCAPE '!'` for everything under a path. `underPlaces` does the same by range. */
export const prefixPattern = (path: string): string => `${escapeLike(checked(path))}%`

/** A path that lies under another adds nothing. */
function outermost(places: readonly string[]): string[] {
  const unique = [...new Set(places)]
  return unique.filter((place) => !unique.some((other) => other !== place && place.startsWith(other)))
}

/** `0` follows `/` in ASCII. */
const afterAllUnder = (place: string): string => `${checked(place).slice(0, -1)}0`

/** Without the slash at its end `/jl/1` would reach `/jl/12/` as well. */
function checked(path: string): string {
  if (!path.startsWith('/') || !path.endsWith('/')) throw new Error(`"${path}" is not a place path: it begins and ends with a slash`)
  return path
}

export { nothing }
