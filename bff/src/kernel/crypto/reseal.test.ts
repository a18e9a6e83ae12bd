import { randomBytes } from 'node:crypto'
import { beforeEach, expect, it } from 'vitest'
import * as migrations from '../../../migrations/index.ts'
import { type ManualClock, manualClock } from '../../../test/manual-clock.ts'
import { describeStores } from '../../../test/stores.ts'
import { createIds, systemRandom } from '../ports/system.ts'
import { c } from '../store/ddl/ddl.ts'
import type { MigrationModules } from '../store/migrate.ts'
import type { Store } from '../store/store.ts'
import { createCryptoProvider } from './create.ts'
import { createSealer } from './create-sealer.ts'
import { checkIntegrity } from './integrity.ts'
import { kekFrom } from './kek.ts'
import { type Keyring, keyGrace, openKeyring } from './keyring.ts'
import { normalisePhone } from './normalise.ts'
import { resealWalks } from './reseal.ts'
import type { GuardedTable, SealedColumn, Sealer } from './sealer.ts'
import { countBehind, type Walk, walkState, walkStep } from './walk.ts'

const crypto = createCryptoProvider()
const at = { table: 'test_people', column: 'phone' }
const sealed: SealedColumn[] = [{ ...at, blindColumn: 'phone_index', suffixColumn: 'phone_suffix', normalise: normalisePhone }]
const guarded: GuardedTable[] = [{ table: 'test_people', columns: ['role', 'phone', 'is_active'], versionColumn: 'version' }]
const people: MigrationModules = {
  ...migrations,
  m9999_people: {
    up: (m) =>
      m.createTable('test_people', {
        id: c.id(),
        role: c.code(20),
        phone: c.longText({ null: true }),
        phone_index: c.code(64, { null: true }),
        phone_suffix: c.code(64, { null: true }),
        is_active: c.bool(),
        row_mac: c.code(80),
        version: c.version(),
      }),
    down: (m) => m.dropTable('test_people'),
  },
}

