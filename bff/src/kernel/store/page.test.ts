import { beforeAll, describe, expect, it } from 'vitest'
import { describeStores } from '../../../test/stores.ts'
import { AppError } from '../errors.ts'
import { c, type Migration } from './ddl/ddl.ts'
import { cappedCount, keyset } from './page.ts'
import type { Store } from './store.ts'

interface Row {
  id: string
  place: string
  at: number
}
const rows: Migration = {
  up: (m) => m.createTable('entries', { id: c.code(10), place: c.code(10), at: c.bigint() }, { indexes: [['at', 'id']] }),
  down: (m) => m.dropTable('entries'),
}
const refusal = (work: () => unknown): AppError => {
  try {
    work()
  } catch (error) {
    if (error instanceof AppError) return error
    throw error
  }
  throw new Error('nothing was refused')
}

describe('a cursor', () => {
  const sort = ['at desc', 'id desc']
  const next = keyset({}, sort, { place: 'a' }).page([{ at: 2 }, { at: 1 }], 1, ({ at }) => [at, 'x']).next ?? ''

  it('comes back as the keys that it was made of', () => {
    expect(keyset({ cursor: next }, sort, { place: 'a' }).after).toEqual([2, 'x'])
  })

  it.each([
    ['of other filters', () => keyset({ cursor: next }, sort, { place: 'b' })],
    ['of another sort', () => keyset({ cursor: next }, ['at asc', 'id asc'], { place: 'a' })],
    ['that was changed', () => keyset({ cursor: `${next.slice(0, -4)}AAAA` }, sort, { place: 'a' })],
    ['that was cut off', () => keyset({ cursor: next.slice(0, -3) }, sort, { place: 'a' })],
    ['that is empty', () => keyset({ cursor: '' }, sort, { place: 'a' })],
    ['that is a page number', () => keyset({ cursor: '2' }, sort, { place: 'a' })],
    ['that is Chinese', () => keyset({ cursor: '下一页' }, sort, { place: 'a' })],
    ['that is SQL', () => keyset({ cursor: "' OR 1=1 --" }, sort, { place: 'a' })],
  ])('%s is refused at query.cursor', (_what, ask) => {
    const error = refusal(ask)
    expect(error.code).toBe('request.invalid')
    expect(error.faults.map(({ path }) => path)).toEqual(['query.cursor'])
  })

  it('does not care in which order filters are written, and tells none from null', () => {
    const made = keyset({}, sort, { a: 1, b: 2 }).page([1, 2], 1, () => [1, 'x']).next
    expect(keyset({ cursor: made }, sort, { b: 2, a: 1 }).after).toEqual([1, 'x'])
    expect(refusal(() => keyset({ cursor: made }, sort, { a: 1, b: null })).code).toBe('request.invalid')
  })

  it('is not given on the last page', () => {
    expect(keyset({}, sort).page([1, 2], 2, () => [1, 'x'])).toEqual({ items: [1, 2] })
    expect(keyset({}, sort).page([], 2, () => [1, 'x'])).toEqual({ items: [] })
  })

  it('can only be sorted by names of columns', () => {
    for (const bad of ['id;drop table x', 'id desc, x', '']) expect(() => keyset({}, [bad])).toThrow('not a column')
  })
})

describeStores('pages', (open) => {
  let store: Store
  const all: Row[] = Array.from({ length: 60 }, (_, i) => ({
    id: `e${String((i * 7) % 60).padStart(2, '0')}`,
    place: i % 3 ? 'a' : 'b',
    at: Math.floor(i / 4),
  }))
  beforeAll(async () => {
    store = await open({ migrations: { m9000_entries: rows } })
    for (const row of all) await store.run('INSERT INTO entries (id, place, at) VALUES (?, ?, ?)', [row.id, row.place, row.at])
  })

  async function walk(sort: readonly string[], limit: number, between?: () => Promise<unknown>): Promise<Row[]> {
    const seen: Row[] = []
    let cursor: string | undefined
    do {
      const keys = keyset({ cursor }, sort, { place: 'a' })
      const seek = keys.seek()
      const sql = `SELECT id, place, at FROM entries WHERE place = 'a' AND ${seek.sql} ORDER BY ${keys.orderBy} LIMIT ?`
      const page = keys.page(await store.rows<Row>(sql, [...seek.params, limit + 1]), limit, (row) => [row.at, row.id])
      seen.push(...page.items.map((row) => ({ ...row })))
      cursor = page.next
      await between?.()
    } while (cursor)
    return seen
  }
  const wanted = all.filter((row) => row.place === 'a').sort((x, y) => x.at - y.at || (x.id < y.id ? -1 : 1))

  it.each([1, 7, 40, 100])('of %i show every row once, in order, although many have the same time', async (limit) => {
    expect(await walk(['at asc', 'id asc'], limit)).toEqual(wanted)
    expect(await walk(['at desc', 'id desc'], limit)).toEqual([...wanted].reverse())
  })

  it('may mix directions', async () => {
    const mixed = [...wanted].sort((x, y) => y.at - x.at || (x.id < y.id ? -1 : 1))
    expect(await walk(['at desc', 'id asc'], 7)).toEqual(mixed)
  })

  it('neither repeat nor skip rows when new ones arrive in front', async () => {
    let n = 0
    const seen = await walk(['at desc', 'id desc'], 5, () =>
      store.run('INSERT INTO entries (id, place, at) VALUES (?, ?, ?)', [`z${n++}`, 'a', 1000 + n]),
    )
    expect(seen).toEqual([...wanted].reverse())
    await store.run("DELETE FROM entries WHERE id LIKE 'z%'")
  })

  it('counts stop at their cap', async () => {
    const count = async (cap?: number) => {
      const { sql, params } = cappedCount({ sql: 'FROM entries WHERE place = ?', params: ['a'] }, cap)
      return (await store.rows<{ n: number }>(sql, params))[0]?.n
    }
    expect(await count()).toBe(40)
    expect(await count(10)).toBe(10)
  })
})
