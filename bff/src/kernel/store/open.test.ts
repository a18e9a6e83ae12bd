import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { describeStores } from '../../../test/stores.ts'
import { systemRandom } from '../ports/system.ts'
import { c, type Migration } from './ddl/ddl.ts'
import { migrate } from './migrate.ts'
import { openStore, type StoreOptions } from './open.ts'
import type { StoreError } from './store-error.ts'

const options: StoreOptions = { random: systemRandom }
const refusal = async (url: string, more: Partial<StoreOptions> = {}): Promise<StoreError> => {
  const opened = await openStore(url, { ...options, ...more }).catch((error: StoreError) => error)
  if (opened instanceof Error) return opened
  await opened.close()
  throw new Error(`${url} was opened`)
}
const things: Migration = {
  up: (m) => m.createTable('things', { id: c.id(), body: c.longText() }),
  down: (m) => m.dropTable('things'),
}
const oneSentence = (error: StoreError) => {
  expect(error.message).not.toContain('\n')
  expect(error.text.en).toBe(error.message)
  expect(error.text.zh.length).toBeGreaterThan(4)
}

describe('opening refuses in one sentence', () => {
  const folder = mkdtempSync(join(tmpdir(), 'liren-open-'))
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  it.each(['', 'liren.db', 'oracle://x/y', 'sqlite:', 'sqlite::memory:', 'mysql://', 'mysql://host', 'mysql://host:port/x'])(
    'an address like "%s"',
    async (url) => {
      const error = await refusal(url)
      expect(error.code).toBe('bad-url')
      oneSentence(error)
    },
  )

  it('a wrong address without repeating the password in it', async () => {
    expect((await refusal('mysql://root:geheim@:bad/x')).message).not.toContain('geheim')
  })

  it('a file that is no database, and leaves it as it was', async () => {
    const file = join(folder, 'letter.db')
    writeFileSync(file, 'Dear neighbours, '.repeat(100))
    const error = await refusal(`sqlite:${file}`)
    expect(error.code).toBe('damaged')
    expect(error.message).toContain('letter.db')
    oneSentence(error)
    expect(readFileSync(file, 'utf8')).toBe('Dear neighbours, '.repeat(100))
  })

  it('a database whose pages were overwritten, and leaves it as it was', async () => {
    const file = join(folder, 'torn.db')
    const store = await openStore(`sqlite:${file}`, options)
    await migrate(store, { m0001_things: things }, { now: () => 0 })
    for (let i = 0; i < 200; i++) await store.run('INSERT INTO things (id, body) VALUES (?, ?)', [`id${i}`, 'x'.repeat(300)])
    await store.rows('PRAGMA wal_checkpoint(TRUNCATE)')
    await store.close()
    const bytes = readFileSync(file)
    bytes.fill(0xa5, 8192, 16384)
    writeFileSync(file, bytes)
    const error = await refusal(`sqlite:${file}`)
    expect(error.code).toBe('damaged')
    oneSentence(error)
    expect(readFileSync(file).equals(bytes)).toBe(true)
  })

  it('a path whose folder cannot be made', async () => {
    writeFileSync(join(folder, 'a-file'), '')
    const error = await refusal(`sqlite:${join(folder, 'a-file', 'liren.db')}`)
    expect(error.code).toBe('unwritable')
    oneSentence(error)
  })

  it('a path that is a folder', async () => {
    mkdirSync(join(folder, 'house.db'))
    expect((await refusal(`sqlite:${join(folder, 'house.db')}`)).code).toBe('unwritable')
  })

  it('a folder that may not be written to', async () => {
    const locked = join(folder, 'locked')
    mkdirSync(locked)
    chmodSync(locked, 0o555)
    chmodSync(folder, 0o755)
    // Root may write everywhere, so a test that runs as root steps down for a moment.
    const isRoot = process.geteuid?.() === 0
    if (isRoot) process.seteuid?.(65534)
    try {
      expect((await refusal(`sqlite:${join(locked, 'liren.db')}`)).code).toBe('unwritable')
    } finally {
      if (isRoot) process.seteuid?.(0)
    }
  })

  it.each(['mysql', 'postgres'])('a %s server that is not there', async (scheme) => {
    const error = await refusal(`${scheme}://root:geheim@127.0.0.1:1/liren`)
    expect(error.code).toBe('unreachable')
    expect(error.message).toContain('127.0.0.1:1')
    expect(error.message).not.toContain('geheim')
    oneSentence(error)
  })

  describe('a server that accepts and says nothing', () => {
    const silent = createServer(() => {})
    let port = 0
    beforeAll(async () => {
      await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve))
      port = (silent.address() as { port: number }).port
    })
    afterAll(() => silent.close())
    it.each(['mysql', 'postgres'])(
      '%s',
      async (scheme) => expect((await refusal(`${scheme}://root@127.0.0.1:${port}/x`)).code).toBe('unreachable'),
      20_000,
    )
  })
})

it('a file needs nothing: it is made where the address says, with its folders', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'liren-open-'))
  const store = await openStore(`sqlite:${join(folder, 'a', 'b', 'liren.db')}`, options)
  await store.ping()
  await store.close()
  rmSync(folder, { recursive: true })
})

describeStores('a running database', (open) => {
  it('answers a ping, and says honestly that it is closed', async () => {
    const { url } = await open.database({ migrations: {} })
    const store = await openStore(url, { ...options, allowWeak: true })
    await store.ping()
    await store.close()
    for (const use of [store.ping(), store.rows('SELECT 1 AS one'), store.tx(async () => 1)]) {
      await expect(use).rejects.toMatchObject({ code: 'unreachable' })
    }
  })

  // the rest is about servers
  if (open.kind === 'sqlite') return

  it('refuses a wrong password and an unknown database, each with its own sentence', async () => {
    const { url } = await open.database({ migrations: {} })
    const stranger = new URL(url)
    stranger.username = 'stranger'
    stranger.password = 'geheim'
    const wrong = await refusal(stranger.href, { allowWeak: true })
    expect(wrong.code).toBe('credentials')
    expect(wrong.message).not.toContain('geheim')
    const nowhere = new URL(url)
    nowhere.pathname = '/nowhere'
    expect((await refusal(nowhere.href, { allowWeak: true })).code).toBe('no-database')
  })

  it('ends statements after the time that was set', async () => {
    const { url } = await open.database({ migrations: {} })
    const hasty = await openStore(url, { ...options, allowWeak: true, statementSeconds: 1 })
    const endless = open.kind === 'mysql' ? 'SELECT SLEEP(20) AS nap' : 'SELECT pg_sleep(20) AS nap'
    await expect(hasty.rows(endless)).rejects.toMatchObject({ code: 'timeout' })
    await hasty.close()
  }, 30_000)
})