describeStores('sealing again', (openStore) => {
  let store: Store
  let clock: ManualClock
  let keyring: Keyring
  let sealer: Sealer
  const failures: string[] = []
  const ids = createIds(manualClock(), systemRandom)

  beforeEach(async () => {
    store = await openStore({ migrations: people })
    clock = manualClock()
    failures.length = 0
    const kek = kekFrom({ LIREN_KEY: randomBytes(32).toString('hex'), LIREN_DATA: '' })
    keyring = await openKeyring({ store, crypto, clock, random: systemRandom, ids, kek })
    sealer = createSealer(crypto, keyring, systemRandom)
  })

  async function add(phone: string | null, role = 'grid'): Promise<string> {
    const id = ids.next()
    const value = phone === null ? null : sealer.seal(phone, { ...at, row: id })
    const mac = sealer.rowMac('test_people', id, { role, phone: value, is_active: 1 })
    await store.run(
      'INSERT INTO test_people (id, role, phone, phone_index, phone_suffix, is_active, row_mac) VALUES (?, ?, ?, ?, ?, 1, ?)',
      [id, role, value, phone && sealer.blindIndex(normalisePhone(phone), at), phone && sealer.suffixIndex(normalisePhone(phone), at), mac],
    )
    return id
  }

  const rotate = async (...purposes: ('seal' | 'index' | 'row')[]) => {
    for (const purpose of purposes) await keyring.rotate(purpose)
    await clock.advance(keyGrace)
    await keyring.refresh()
  }
  const walks = (): Walk[] => resealWalks(sealer, keyring, sealed, guarded)
  const onFailure = (_walk: Walk, row: string, error: unknown) => failures.push(`${row}: ${(error as Error).message}`)
  const step = (walk: Walk) => walkStep({ store, clock, ids, onFailure }, walk)
  const runAll = async () => {
    for (const walk of walks()) while (await step(walk));
  }
  const behind = async () => (await Promise.all(walks().map((walk) => countBehind(store, walk)))).reduce((sum, n) => sum + n, 0)

  it('brings every row to the new keys in steps that can be stopped anywhere', async () => {
    for (let i = 0; i < 450; i++) await add(i % 10 === 0 ? null : `+86 100-0000-${String(i).padStart(4, '0')}`)
    await rotate('seal', 'index', 'row')
    expect(await behind()).toBe(405 + 450)
    const [first] = walks() as [Walk]
    await step(first)
    expect(await walkState(store, first)).toMatchObject({ state: 'running', seen: 200, sealed: 180, failed: 0 })
    await runAll()
    expect(await behind()).toBe(0)
    expect(await walkState(store, first)).toMatchObject({ state: 'done', seen: 450, sealed: 405, failed: 0, target: '2.2' })
    expect(await checkIntegrity({ store, clock, ids, sealer, onAltered: async () => {} }, guarded)).toEqual({ rows: 450, altered: 0 })
    const rows = await store.rows<{ id: string; phone: string | null; phone_index: string }>(
      'SELECT id, phone, phone_index FROM test_people',
    )
    for (const row of rows) {
      if (row.phone === null) continue
      expect(row.phone).toMatch(/^v1\.2\./)
      expect(row.phone_index).toBe(sealer.blindIndex(normalisePhone(sealer.open(row.phone, { ...at, row: row.id })), at))
    }
    expect(await step(first), 'nothing more to do').toBe(false)
  })

  it('works while others write, and loses none of their values', async () => {
    const expected = new Map<string, string>()
    for (let i = 0; i < 300; i++) expected.set(await add(`1000000${String(i).padStart(4, '0')}`), `1000000${String(i).padStart(4, '0')}`)
    await rotate('seal')
    let writing = true
    const random = (below: number) => systemRandom.int(below)
    const writer = (async () => {
      for (let i = 0; writing; i++) {
        const [id] = [...expected.keys()].slice(random(expected.size))
        const [row] = await store.rows<{ version: number }>('SELECT version FROM test_people WHERE id = ?', [id as string])
        const phone = `2000000${String(i).padStart(4, '0')}`
        const value = sealer.seal(phone, { ...at, row: id as string })
        const mac = sealer.rowMac('test_people', id as string, { role: 'grid', phone: value, is_active: 1 })
        const changed = await store.run(
          'UPDATE test_people SET phone = ?, phone_index = ?, row_mac = ?, version = version + 1 WHERE id = ? AND version = ?',
          [value, sealer.blindIndex(phone, at), mac, id as string, row?.version ?? 0],
        )
        if (changed === 1) expected.set(id as string, phone)
        if (i % 10 === 0) expected.set(await add(`3000000${String(i).padStart(4, '0')}`), `3000000${String(i).padStart(4, '0')}`)
        await new Promise((next) => setImmediate(next))
      }
    })()
    const other = runAll()
    await Promise.all([runAll(), other])
    writing = false
    await writer
    expect(await behind()).toBe(0)
    expect(failures).toEqual([])
    const rows = await store.rows<{ id: string; phone: string }>('SELECT id, phone FROM test_people')
    expect(new Map(rows.map((row) => [row.id, sealer.open(row.phone, { ...at, row: row.id })]))).toEqual(expected)
    expect(await checkIntegrity({ store, clock, ids, sealer, onAltered: async () => {} }, guarded)).toMatchObject({ altered: 0 })
  })

  it('walks once more when a value under the old key was committed behind it', async () => {
    await add('10000000001')
    const late = sealer.seal('10000000002', { ...at, row: '0'.repeat(26) })
    await rotate('seal')
    const [first] = walks() as [Walk]
    await step(first)
    const mac = sealer.rowMac('test_people', '0'.repeat(26), { role: 'grid', phone: late, is_active: 1 })
    await store.run(
      'INSERT INTO test_people (id, role, phone, phone_index, phone_suffix, is_active, row_mac) VALUES (?, ?, ?, ?, ?, 1, ?)',
      ['0'.repeat(26), 'grid', late, sealer.blindIndex('10000000002', at), sealer.suffixIndex('10000000002', at), mac],
    )
    await runAll()
    expect(await behind()).toBe(0)
  })

  it('leaves rows alone that do not open or were altered, counts them and goes on', async () => {
    const [broken, altered, sound] = [await add('10000000001'), await add('10000000002'), await add('10000000003')]
    await store.run(
      "UPDATE test_people SET phone = 'v1.1.AAAAAAAAAAAAAAAAAAAAAA..AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA' WHERE id = ?",
      [broken],
    )
    await store.run("UPDATE test_people SET role = 'admin' WHERE id = ?", [altered])
    await rotate('seal', 'row')
    await runAll()
    const [first] = walks() as [Walk]
    expect(await walkState(store, first)).toMatchObject({ state: 'done', seen: 3, sealed: 1, failed: 2 })
    expect(failures.filter((line) => line.startsWith(altered)).join()).toContain('altered behind the application')
    const rows = await store.rows<{ id: string; row_mac: string }>("SELECT id, row_mac FROM test_people WHERE row_mac LIKE '2.%'")
    expect(rows.map((row) => row.id)).toEqual([sound])
  })

  it('[CSPSTC-7.3-a] [ZJWL-9.3.1.1-2] finds a row that was altered behind the application, tells once, and settles it when it is put back', async () => {
    const [victim] = [await add('10000000001'), await add('10000000002')]
    const told: string[] = []
    const check = () =>
      checkIntegrity(
        {
          store,
          clock,
          ids,
          sealer,
          onAltered: async (alteration) => {
            told.push(`${alteration.table}/${alteration.row}`)
          },
        },
        guarded,
      )
    expect(await check()).toEqual({ rows: 2, altered: 0 })
    await store.run("UPDATE test_people SET role = 'admin' WHERE id = ?", [victim])
    expect(await check()).toEqual({ rows: 2, altered: 1 })
    expect(await check()).toEqual({ rows: 2, altered: 1 })
    expect(told).toEqual([`test_people/${victim}`])
    await store.run("UPDATE test_people SET role = 'grid' WHERE id = ?", [victim])
    expect(await check()).toEqual({ rows: 2, altered: 0 })
    const findings = await store.rows<{ settled_at: number | null }>('SELECT settled_at FROM integrity_findings')
    expect(findings).toEqual([{ settled_at: clock.now() }])
  })
})
