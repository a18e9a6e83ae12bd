import { randomBytes } from 'node:crypto'
import { cpSync, existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { setTimeout as wait } from 'node:timers/promises'
import { type BackupOptions, backup as save } from '@liren/bff/engines/backup/backup'
import { createCensus, differences } from '@liren/bff/engines/backup/census'
import { censusOf, readManifest, restore, verify } from '@liren/bff/engines/backup/restore'
import { rowSet } from '@liren/bff/engines/backup/row-set'
import { changedDump, mergedDump, wholeDump } from '@liren/bff/engines/backup/rows'
import type { OpenedKernel } from '@liren/bff/kernel/open-kernel'
import { unscoped } from '@liren/bff/kernel/store/scope'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { engines, folder, forgetFolders, openHouse } from './engines.ts'

const backup = (options: Omit<BackupOptions, 'now'> & { now?: Date }) => save({ now: new Date(), ...options })
afterAll(forgetFolders)

const odd = ['O\'Neill; -- \\ "', '两行\n第二行', 'INSERT INTO `users` VALUES (1);', '🏡', '']
const settings = async (opened: OpenedKernel): Promise<number> =>
  (await opened.kernel.store.rows<{ name: string }>('SELECT name FROM platform_settings')).length

describe.each(engines)('saving and bringing back on %s', (engine, place) => {
  const data = folder()
  const db = place(data)
  const store = folder()
  let opened: OpenedKernel
  let saved: string

  const write = async (text: string, i: number) =>
    opened.kernel.store.run('INSERT INTO platform_settings (name, value, updated_at) VALUES (?, ?, ?)', [
      `test.${i}`,
      JSON.stringify(text),
      i,
    ])

  beforeAll(async () => {
    if (engine !== 'SQLite') await (await import('./server.ts')).createDatabase(db)
    opened = await openHouse(data, db)
    for (const [i, text] of odd.entries()) await write(text, i)
    writeFileSync(join(data, 'letter.txt'), 'kept')
  })
  afterAll(() => opened.close())

  test('[SZSQ-6.5-d] what is saved while others write is whole, and comes back into an empty place row by row', async () => {
    let writing = true
    let written = odd.length
    const writer = (async () => {
      while (writing) {
        await write('meanwhile', written)
        written += 1
        await wait(1)
      }
    })()
    saved = await backup({ db, data, to: store }).finally(() => {
      writing = false
    })
    await writer
    const manifest = readManifest(saved)
    expect(manifest.tables.platform_settings?.rows).toBeGreaterThanOrEqual(odd.length)
    expect(manifest.tables.platform_settings?.rows).toBeLessThanOrEqual(await settings(opened))
    expect(await verify(saved)).toEqual([])

    const newData = folder()
    const newDb = place(newData)
    // Keys are kept apart from backups, so they are brought from elsewhere.
    cpSync(join(data, 'keys'), join(newData, 'keys'), { recursive: true })
    expect((await restore({ from: saved, db: newDb, data: newData })).rows).toBe(
      Object.values(manifest.tables).reduce((sum, { rows }) => sum + rows, 0),
    )
    expect(readFileSync(join(newData, 'letter.txt'), 'utf8')).toBe('kept')
    const again = await openHouse(newData, newDb)
    const values = await again.kernel.store.rows<{ value: string }>(
      'SELECT value FROM platform_settings WHERE updated_at < 5 ORDER BY updated_at',
    )
    expect(values.map(({ value }) => JSON.parse(value))).toEqual(odd)
    await again.kernel.store.run("UPDATE platform_settings SET value = 'x' WHERE updated_at = 0")
    await again.close()
    // The comparison tells one changed value from none.
    expect(differences(manifest.tables, await censusOf(newDb)).filter((text) => text.startsWith('platform_settings'))).toHaveLength(1)
  }, 120_000)

  test('[ZJWL-9.1.5-2] the audit trail is in the backup, and altering or deleting of it is refused in what was restored as well', async () => {
    const entry = {
      actorKind: 'system',
      action: 'test.saved',
      subject: 'test',
      subjectId: null,
      placePath: null,
      result: 'done',
      ip: null,
      requestId: null,
      actorId: null,
    } as const
    await opened.kernel.audit.write(entry)
    const copy = await backup({ db, data, to: folder() })
    expect(readManifest(copy).tables.audit_entries?.rows).toBeGreaterThanOrEqual(1)
    const newData = folder()
    const newDb = place(newData)
    cpSync(join(data, 'keys'), join(newData, 'keys'), { recursive: true })
    await restore({ from: copy, db: newDb, data: newData })
    const again = await openHouse(newData, newDb)
    try {
      const { store: restored } = again.kernel
      expect(
        await unscoped(restored, 'a test looks at everything', {
          sql: "SELECT id FROM audit_entries WHERE action = 'test.saved'",
          params: [],
        }),
      ).toHaveLength(1)
      for (const sql of [
        "UPDATE audit_entries SET result = 'failed' WHERE action = 'test.saved'",
        "DELETE FROM audit_entries WHERE action = 'test.saved'",
      ])
        await expect(restored.run(sql), sql).rejects.toThrow('only ever added to')
    } finally {
      await again.close()
    }
  }, 120_000)

  test('neither keys nor the file of a running house are in a backup', () => {
    expect(readdirSync(saved).sort()).toEqual(['data.tar.gz', 'database.gz', 'files.gz', 'index.gz', 'manifest.json'])
    expect(statSync(saved).mode & 0o077).toBe(0)
    const target = folder()
    // A folder that holds more than keys is not written over.
    writeFileSync(join(target, 'mine'), 'mine')
    return expect(restore({ from: saved, db: place(folder()), data: target })).rejects.toThrow('is not empty, nothing was changed')
  })

  test('a database that holds something is not written over', async () => {
    await expect(restore({ from: saved, db, data: folder() })).rejects.toThrow('The database is not empty, nothing was changed')
    expect(await settings(opened)).toBeGreaterThanOrEqual(odd.length)
  })

  test('a damaged backup is refused before anything is touched', async () => {
    const copy = join(folder(), 'copy')
    cpSync(saved, copy, { recursive: true })
    const bytes = readFileSync(join(copy, 'database.gz'))
    bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] as number) ^ 1
    writeFileSync(join(copy, 'database.gz'), bytes)
    const target = folder()
    await expect(restore({ from: copy, db: place(target), data: target })).rejects.toThrow('checksum differs')
    expect(readdirSync(target)).toEqual([])
  })

  test('a sealed backup shows nothing without its key, and everything with it', async () => {
    const keyFile = join(folder(), 'key')
    writeFileSync(keyFile, 'ab'.repeat(32))
    const sealed = await backup({ db, data, to: folder(), keyFile })
    expect(readFileSync(join(sealed, 'database.gz')).subarray(0, 2)).not.toEqual(Buffer.from([0x1f, 0x8b]))
    await expect(restore({ from: sealed, db: place(folder()), data: folder() })).rejects.toThrow('give the key')
    const wrong = join(folder(), 'wrong')
    writeFileSync(wrong, 'cd'.repeat(32))
    await expect(restore({ from: sealed, db: place(folder()), data: folder(), keyFile: wrong })).rejects.toThrow(
      'cannot be opened with this key',
    )
    const target = folder()
    await restore({ from: sealed, db: place(target), data: target, keyFile })
    expect(existsSync(join(target, 'letter.txt'))).toBe(true)
  }, 120_000)

  test('an increment holds what changed since the full backup, and with it gives back every row and file', async () => {
    const keyFile = join(folder(), 'key')
    writeFileSync(keyFile, 'ab'.repeat(32))
    const shelf = folder()
    for (const name of ['stays.bin', 'goes.bin', 'changes.bin']) writeFileSync(join(data, name), randomBytes(100_000))
    // More rows than are counted in one breath.
    await opened.kernel.store.tx(async (tx) => {
      for (let i = 0; i < 4500; i++)
        await opened.kernel.store.run(
          'INSERT INTO platform_settings (name, value, updated_at) VALUES (?, ?, ?)',
          [`many.${i}`, `"${'x'.repeat(100)} ${i}"`, 2_000_000 + i],
          tx,
        )
    })
    const full = await backup({ db, data, to: shelf, keyFile, now: new Date('2026-03-01T00:00:00Z') })

    await opened.kernel.store.run('UPDATE platform_settings SET value = \'"changed"\' WHERE updated_at = 2000007')
    await opened.kernel.store.run('DELETE FROM platform_settings WHERE updated_at = 2000009')
    for (const [i, text] of odd.entries()) await write(`${text} later`, 3_000_000 + i)
    rmSync(join(data, 'goes.bin'))
    writeFileSync(join(data, 'changes.bin'), 'now short')
    writeFileSync(join(data, 'new.bin'), 'new')
    const first = await backup({ db, data, to: shelf, keyFile, since: full, now: new Date('2026-03-02T00:00:00Z') })
    await write('the day after', 4_000_000)
    const second = await backup({ db, data, to: shelf, keyFile, since: full, now: new Date('2026-03-03T00:00:00Z') })

    const size = (path: string) => readdirSync(path).reduce((sum, name) => sum + statSync(join(path, name)).size, 0)
    expect(size(first)).toBeLessThan(size(full) / 2)
    for (const [from, last] of [
      [first, false],
      [second, true],
    ] as const) {
      const target = folder()
      const newDb = place(target)
      await restore({ from, db: newDb, data: target, keyFile })
      expect(differences(readManifest(from).tables, await censusOf(newDb))).toEqual([])
      cpSync(join(data, 'keys'), join(target, 'keys'), { recursive: true })
      const again = await openHouse(target, newDb)
      const values = await again.kernel.store.rows<{ updated_at: number; value: string }>(
        'SELECT updated_at, value FROM platform_settings WHERE updated_at >= 2000000 ORDER BY updated_at',
      )
      await again.close()
      const of = (at: number) => values.find((row) => row.updated_at === at)?.value
      expect([of(2_000_007), of(2_000_009), of(4_000_000) !== undefined]).toEqual(['"changed"', undefined, last])
      expect(odd.map((_, i) => JSON.parse(of(3_000_000 + i) ?? 'null'))).toEqual(odd.map((text) => `${text} later`))
      expect(['stays.bin', 'goes.bin', 'new.bin'].map((name) => existsSync(join(target, name)))).toEqual([true, false, true])
      expect(readFileSync(join(target, 'changes.bin'), 'utf8')).toBe('now short')
      expect(readFileSync(join(target, 'stays.bin')).equals(readFileSync(join(data, 'stays.bin')))).toBe(true)
    }

    // An increment alone, on another increment, or on a damaged full backup is refused.
    await expect(backup({ db, data, to: shelf, keyFile, since: first })).rejects.toThrow('increments follow a full backup')
    const alone = join(folder(), 'alone')
    cpSync(first, alone, { recursive: true })
    await expect(restore({ from: alone, db: place(folder()), data: folder(), keyFile })).rejects.toThrow('does not lie beside it')
    const bytes = readFileSync(join(full, 'index.gz'))
    bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] as number) ^ 1
    writeFileSync(join(full, 'index.gz'), bytes)
    expect(await verify(first)).toEqual(['index.gz is not what was saved: its checksum differs'])
    await expect(backup({ db, data, to: shelf, keyFile, since: full })).rejects.toThrow('The full backup is damaged')
  }, 120_000)

  // SQLite keeps no log to go on with.
  if (engine !== 'SQLite')
    test('[CSPSTC-4.7-1] [SZSQ-6.5-e] what was written after the last backup comes back from the log of the lost database', async () => {
      for (let i = 0; i < 50; i++) await write(`after the backup ${i}`, 1_000_000 + i)
      await opened.kernel.store.run('UPDATE platform_settings SET value = \'"changed"\' WHERE updated_at = 1000007')
      await opened.kernel.store.run('DELETE FROM platform_settings WHERE updated_at = 1000009')
      const target = folder()
      const newDb = place(target)
      const log = await (await import('./server.ts')).logFolder(db)
      await restore({ from: saved, db: newDb, data: target, log, logDatabase: new URL(db).pathname.slice(1) })
      expect(differences(await censusOf(db), await censusOf(newDb))).toEqual([])
      // Without the log the backup alone is older than that.
      const older = folder()
      const oldDb = place(older)
      await restore({ from: saved, db: oldDb, data: older })
      expect(differences(await censusOf(db), await censusOf(oldDb)).join()).toContain('platform_settings')
    }, 120_000)
})

