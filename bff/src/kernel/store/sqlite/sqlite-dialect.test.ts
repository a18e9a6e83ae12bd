import { copyFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DataTypes, Op } from 'sequelize'
import { beforeAll, describe, expect, it } from 'vitest'
import { describeStore } from '../../../../test/stores.ts'
import { c, type Migration } from '../ddl/ddl.ts'
import type { Store } from '../store.ts'
import { Handle } from './handle.ts'
import { statementKind } from './statement-kind.ts'
import { WriteLock } from './write-lock.ts'

const notes: Migration = {
  up: (m) =>
    m.createTable('notes', { id: c.code(20), title: c.text(50), is_read: c.bool({ default: 0 }), read_at: c.instant({ null: true }) }),
  down: (m) => m.dropTable('notes'),
}

describe('statement kind', () => {
  it.each([
    ['BEGIN IMMEDIATE TRANSACTION;', 'begin'],
    ['  commit', 'end'],
    ['ROLLBACK;', 'end'],
    ['ROLLBACK TO SAVEPOINT a', 'read'],
    ['SELECT 1', 'read'],
    ['WITH a AS (SELECT 1) SELECT * FROM a', 'read'],
    ['WITH a AS (SELECT 1) INSERT INTO b SELECT * FROM a', 'write'],
    ['INSERT INTO a VALUES (1) RETURNING id', 'write'],
    ['CREATE TABLE a (id TEXT)', 'write'],
    ['PRAGMA foreign_keys', 'read'],
  ])('%s is a %s', (sql, kind) => expect(statementKind(sql)).toBe(kind))
})

describe('write lock', () => {
  it('is held by one at a time, in the order of asking', async () => {
    const lock = new WriteLock()
    const order: string[] = []
    let holders = 0
    const use = async (name: string) => {
      await lock.acquire()
      expect(++holders).toBe(1)
      await new Promise((resolve) => setImmediate(resolve))
      order.push(name)
      holders--
      lock.release()
    }
    await Promise.all(['a', 'b', 'c', 'd'].map(use))
    expect(order).toEqual(['a', 'b', 'c', 'd'])
  })
})

