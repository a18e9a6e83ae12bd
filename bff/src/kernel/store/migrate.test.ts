import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import * as everyMigration from '../../../migrations/index.ts'
import { describeStores } from '../../../test/stores.ts'
import { systemClock, systemRandom } from '../ports/system.ts'
import { c, type Migration } from './ddl/ddl.ts'
import { schemaFingerprint } from './fingerprint.ts'
import { type MigrationModules, migrate, namedMigrations } from './migrate.ts'
import { openStore } from './open.ts'
import { isStoreError } from './store-error.ts'

const all = everyMigration as MigrationModules
const now = () => 1_767_225_600_000
const folder = join(dirname(fileURLToPath(import.meta.url)), '../../../migrations')
const table = (name: string): Migration => ({
  up: (m) => m.createTable(name, { id: c.id(), title: c.text(80) }, { indexes: [['title']] }),
  down: (m) => m.dropTable(name),
})
const failure = (work: Promise<unknown>) =>
  work.then(
    () => undefined,
    (error: unknown) => error,
  )

describe('list of migrations', () => {
  const files = readdirSync(folder)
    .filter((name) => /^\d{4}-.+\.ts$/.test(name))
    .map((name) => name.slice(0, -'.ts'.length))
    .sort()

  it('names exactly the files of the folder', () => {
    expect(namedMigrations(all).map(({ name }) => name)).toEqual(files)
  })

  it('stands in the order of the numbers, no number twice', () => {
    const lines = readFileSync(join(folder, 'index.ts'), 'utf8').match(/'\.\/(\d{4})-/g) ?? []
    expect(lines).toEqual([...lines].sort())
    expect(new Set(lines).size).toBe(lines.length)
  })
})

describeStores('migrations', (open) => {
  it('go up, down and up again to the same schema, leaving nothing behind in between', async () => {
    const store = await open({ migrations: {} })
    const empty = await schemaFingerprint(store)
    const names = namedMigrations(all).map(({ name }) => name)
    expect(await migrate(store, all, { now })).toEqual(names)
    const first = await schemaFingerprint(store)
    expect(first.length).toBeGreaterThan(empty.length)
    expect(await migrate(store, all, { now, downTo: '' })).toEqual([...names].reverse())
    expect(await schemaFingerprint(store)).toEqual(empty)
    await migrate(store, all, { now })
    expect(await schemaFingerprint(store)).toEqual(first)
  }, 60_000)

  it('each go down and up by themselves to the same schema', async () => {
    const store = await open()
    const complete = await schemaFingerprint(store)
    const names = namedMigrations(all).map(({ name }) => name)
    for (const [index] of names.entries()) {
      await migrate(store, all, { now, downTo: names[names.length - 2 - index] ?? '' })
    }
    await migrate(store, all, { now })
    expect(await schemaFingerprint(store)).toEqual(complete)
  }, 60_000)

  it('are applied once, and nothing happens the second time', async () => {
    const store = await open({ migrations: { m0001_a: table('a_things') } })
    expect(await migrate(store, { m0001_a: table('a_things') }, { now })).toEqual([])
  })

  it('fill a gap: one that arrives later with a lower number is applied too', async () => {
    const store = await open({ migrations: { m0002_b: table('b_things') } })
    expect(await migrate(store, { m0001_a: table('a_things'), m0002_b: table('b_things') }, { now })).toEqual(['0001-a'])
  })

  it('refuse a database that knows a step which this version does not, and leave it as it is', async () => {
    const store = await open({ migrations: { m0001_a: table('a_things'), m0002_b: table('b_things') } })
    const before = await schemaFingerprint(store)
    const error = await failure(migrate(store, { m0001_a: table('a_things'), m0003_c: table('c_things') }, { now }))
    expect(isStoreError(error, 'newer-database')).toBe(true)
    expect(String(error)).toContain('0002-b')
    expect(await schemaFingerprint(store)).toEqual(before)
  })

  it('can be run again after one of them failed half-way, once it is mended', async () => {
    let mended = false
    const fragile: Migration = {
      async up(m) {
        await m.createTable('f_things', { id: c.id() }, { indexes: [['id']] })
        await m.addColumn('f_things', 'title', c.text(20, { null: true }))
        if (!mended) await m.run('INSERT INTO f_things (id, title) VALUES (?, ?)', ['x', '字'.repeat(21)])
        await m.addIndex('f_things', ['title'])
      },
      down: (m) => m.dropTable('f_things'),
    }
    const steps = { m0001_a: table('a_things'), m0002_f: fragile }
    const store = await open({ migrations: {} })
    const error = await failure(migrate(store, steps, { now }))
    expect(isStoreError(error, 'migration-failed')).toBe(true)
    expect(String(error)).toContain('0002-f')
    mended = true
    expect(await migrate(store, steps, { now })).toContain('0002-f')
    const whole = await schemaFingerprint(store)
    const untroubled = await open({ migrations: steps })
    expect(whole).toEqual(await schemaFingerprint(untroubled))
  })

  it('run once although two processes start together', async () => {
    const { store, url } = await open.database({ migrations: {} })
    const second = await openStore(url, { random: systemRandom, allowWeak: true })
    let ups = 0
    const slow: Migration = {
      async up(m) {
        ups++
        await systemClock.sleep(30)
        await m.createTable('slow_things', { id: c.id() })
      },
      down: (m) => m.dropTable('slow_things'),
    }
    try {
      const done = await Promise.all([store, second].map((one) => migrate(one, { m0001_slow: slow }, { now })))
      expect(done.flat()).toEqual(['0001-slow'])
      expect(ups).toBe(1)
    } finally {
      await second.close()
    }
  })

  it('refuse a new column that old rows could not have', async () => {
    const store = await open({ migrations: { m0001_a: table('a_things') } })
    const step: Migration = { up: (m) => m.addColumn('a_things', 'code', c.code(8)), down: (m) => m.dropColumn('a_things', 'code') }
    const error = await failure(migrate(store, { m0001_a: table('a_things'), m0002_code: step }, { now }))
    expect(String(error)).toContain('need a default or null')
  })
})