test('the dump of an increment joins with the full one, over texts with line breaks as well', async () => {
  const row = (id: number, text: string) => `INSERT INTO public.t VALUES (${id}, '${text}');`
  const dump = (...rows: string[]) =>
    Readable.from([Buffer.from(['CREATE TABLE public.t (id int);', ...rows, '', '-- end', ''].join('\n'))])
  const text = async (source: AsyncIterable<unknown>) => {
    const parts: Buffer[] = []
    for await (const part of source) parts.push(part as Buffer)
    return Buffer.concat(parts).toString()
  }
  const before = [row(1, 'a\n\n-- b'), row(2, "it''s\nCREATE x"), row(3, 'gone')]
  const after = [row(1, 'a\n\n-- b'), row(2, 'other'), row(4, 'new\nINSERT INTO public.t VALUES (5);')]
  const whole = wholeDump(dump(...before), true)
  const full = await text(whole.out)
  const since = changedDump(dump(...after), await rowSet(whole.rows()), true)
  const increment = await text(since.out)
  expect(increment).not.toContain('-- b')
  const joined = await mergedDump(
    Readable.from([Buffer.from(full)]),
    since.rows(),
    Readable.from([Buffer.from(increment)]),
    join(folder(), 'room'),
    true,
  )
  expect((await text(joined)).split('\n').sort()).toEqual((await text(dump(...after))).split('\n').sort())
})

test('rows are counted in any order, and one that differs is noticed', () => {
  const census = (...rows: string[]) => {
    const made = createCensus()
    for (const row of rows) made.line(`INSERT INTO \`t\` VALUES (${row});`)
    return made.done()
  }
  expect(differences(census('1', '2'), census('2', '1'))).toEqual([])
  expect(differences(census('1', '2'), census('1', '3'))).toEqual(['t: 2 rows, but not the same ones'])
  expect(differences(census('1', '2'), census('1'))).toEqual(['t: 2 rows were saved, 1 are there'])
})
