import { randomBytes } from 'node:crypto'
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { manualClock } from '../../../test/manual-clock.ts'
import { describeStores } from '../../../test/stores.ts'
import { createIds, systemRandom } from '../ports/system.ts'
import type { Store } from '../store/store.ts'
import { createCryptoProvider } from './create.ts'
import { createSealer } from './create-sealer.ts'
import { kekFile, kekFrom } from './kek.ts'
import { changeKek, keyGrace, keyPurposes, openKeyring } from './keyring.ts'
import { watchKeyring } from './watch-keyring.ts'

const crypto = createCryptoProvider()
const random = systemRandom
const place = { table: 'people', column: 'id_number', row: 'r1' }

function setup(store: Store, kek = kekFrom({ LIREN_KEY: randomBytes(32).toString('hex'), LIREN_DATA: '' })) {
  const clock = manualClock()
  return { clock, open: () => openKeyring({ store, crypto, clock, random, ids: createIds(clock, random), kek }) }
}

describeStores('the keyring', (openStore) => {
  it('makes a key for every purpose once, whoever starts first', async () => {
    const store = await openStore()
    const { open } = setup(store)
    const rings = await Promise.all([open(), open(), open()])
    for (const purpose of keyPurposes) {
      expect(rings[0]?.currentVersion(purpose)).toBe(1)
      expect(new Set(rings.map((ring) => ring.secret(purpose, 1, '').toString('hex'))).size).toBe(1)
    }
    const rows = await store.rows<{ n: number }>('SELECT COUNT(*) AS n FROM key_versions')
    expect(Number(rows[0]?.n)).toBe(keyPurposes.length)
  })

  it('keeps nothing in the database that opens without the key of keys', async () => {
    const store = await openStore()
    const ring = await setup(store).open()
    const dump = JSON.stringify(await store.rows('SELECT * FROM key_versions'))
    for (const { purpose, version } of ring.versions) {
      const secret = ring.secret(purpose, version, '')
      for (const form of ['hex', 'base64', 'base64url', 'latin1'] as const) expect(dump).not.toContain(secret.toString(form).slice(0, 20))
    }
    expect(dump).not.toContain('PRIVATE')
  })

  it('refuses another key of keys and says which one is wanted', async () => {
    const store = await openStore()
    await setup(store).open()
    await expect(setup(store).open()).rejects.toThrow(/LIREN_KEY holds the key [0-9a-f]{16}, but the database was sealed with the key/)
  })

  it('notices a wrapped key that was altered or exchanged', async () => {
    const store = await openStore()
    const { open } = setup(store)
    await open()
    await store.run(
      "UPDATE key_versions SET wrapped = (SELECT w FROM (SELECT wrapped AS w FROM key_versions WHERE purpose = 'row') x) WHERE purpose = 'seal'",
    )
    await expect(open()).rejects.toThrow('altered')
  })

  it('uses a new version only when every process has had time to read it', async () => {
    const store = await openStore()
    const { open, clock } = setup(store)
    const [ours, theirs] = [await open(), await open()]
    expect(await ours.rotate('seal')).toBe(2)
    await ours.refresh()
    expect(ours.currentVersion('seal')).toBe(1)
    await clock.advance(keyGrace - 1)
    expect(ours.currentVersion('seal')).toBe(1)
    await theirs.refresh()
    await clock.advance(1)
    expect([ours, theirs].map((ring) => ring.currentVersion('seal'))).toEqual([2, 2])
    expect(ours.versions.filter((key) => key.purpose === 'seal').map((key) => key.state)).toEqual(['retired', 'current'])
    const sealed = createSealer(crypto, ours, random).seal('x', place)
    expect(createSealer(crypto, theirs, random).open(sealed, place)).toBe('x')
  })

  it('reads again by itself, and goes on when the store was away', async () => {
    const store = await openStore()
    const { open, clock } = setup(store)
    const [ours, theirs] = [await open(), await open()]
    const told: unknown[] = []
    let away = true
    const flaky = { ...theirs, refresh: () => (away ? Promise.reject(new Error('away')) : theirs.refresh()) }
    const stop = watchKeyring(flaky, clock, { error: (what: unknown) => told.push(what) } as never)
    await ours.rotate('audit')
    await clock.advance(10_000)
    expect(told).toHaveLength(1)
    away = false
    await clock.advance(10_000)
    await expect.poll(() => theirs.versions.some((key) => key.purpose === 'audit' && key.version === 2), { timeout: 10_000 }).toBe(true)
    stop()
  })

  it('destroys a version: what was sealed under it is dead in every process', async () => {
    const store = await openStore()
    const { open, clock } = setup(store)
    const [ours, theirs] = [await open(), await open()]
    const [sealer, other] = [createSealer(crypto, ours, random), createSealer(crypto, theirs, random)]
    const old = sealer.seal('33010019900101123X', place)
    await expect(ours.destroy('seal', 1)).rejects.toThrow('in use; rotate first')
    await ours.rotate('seal')
    await clock.advance(keyGrace)
    for (const ring of [ours, theirs]) await ring.refresh()
    expect(other.open(old, place)).toBe('33010019900101123X')
    await ours.destroy('seal', 1)
    await expect(ours.destroy('seal', 1)).rejects.toThrow('no version 1')
    for (const ring of [ours, theirs]) await ring.refresh()
    for (const one of [sealer, other, createSealer(crypto, await open(), random)]) {
      expect(() => one.open(old, place)).toThrow('was destroyed')
      expect(one.open(one.seal('new', place), place)).toBe('new')
    }
  })
})

