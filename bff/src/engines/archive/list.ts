import { type Archive, type FieldValue, fieldOf, listFields, tellsByFilter } from '@liren/contract/archive/index'
import { startOfDay } from '../../kernel/background/daily.ts'
import { refuse } from '../../kernel/errors.ts'
import type { Principal, Scope } from '../../kernel/http/route.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { among, type Condition, combine, nothing } from '../../kernel/store/condition.ts'
import { keyset } from '../../kernel/store/page.ts'
import { scopedRows, underPlaces } from '../../kernel/store/scope.ts'
import type { Tx } from '../../kernel/store/store.ts'
import { linked } from './linked.ts'
import { holding } from './pieces.ts'
import { placesOf } from './place.ts'
import { mayReadField, presentRows } from './present.ts'
import { columnsToRead, type FileRow, keysFor, valuesOf } from './row.ts'
import { keyColumn, storedField } from './table.ts'
import { tagged } from './tagged.ts'

export interface ListQuery {
  readonly cursor?: string | undefined
  readonly limit?: number | undefined
  readonly q?: string | undefined
  readonly placeId?: string | undefined
  readonly state?: 'active' | 'retired' | 'all' | undefined
  readonly source?: string | undefined
  readonly tag?: string | undefined
  readonly linked?: string | undefined
  readonly verifiedBefore?: string | undefined
  /** `true`: only what somebody has looked at. */
  readonly verified?: string | undefined
  readonly sort?: 'newest' | 'changed' | 'place' | undefined
  readonly [filter: string]: string | number | undefined
}

const sorts = {
  newest: ['id desc'],
  changed: ['updated_at desc', 'id desc'],
  place: ['place_path', 'id'],
} as const

const keysOf: Readonly<Record<keyof typeof sorts, (row: FileRow) => (string | number)[]>> = {
  newest: (row) => [row.id],
  changed: (row) => [row.updated_at, row.id],
  place: (row) => [row.place_path, row.id],
}

/** One page of files within reach. One statement for the rows and one for their places, however many there are. */
export async function listFiles(kernel: Kernel, definition: Archive, scope: Scope, viewer: Principal, query: ListQuery) {
  const { cursor, limit: wanted, ...filters } = query
  const limit = wanted ?? 20
  const sort = query.sort ?? 'newest'
  const keys = keyset({ cursor }, sorts[sort], filters)
  const where = combine('AND', [
    underPlaces('place_path', scope.places),
    ...(await conditionsOf(kernel, definition, viewer, query)),
    keys.seek(),
  ])
  const names = listFields(definition)
  const endings = Object.keys(query)
    .filter((key) => key.startsWith('last4.'))
    .map((key) => key.slice(6))
  const rows = await scopedRows<FileRow>(kernel.store, scope, definition.table, {
    sql: `SELECT ${columnsToRead(definition, [...new Set([...names, ...endings])])} FROM ${definition.table} WHERE ${where.sql} ORDER BY ${keys.orderBy} LIMIT ${limit + 1}`,
    params: where.params,
  })
  const page = keys.page(rows, limit, keysOf[sort])
  // two bytes of an index meet by chance now and then; the value itself decides
  const really = page.items.filter((row) => {
    const plain = valuesOf(kernel, definition, row, endings)
    return endings.every((name) =>
      String(plain[name] ?? '')
        .toUpperCase()
        .endsWith(String(query[`last4.${name}`]).toUpperCase()),
    )
  })
  return { ...page, items: await presentRows(kernel, viewer, definition, really, names) }
}

/** Everything that narrows a list, without its scope. Import, export and search narrow by the same words. */
export async function conditionsOf(
  kernel: Kernel,
  definition: Archive,
  viewer: Principal,
  query: ListQuery,
  tx?: Tx,
): Promise<Condition[]> {
  const where: Condition[] = []
  if (query.state !== 'all') where.push({ sql: 'state = ?', params: [query.state ?? 'active'] })
  if (query.source !== undefined) where.push({ sql: 'source = ?', params: [query.source] })
  if (query.q !== undefined) where.push(holding(kernel, definition, query.q))
  if (query.verifiedBefore !== undefined)
    where.push({
      sql: '(verified_at IS NULL OR verified_at < ?)',
      params: [startOfDay(query.verifiedBefore, kernel.config.LIREN_TIME_ZONE)],
    })
  if (query.verified === 'true') where.push({ sql: 'verified_at IS NOT NULL', params: [] })
  if (query.tag !== undefined) where.push(tagged(kernel, definition, viewer, query.tag))
  if (query.linked !== undefined) where.push(linked(definition, query.linked))
  if (query.placeId !== undefined) {
    const place = (await placesOf(kernel, [query.placeId], tx)).get(query.placeId)
    where.push(underPlaces('place_path', place ? [place.path] : []))
  }
  for (const [key, given] of Object.entries(query)) {
    const [how, name = ''] = key.split('.', 2)
    if (given === undefined || (how !== 'f' && how !== 'last4')) continue
    where.push(how === 'f' ? equalTo(kernel, definition, viewer, name, String(given)) : endingWith(kernel, definition, name, String(given)))
  }
  return where
}

/** No file has what is no number or day, and databases differ in how they refuse to compare it. */
const isDay = /^\d{4}-\d{2}-\d{2}$/

function equalTo(kernel: Kernel, definition: Archive, viewer: Principal, name: string, given: string): Condition {
  const field = fieldOf(definition, name)
  if (tellsByFilter(field) && !mayReadField(viewer, definition, name))
    throw refuse('permission.field', { faults: [{ path: `query.f.${name}`, zh: '无权按此项查询', en: 'You may not look for this' }] })
  const value = typed(field.kind, given)
  if (Number.isNaN(value) || (field.kind === 'day' && !isDay.test(given))) return nothing
  const stored = storedField(definition, name)
  return among(keyColumn(stored), keysFor(kernel, definition, stored, value))
}

function endingWith({ sealer }: Kernel, { table, ...definition }: Archive, name: string, given: string): Condition {
  const { suffixColumn, column } = storedField({ table, ...definition }, name)
  return suffixColumn ? among(suffixColumn, sealer.suffixIndexes(given.toUpperCase(), { table, column })) : { sql: '1 = 0', params: [] }
}

const typed = (kind: string, given: string): FieldValue =>
  kind === 'flag' ? given === 'true' || given === '1' : kind === 'whole' || kind === 'number' ? Number(given) : given
