import type { Page, QueryOf } from '@liren/contract'
import type { Passage, passageEndpoints } from '@liren/contract/capabilities/passage'
import { normalisePlate } from '../../kernel/crypto/normalise.ts'
import type { RequestContext, Scope } from '../../kernel/http/route.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { among, type Condition, combine } from '../../kernel/store/condition.ts'
import { keyset } from '../../kernel/store/page.ts'
import { scopedRows, underPlaces } from '../../kernel/store/scope.ts'
import type { SqlValue, Tx } from '../../kernel/store/store.ts'
import { placeById } from '../place/read.ts'
import { listColumns, listSource, type Placed, presentPassages } from './present.ts'
import { plateAt, withinPassages } from './row.ts'

type Query = QueryOf<typeof passageEndpoints.list>
type Asker = Pick<RequestContext, 'scope' | 'principal' | 'now'>

const equals = { gateId: 'p.gate_id', direction: 'p.direction', result: 'p.result', type: 'p.type' } as const

export const during = ({ from, to }: { from?: string | undefined; to?: string | undefined }): Condition[] => [
  ...(from === undefined ? [] : [{ sql: 'p.passed_at >= ?', params: [Date.parse(from)] }]),
  ...(to === undefined ? [] : [{ sql: 'p.passed_at < ?', params: [Date.parse(to)] }]),
]

export const ofPlate = ({ sealer }: Kernel, plate: string): Condition =>
  among('p.plate_index', sealer.blindIndexes(normalisePlate(plate), plateAt))

export async function underPlace(kernel: Kernel, placeId: string): Promise<Condition> {
  const place = await placeById(kernel, placeId)
  return underPlaces('p.place_path', place ? [place.path] : [])
}

/** One page of passages within reach, newest first. */
export async function listPassages(kernel: Kernel, { scope, principal, now }: Asker, query: Query): Promise<Page<Passage>> {
  const { cursor, limit = 20, ...filters } = query
  const where: Condition[] = [{ sql: 'p.kind = ?', params: [query.kind] }, withinPassages(scope), ...during(query)]
  for (const [name, column] of Object.entries(equals)) {
    const value = query[name as keyof typeof equals]
    if (value !== undefined) where.push({ sql: `${column} = ?`, params: [value as SqlValue] })
  }
  if (query.plate !== undefined) where.push(ofPlate(kernel, query.plate))
  if (query.placeId !== undefined) where.push(await underPlace(kernel, query.placeId))
  // the passages of one plate are few enough to be walked
  const until = query.plate !== undefined || query.to === undefined ? undefined : Date.parse(query.to)
  const page = await pageOfPassages(kernel, scope, where, { cursor, limit, filters, until, isWide: query.plate === undefined })
  return { ...page, items: await presentPassages(kernel, principal, page.items, now) }
}

interface Paging {
  readonly cursor: string | undefined
  readonly limit: number
  readonly filters: Readonly<Record<string, SqlValue | undefined>>
  readonly order?: 'newest' | 'oldest' | undefined
  readonly tx?: Tx
  /** Of all that passed, not only of one person or car. */
  readonly isWide?: boolean
  readonly until?: number | undefined
}

const day = 86_400_000

/**
 * From when on, tried one after the other until a page is full. With only an upper bound MariaDB takes a large part of
 * the table for all of it and walks there from its newest end; with a lower one as well it goes straight to the place.
 */
const since = (until: number | undefined): readonly (number | undefined)[] =>
  until === undefined ? [undefined] : [until - day, until - 16 * day, undefined]

export async function pageOfPassages(
  kernel: Kernel,
  scope: Scope,
  where: readonly Condition[],
  { cursor, limit, filters, order, tx, isWide, until }: Paging,
) {
  const keys = keyset({ cursor }, order === 'oldest' ? ['p.passed_at', 'p.id'] : ['p.passed_at desc', 'p.id desc'], filters)
  const rowsSince = (from: number | undefined) => {
    const all = combine('AND', [...where, keys.seek(), ...(from === undefined ? [] : [{ sql: 'p.passed_at >= ?', params: [from] }])])
    const sql = `SELECT ${listColumns} FROM ${listSource} WHERE ${all.sql} ORDER BY ${keys.orderBy} LIMIT ${limit + 1}`
    return scopedRows<Placed>(kernel.store, scope, 'passages', { sql, params: all.params }, tx)
  }
  let rows: Placed[] = []
  for (const from of since(isWide ? ((keys.after?.[0] as number | undefined) ?? until) : undefined)) {
    rows = await rowsSince(from)
    if (rows.length > limit) break
  }
  return keys.page(rows, limit, (row) => [Number(row.passed_at), row.id])
}
