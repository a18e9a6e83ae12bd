import { DataTypes } from 'sequelize'
import { beforeAll, describe, expect, it } from 'vitest'
import { describeStores } from '../../../test/stores.ts'
import type { Scope } from '../http/route.ts'
import { combine, contains, startsWith } from './condition.ts'
import { c, type Migration } from './ddl/ddl.ts'
import { prefixPattern, reach, type ScopeColumns, scopedRows, scopedTable, UnscopedRead, underPlaces, unscoped } from './scope.ts'
import type { Store } from './store.ts'

const columns: ScopeColumns = { placePath: 'place_path', owner: 'owner_id', house: 'house_id' }
scopedTable('parcels', columns)

const parcels: Migration = {
  async up(m) {
    await m.createTable('parcels', {
      id: c.code(20),
      place_path: c.path(),
      owner_id: c.code(20),
      house_id: c.code(20, { null: true }),
      label: c.text(80),
    })
    await m.createTable('parcels_seen', { id: c.code(20) })
  },
  async down(m) {
    await m.dropTable('parcels_seen')
    await m.dropTable('parcels')
  },
}

const scope = (given: Partial<Scope>): Scope => ({ kind: 'related', userId: 'ann', houseIds: [], places: [], range: 'own', ...given })

describeStores('scope', (open) => {
  let store: Store
  beforeAll(async () => {
    store = await open({ migrations: { m9000_parcels: parcels } })
    const rows = [
      ['p1', '/jl/1/', 'ann', 'h1', 'A_1'],
      ['p2', '/jl/1/3/', 'bob', 'h1', 'A%1'],
      ['p3', '/jl/12/', 'bob', 'h2', 'AB1'],
      ['p4', '/jl/2/', 'cid', null, 'a_1'],
      ['p5', '/jm/', 'cid', 'h3', '100%!'],
    ]
    for (const row of rows) await store.run('INSERT INTO parcels (id, place_path, owner_id, house_id, label) VALUES (?, ?, ?, ?, ?)', row)
  })
  const ids = async (given: Scope, alias = '') => {
    const within = reach(given, columns, alias)
    const sql = `SELECT id FROM parcels ${alias} WHERE ${within.sql} ORDER BY id`
    return (await scopedRows<{ id: string }>(store, given, 'parcels', { sql, params: within.params })).map(({ id }) => id)
  }

  describe('reaches', () => {
    it('own rows only', async () => expect(await ids(scope({}))).toEqual(['p1']))
    it('own rows of an account', async () => expect(await ids(scope({ kind: 'self', houseIds: ['h1'], places: ['/jl/'] }))).toEqual(['p1']))
    it('rows of the household', async () => expect(await ids(scope({ houseIds: ['h1', 'h3'] }))).toEqual(['p1', 'p2', 'p5']))
    it('rows at and under a place, not its namesakes', async () =>
      expect(await ids(scope({ kind: 'place', places: ['/jl/1/'] }))).toEqual(['p1', 'p2']))
    it('several places', async () => expect(await ids(scope({ kind: 'place', places: ['/jl/12/', '/jl/2/'] }))).toEqual(['p3', 'p4']))
    it('each row once when places lie in each other', async () =>
      expect(await ids(scope({ kind: 'place', places: ['/jl/1/3/', '/jl/', '/jl/1/'] }))).toEqual(['p1', 'p2', 'p3', 'p4']))
    it('own rows and those of a place together', async () => expect(await ids(scope({ places: ['/jl/2/'] }), 'p')).toEqual(['p1', 'p4']))
    it('nothing when there is no place', async () => expect(await ids(scope({ kind: 'place' }))).toEqual([]))
    it('nothing when the route has no rows', async () => expect(await ids(scope({ kind: 'none' }))).toEqual([]))
  })

  it('takes one range of the index per place that is not under another', () => {
    expect(underPlaces('place_path', ['/jl/1/', '/jl/1/', '/jl/1/3/'])).toEqual({
      sql: '(place_path >= ? AND place_path < ?)',
      params: ['/jl/1/', '/jl/10'],
    })
  })

  it('finds the same rows by pattern as by range', async () => {
    const params = [prefixPattern('/jl/1/')]
    const found = await scopedRows<{ id: string }>(store, scope({}), 'parcels', {
      sql: "SELECT id FROM parcels WHERE place_path LIKE ? ESCAPE '!' ORDER BY id",
      params,
    })
    expect(found.map(({ id }) => id)).toEqual(['p1', 'p2'])
  })

  it('refuses a path without its slashes, which would reach the neighbour', () => {
    for (const path of ['/jl/1', 'jl/1/', '', '/jl/%']) expect(() => underPlaces('place_path', [path])).toThrow('not a place path')
  })

  it('takes wildcards that people type as the characters they are', async () => {
    const search = async (given: { sql: string; params: readonly unknown[] }) => {
      const both = combine('AND', [{ sql: 'place_path >= ?', params: ['/'] }, given as never])
      return (
        await scopedRows<{ id: string }>(store, scope({}), 'parcels', {
          sql: `SELECT id FROM parcels WHERE ${both.sql} ORDER BY id`,
          params: both.params,
        })
      ).map(({ id }) => id)
    }
    expect(await search(contains('label', 'A_'))).toEqual(['p1'])
    expect(await search(contains('label', '%'))).toEqual(['p2', 'p5'])
    expect(await search(startsWith('label', 'A%'))).toEqual(['p2'])
    expect(await search(contains('label', '!'))).toEqual(['p5'])
    expect(await search(contains('label', '\\'))).toEqual([])
  })

  describe('cannot be forgotten', () => {
    const read = (sql: string) =>
      store.rows(sql).then(
        () => 'read',
        (error: unknown) => error,
      )

    it.each([
      'SELECT * FROM parcels',
      'select id from PARCELS where id = 1',
      'SELECT * FROM "parcels"',
      'SELECT p.id FROM parcels_seen s JOIN parcels p ON p.id = s.id',
      'SELECT * FROM parcels_seen, parcels',
      'WITH x AS (SELECT * FROM parcels) SELECT * FROM x',
      'SELECT (SELECT COUNT(*) FROM parcels) AS n',
      'SELECT * FROM\nparcels',
      'SELECT * FROM/**/parcels',
    ])('%s throws', async (sql) => expect(await read(sql)).toBeInstanceOf(UnscopedRead))

    it('throws for a scope that the statement does not narrow by', () => {
      const forgotten = { sql: "SELECT place_path FROM parcels WHERE id = ? AND label <> 'place_path'", params: ['p1'] }
      expect(() => scopedRows(store, scope({}), 'parcels', forgotten)).toThrow(UnscopedRead)
      for (const tail of ['ORDER BY place_path', 'GROUP BY owner_id LIMIT 1', 'GROUP BY owner_id ORDER BY house_id']) {
        const sorted = { sql: `SELECT id FROM parcels WHERE id = ? ${tail}`, params: ['p1'] }
        expect(() => scopedRows(store, scope({}), 'parcels', sorted)).toThrow(UnscopedRead)
      }
    })

    it('throws for a table that nobody declared', () => {
      expect(() => scopedRows(store, scope({}), 'undeclared', { sql: 'SELECT 1 AS one WHERE 1 = 1', params: [] })).toThrow('not declared')
    })

    it('throws for models too, whatever they read or change in bulk', async () => {
      const Parcel = store.sequelize.define(
        'Parcel',
        { id: { type: DataTypes.STRING, primaryKey: true }, label: DataTypes.STRING },
        { tableName: 'parcels', timestamps: false },
      )
      const reads = [
        () => Parcel.findAll(),
        () => Parcel.findByPk('p1'),
        () => Parcel.count(),
        () => Parcel.max('label'),
        () => Parcel.update({ label: 'x' }, { where: { id: 'p1' } }),
        () => Parcel.destroy({ where: {} }),
      ]
      for (const unscopedRead of reads) await expect(unscopedRead()).rejects.toBeInstanceOf(UnscopedRead)
      expect(await Parcel.findAll({ where: { id: 'p1' }, scope: scope({}) } as never)).toHaveLength(1)
    })

    it('does not mistake text for a table', async () => {
      await store.run("INSERT INTO parcels_seen (id) VALUES ('parcels')")
      expect(await read("SELECT id FROM parcels_seen WHERE id = 'parcels'")).toBe('read')
      const Seen = store.sequelize.define(
        'Seen',
        { id: { type: DataTypes.STRING, primaryKey: true } },
        { tableName: 'parcels_seen', timestamps: false },
      )
      expect(await Seen.count({ where: { id: 'parcels' } })).toBe(1)
      expect(await Seen.count({ where: { id: "it's \\'parcels\\" } })).toBe(0)
    })

    it('control: with the guard out of the way all rows of all people are read, so it is the guard that stops them', async () => {
      const everything = { sql: 'SELECT id FROM parcels', params: [] }
      expect(await unscoped(store, 'control of this very test', everything)).toHaveLength(5)
    })

    it('wants a reason for reading for nobody in particular', () => {
      for (const reason of ['', '   ', 'x'])
        expect(() => unscoped(store, reason, { sql: 'SELECT id FROM parcels', params: [] })).toThrow('says why')
    })
  })

  it('asks for the owner of rows where only own rows are meant', () => {
    expect(() => reach(scope({}), { placePath: 'place_path' })).toThrow("owner's column")
  })
})

describe('conditions', () => {
  it('of none are true together and false apart', () => {
    expect(combine('AND', []).sql).toBe('1 = 1')
    expect(combine('OR', []).sql).toBe('1 = 0')
  })
})
