import { hash } from 'node:crypto'
import type { Page } from '@liren/contract'
import { refuse } from '../errors.ts'
import type { Condition } from './condition.ts'
import type { SqlValue } from './store.ts'

type Key = string | number
type Filters = Readonly<Record<string, SqlValue | undefined>>

/** A place in a list that was sorted and filtered in one particular way. */
export interface Keyset {
  /** Keys of the last row that was seen, in the order of the sort; undefined on the first page. */
  readonly after: readonly Key[] | undefined
  /** Rows that come after it, to be put into WHERE; always true on the first page. */
  seek(): Condition
  /** `created_at DESC, id DESC` */
  readonly orderBy: string
  /** Of `limit + 1` rows: the page, and the cursor of the next one if there is more. */
  page<T>(rows: readonly T[], limit: number, keyOf: (row: T) => readonly Key[]): Page<T>
}

/**
 * Reads the cursor of a list query. `sort` names the columns of one index, not null, the last one unique:
 * `['created_at desc', 'id desc']`. A cursor of another sort or other filters is refused. It holds no secret
 * and grants nothing: the scope of the request applies to every page anew.
 */
export function keyset(query: { readonly cursor?: string | undefined }, sort: readonly string[], filters: Filters = {}): Keyset {
  const columns = sort.map(parseColumn)
  const seal = sealOf(sort, filters)
  const after = query.cursor === undefined ? undefined : decode(query.cursor, seal, columns.length)
  return {
    after,
    orderBy: columns.map(({ name, descending }) => `${name} ${descending ? 'DESC' : 'ASC'}`).join(', '),
    seek: () => (after ? seekAfter(columns, after) : { sql: '1 = 1', params: [] }),
    page(rows, limit, keyOf) {
      const items = rows.slice(0, limit)
      const last = items.at(-1)
      return rows.length > limit && last !== undefined ? { items, next: encode(keyOf(last), seal) } : { items }
    },
  }
}

/** Counts up to a limit and no further: what is behind it takes time and says little. Give it `FROM … WHERE …`. */
export const cappedCount = (from: Condition, cap = 1000): Condition => ({
  sql: `SELECT COUNT(*) AS n FROM (SELECT 1 AS one ${from.sql} LIMIT ${Math.trunc(cap)}) capped`,
  params: from.params,
})

interface SortColumn {
  readonly name: string
  readonly descending: boolean
}

function parseColumn(text: string): SortColumn {
  const match = /^([a-z_][a-z0-9_.]*)(?: (asc|desc))?$/.exec(text)
  if (!match?.[1]) throw new Error(`"${text}" is not a column to sort by`)
  return { name: match[1], descending: match[2] === 'desc' }
}

/** `a <= ? AND (a < ? OR b < ?)`: the first comparison alone is a range of the index, on every database. */
function seekAfter([first, ...rest]: readonly SortColumn[], [key, ...keys]: readonly Key[]): Condition {
  if (!first || key === undefined) return { sql: '1 = 0', params: [] }
  const beyond = first.descending ? '<' : '>'
  if (rest.length === 0) return { sql: `${first.name} ${beyond} ?`, params: [key] }
  const later = seekAfter(rest, keys)
  return { sql: `(${first.name} ${beyond}= ? AND (${first.name} ${beyond} ? OR ${later.sql}))`, params: [key, key, ...later.params] }
}

const seals = new Map<string, string>()
const remembered = 500

/** Most lists are asked in few ways, again and again. */
function sealOf(sort: readonly string[], filters: Filters): string {
  const text = JSON.stringify([sort, Object.entries(filters).sort()])
  const known = seals.get(text)
  if (known !== undefined) return known
  if (seals.size >= remembered) seals.clear()
  const seal = fingerprint(text)
  seals.set(text, seal)
  return seal
}

const fingerprint = (text: string): string => hash('sha256', text, 'base64url').slice(0, 12)

const encode = (keys: readonly Key[], seal: string): string => {
  const text = JSON.stringify(keys)
  return Buffer.from(fingerprint(seal + text) + text).toString('base64url')
}

function decode(cursor: string, seal: string, size: number): readonly Key[] {
  const text = Buffer.from(cursor, 'base64url').toString()
  const keys = text.slice(12)
  if (!/^[A-Za-z0-9_-]+$/.test(cursor) || fingerprint(seal + keys) !== text.slice(0, 12)) throw wrongCursor()
  const parsed = JSON.parse(keys) as unknown
  if (!Array.isArray(parsed) || parsed.length !== size || !parsed.every(isKey)) throw wrongCursor()
  return parsed
}

const isKey = (value: unknown): value is Key => typeof value === 'string' || (typeof value === 'number' && Number.isFinite(value))

const wrongCursor = () =>
  refuse('request.invalid', {
    faults: [
      {
        path: 'query.cursor',
        zh: '翻页标记无效或与筛选条件不符，请从第一页重新开始',
        en: 'Not a cursor of this list with these filters; start from the first page',
      },
    ],
  })