describe('a connection', () => {
  it('leaves the whole in the file when it is closed: a copy of the file alone is a copy of everything', () => {
    const folder = mkdtempSync(join(tmpdir(), 'liren-handle-'))
    try {
      const file = join(folder, 'one.db')
      const handle = new Handle(file, { synchronous: 'normal' })
      handle.write('CREATE TABLE notes (id TEXT PRIMARY KEY)')
      handle.write('INSERT INTO notes (id) VALUES (?)', ['n1'])
      handle.close()
      copyFileSync(file, join(folder, 'copy.db'))
      const copy = new Handle(join(folder, 'copy.db'), { synchronous: 'normal' })
      expect(copy.rows('SELECT id FROM notes').map((row) => ({ ...row }))).toEqual([{ id: 'n1' }])
      copy.close()
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  })
})

describeStore('sqlite', 'Sequelize over our driver', (open) => {
  let store: Store
  const define = () =>
    store.sequelize.define(
      'Note',
      { id: { type: DataTypes.STRING, primaryKey: true }, title: DataTypes.STRING, is_read: DataTypes.INTEGER, read_at: DataTypes.BIGINT },
      { tableName: 'notes', timestamps: false },
    )
  let Note: ReturnType<typeof define>
  beforeAll(async () => {
    store = await open({ migrations: { m9000_notes: notes } })
    Note = define()
  })

  it('creates, finds, updates, counts and destroys through a model', async () => {
    await Note.create({ id: 'n1', title: "it's 里仁", is_read: 0, read_at: 1_767_225_600_000 })
    expect((await Note.findByPk('n1'))?.toJSON()).toEqual({ id: 'n1', title: "it's 里仁", is_read: 0, read_at: 1_767_225_600_000 })
    expect(await Note.update({ is_read: 1 }, { where: { id: 'n1', is_read: 0 } })).toEqual([1])
    expect(await Note.update({ is_read: 1 }, { where: { id: 'n1', is_read: 0 } })).toEqual([0])
    await Note.bulkCreate([
      { id: 'n2', title: 'two' },
      { id: 'n3', title: 'three' },
    ])
    expect(await Note.count({ where: { id: { [Op.in]: ['n1', 'n2', 'n3'] } } })).toBe(3)
    expect(await Note.destroy({ where: { id: 'n3' } })).toBe(1)
  })

  it('keeps what a savepoint kept and undoes what it undid', async () => {
    await store.tx(async (tx) => {
      await Note.create({ id: 'outer', title: 'o' }, { transaction: tx })
      const inner = await store.sequelize.transaction({ transaction: tx })
      await Note.create({ id: 'inner', title: 'i' }, { transaction: inner })
      await inner.rollback()
    })
    expect(await Note.findByPk('outer')).not.toBeNull()
    expect(await Note.findByPk('inner')).toBeNull()
  })

  it('refuses a wrong type, a wrong flag and a text that is too long, as the servers do', async () => {
    for (const bad of [{ read_at: 'soon' }, { is_read: 2 }, { title: 'x'.repeat(51) }]) {
      await expect(Note.create({ id: 'bad', title: 'bad', ...bad })).rejects.toMatchObject({ code: 'value' })
    }
  })

  it('serves fifty transactions at once without a single busy error', async () => {
    await Note.create({ id: 'busy', title: '0' })
    await Promise.all(
      Array.from({ length: 50 }, () =>
        store.tx(async (tx) => {
          const note = await Note.findByPk('busy', { transaction: tx })
          await new Promise((resolve) => setImmediate(resolve))
          await note?.update({ title: String(Number(note.get('title')) + 1) }, { transaction: tx })
        }),
      ),
    )
    expect((await Note.findByPk('busy'))?.get('title')).toBe('50')
  })

  it('keeps reading while a transaction writes', async () => {
    await store.tx(async (tx) => {
      await store.run("UPDATE notes SET title = 'unseen' WHERE id = 'n1'", [], tx)
      const seen = await new Promise<unknown>((resolve) =>
        setImmediate(() => resolve(store.rows('SELECT title FROM notes WHERE id = ?', ['n1'], tx))),
      )
      expect(seen).toHaveLength(1)
    })
  })

  it('keeps its connection alive through thousands of statements and forgotten objects', async () => {
    for (let i = 0; i < 6000; i++) {
      const rows = await store.rows<{ id: string }>(`SELECT id FROM notes WHERE id = ? AND ${i % 700} = ${i % 700}`, ['n1'])
      if (rows.length !== 1) throw new Error(`read ${i} found ${rows.length} rows`)
      if (i % 1500 === 0) globalThis.gc?.()
    }
  })

  it('undoes a transaction whose commit is refused, and lets the next one begin', async () => {
    await store.run('CREATE TABLE promises (id INTEGER PRIMARY KEY, of TEXT REFERENCES notes (id) DEFERRABLE INITIALLY DEFERRED)')
    const broken = store.tx((tx) => store.run("INSERT INTO promises VALUES (1, 'nobody')", [], tx))
    await expect(broken).rejects.toMatchObject({ code: 'reference' })
    await store.tx((tx) => store.run("INSERT INTO notes (id, title) VALUES ('after', 'refused commit')", [], tx))
    expect(await store.rows('SELECT id FROM promises')).toEqual([])
  })

  it('compares LIKE with case, as the servers do', async () => {
    expect(await store.rows("SELECT 1 AS one WHERE 'ABC' LIKE 'abc%'")).toEqual([])
    expect(await store.rows("SELECT 1 AS one WHERE 'abc' LIKE 'ab%'")).toHaveLength(1)
  })
})
