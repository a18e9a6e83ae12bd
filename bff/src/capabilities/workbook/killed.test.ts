import { type ChildProcess, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { type AddressInfo, createServer } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { unzipSync, zipSync } from 'fflate'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startTestApp, type TestApp } from '../../../test/app.ts'
import { peek } from '../../../test/peek.ts'
import { describeStore } from '../../../test/stores.ts'
import { makeVillage, type Village } from '../../../test/village.ts'
import type { OutCell } from '../../kernel/workbook/write.ts'
import { tidyImports } from './imports/tidy.ts'
import { apply, dryRun, importOf, upload, workbookOf } from './testing.ts'

/** A port that nobody listened on a moment ago. */
const freePort = () =>
  new Promise<number>((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo
      server.close(() => resolve(port))
    })
  })

const program = fileURLToPath(new URL('../../main.ts', import.meta.url))
const head = ['所在空间', '姓名*', '证件类型*', '人口类型*']
const person = (name: string): OutCell[] => ['3-1-1201', name, '暂无证件', '常住人口']

describeStore('sqlite', 'a house that is killed while it imports', (open) => {
  let app: TestApp
  let village: Village
  let url: string
  let child: ChildProcess | undefined
  beforeAll(async () => {
    // the other process opens the same file; what a test app opens is a database of its own
    const database = open.database.bind(open)
    const kept = Object.assign(() => Promise.reject(new Error('unused')), open, {
      database: async (options?: Parameters<typeof database>[0]) => {
        const made = await database(options)
        url = made.url
        return made
      },
    }) as unknown as typeof open
    app = await startTestApp(kept, { settings: { LIREN_RATE_FACTOR: '50' }, start: Date.now() })
    village = await makeVillage(app)
  })
  afterAll(async () => {
    child?.kill('SIGKILL')
    await app.close()
  })

  const people = () => ({ archive: 'person', placeId: village.estate.id })
  const count = async (sql: string, params: string[] = []) => Number((await app.kernel.store.rows<{ n: number }>(sql, params))[0]?.n)

  it('goes on where it stopped when it is started again, and nothing is there twice or by half', async () => {
    const token = village.tokens.officer
    const total = 1500
    const rows = Array.from({ length: total }, (_, n) => person(`尉迟${String(n).padStart(4, '0')}`))
    const { id, version } = await dryRun(app, token, people(), await workbookOf([head, ...rows]))
    const confirmed = await app.call('POST', `/api/workbooks/imports/${id}/confirm`, { token, body: { version } })
    expect(confirmed.status).toBe(202)

    // a house of its own works on it now, by the clock on the wall
    child = spawn(process.execPath, ['--import', 'tsx', program], {
      stdio: ['ignore', 'ignore', 'inherit'],
      env: {
        // settings of whoever runs the tests are none of its own
        ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('LIREN_'))),
        ...{ LIREN_DATA: app.dataFolder, LIREN_DB_URL: url, LIREN_PORT: String(await freePort()), LIREN_LOG_LEVEL: 'silent' },
      },
    })
    const ended = new Promise<string | null>((resolve) => child?.once('close', (_code, signal) => resolve(signal)))
    const applied = () => count("SELECT COUNT(*) AS n FROM workbook_rows WHERE import_id = ? AND state = 'applied'", [id])
    let before = 0
    for (let round = 0; round < 4000 && before === 0; round++) {
      await wait(5)
      before = await applied()
    }
    child.kill('SIGKILL')
    expect(await ended).toBe('SIGKILL')
    before = await applied()
    expect(before).toBeGreaterThan(0)
    expect(before).toBeLessThan(total)

    // what it had kept is whole: a file, its history and its row for each, and the page says how far it is
    const files = () => count('SELECT COUNT(*) AS n FROM archive_changes WHERE reason LIKE ?', ['名册.xlsx #%'])
    expect(await files()).toBe(before)
    expect(await importOf(app, token, id)).toMatchObject({ state: 'applying', rows: { applied: before, ready: total - before } })

    for (let round = 0; round < 60 && (await importOf(app, token, id)).state !== 'applied'; round++) {
      await app.clock.advance(100_000)
      await tidyImports(app.kernel, app.clock.now())
      await app.house.worker.round()
    }
    expect(await importOf(app, token, id)).toMatchObject({ state: 'applied', rows: { applied: total, ready: 0, faulty: 0 } })
    expect(await files()).toBe(total)
    const [kept] = await peek<{ n: number }>(app.kernel.store, 'SELECT COUNT(*) AS n FROM people')
    expect(Number(kept?.n)).toBe(total)
  }, 180_000)

  it('takes a large workbook with pictures in it, and refuses one of more than 20 MB', async () => {
    const token = await app.tokenOf(village.ids.officer, 'admin')
    const plain = unzipSync(new Uint8Array(await workbookOf([head, person('司马一'), person('司马二')])))
    const withPicture = (bytes: number) =>
      Buffer.from(zipSync({ ...plain, 'xl/media/image1.jpeg': new Uint8Array(randomBytes(bytes)) }, { level: 0 }))
    const done = await apply(app, token, await dryRun(app, token, people(), withPicture(8 * 1024 * 1024)))
    expect(done.rows).toMatchObject({ applied: 2, faulty: 0 })
    const tooLarge = await upload(app, token, people(), withPicture(20.1 * 1024 * 1024))
    expect(tooLarge.error?.code).toBe('workbook.too-large')
  }, 180_000)
})