describe('the key of keys', () => {
  let folder = ''
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'liren-kek-'))
  })
  afterAll(() => rmSync(folder, { recursive: true }))

  it('is made once in a file that only its owner may read', () => {
    const source = kekFile(join(folder, 'made', 'keys', 'kek'))
    expect(source.read()).toBeUndefined()
    const key = source.create()
    expect(key).toHaveLength(32)
    expect(kekFile(source.where).create()).toEqual(key)
    expect(source.read()).toEqual(key)
    if (process.platform !== 'win32') expect(statSync(source.where).mode & 0o777).toBe(0o600)
    expect(existsSync(`${source.where}.${process.pid}.new`)).toBe(false)
  })

  it.runIf(process.platform !== 'win32')('is refused when others may read it', () => {
    const source = kekFile(join(folder, 'open', 'kek'))
    source.create()
    chmodSync(source.where, 0o644)
    expect(() => source.read()).toThrow('chmod 600')
  })

  it('is refused when it is no key', () => {
    for (const text of ['', 'secret', '00'.repeat(32), 'ab'.repeat(16), 'g'.repeat(64), randomBytes(15).toString('hex')])
      expect(() => kekFrom({ LIREN_KEY: `${text} `, LIREN_DATA: folder }).read(), text).toThrow('LIREN_KEY')
    const path = join(folder, 'bad')
    writeFileSync(path, 'nonsense\n', { mode: 0o600 })
    expect(() => kekFile(path).read()).toThrow('not a key')
    expect(readFileSync(path, 'utf8')).toBe('nonsense\n')
  })

  it('is taken from the setting before the file', () => {
    const text = randomBytes(16).toString('hex')
    expect(kekFrom({ LIREN_KEY: text, LIREN_DATA: folder }).read()?.toString('hex')).toBe(text)
    expect(kekFrom({ LIREN_KEY: '', LIREN_DATA: folder }).where).toBe(join(folder, 'keys', 'kek'))
  })
})

describeStores('a database without its key', (openStore) => {
  it('is not given a new one', async () => {
    const store = await openStore()
    await setup(store).open()
    const folder = mkdtempSync(join(tmpdir(), 'liren-kek-'))
    const lost = kekFile(join(folder, 'keys', 'kek'))
    await expect(setup(store, lost).open()).rejects.toThrow(/is missing, and the database was sealed with the key [0-9a-f]{16}/)
    expect(existsSync(lost.where)).toBe(false)
    rmSync(folder, { recursive: true })
  })
})

describeStores('changing the key of keys', (openStore) => {
  const folders: string[] = []
  afterAll(() => {
    for (const folder of folders) rmSync(folder, { recursive: true })
  })
  async function sealed() {
    const store = await openStore()
    const folder = mkdtempSync(join(tmpdir(), 'liren-kek-'))
    folders.push(folder)
    const kek = kekFile(join(folder, 'kek'))
    const { open, clock } = setup(store, kek)
    const ring = await open()
    await ring.rotate('seal')
    await clock.advance(keyGrace)
    await ring.refresh()
    const value = createSealer(crypto, ring, random).seal('里仁', place)
    await ring.destroy('seal', 1)
    return { store, kek, open, value, path: kek.where }
  }

  it('leaves every sealed value as it was and the old key without use', async () => {
    const { store, kek, open, value, path } = await sealed()
    const old = readFileSync(path, 'utf8')
    const id = await changeKek({ store, crypto, random, kek })
    expect(readFileSync(path, 'utf8')).not.toBe(old)
    expect(existsSync(`${path}.next`)).toBe(false)
    expect(createSealer(crypto, await open(), random).open(value, place)).toBe('里仁')
    writeFileSync(path, old)
    await expect(open()).rejects.toThrow(`the database was sealed with the key ${id}`)
  })

  it('is finished at the next start when it was interrupted, and not begun by a failure', async () => {
    const { store, kek, open, value, path } = await sealed()
    const { successor } = kek
    if (!successor) throw new Error('a file has a successor')
    const stuck = {
      ...kek,
      successor: {
        ...successor,
        promote: () => {
          throw new Error('killed')
        },
      },
    }
    await expect(changeKek({ store, crypto, random, kek: stuck })).rejects.toThrow('killed')
    expect(existsSync(`${path}.next`)).toBe(true)
    expect(createSealer(crypto, await open(), random).open(value, place)).toBe('里仁')
    expect(existsSync(`${path}.next`)).toBe(false)

    const before = await store.rows('SELECT * FROM key_versions ORDER BY id')
    const broken = { ...store, tx: () => Promise.reject(new Error('the database is away')) } as unknown as Store
    await expect(changeKek({ store: broken, crypto, random, kek })).rejects.toThrow('away')
    expect(await store.rows('SELECT * FROM key_versions ORDER BY id')).toEqual(before)
    expect(createSealer(crypto, await open(), random).open(value, place)).toBe('里仁')
  })

  it('is refused where the key is a setting', async () => {
    const store = await openStore()
    const kek = kekFrom({ LIREN_KEY: randomBytes(32).toString('hex'), LIREN_DATA: '' })
    await setup(store, kek).open()
    await expect(changeKek({ store, crypto, random, kek })).rejects.toThrow('LIREN_KEY is a setting')
  })
})
