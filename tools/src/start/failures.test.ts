import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { readConfig } from '@liren/bff/kernel/config'
import { openKernel } from '@liren/bff/kernel/open-kernel'
import * as migrations from '@liren/bff/migrations'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { newFolder, somePort, startHouse } from './testing.ts'

const folders: string[] = []
let folder: string
let port: string

beforeEach(async () => {
  folder = newFolder()
  folders.push(folder)
  port = String(await somePort())
})
afterAll(() => {
  for (const made of folders) rmSync(made, { recursive: true, force: true })
})

/** Starts, expects that it ends badly, and gives what it said: a sentence in each language and nothing that looks like a trace. */
async function refusal(env: Record<string, string>): Promise<string> {
  const run = startHouse({ LIREN_DATA: folder, LIREN_PORT: port, ...env })
  expect(await run.ended).toBe(1)
  const text = run.output()
  expect(text).toMatch(/✗ .*[\u4e00-\u9fff].*\n {2}\S/)
  expect(text).not.toMatch(/\n\s+at /)
  return text
}

const digest = (file: string): string => createHash('sha256').update(readFileSync(file)).digest('hex')

/** A data folder as the first start leaves it, without the community. */
async function openedOnce(): Promise<void> {
  const opened = await openKernel(readConfig({ LIREN_DATA: folder, LIREN_LOG_LEVEL: 'silent' }), migrations)
  await opened.kernel.store.run('CREATE TABLE canary (word VARCHAR(20))')
  await opened.close()
}

describe('a start that cannot be', () => {
  test('a misspelt setting is refused with the name that was meant', async () => {
    const text = await refusal({ LIREN_PROT: '1' })
    expect(text).toContain('LIREN_PROT is not a setting; did you mean LIREN_PORT?')
    expect(text).toContain('没有 LIREN_PROT 这个设置项，是否想写 LIREN_PORT？')
  })

  test('a value that cannot be is refused with what it may be, all of them at once', async () => {
    const text = await refusal({ LIREN_DEMO_PROFILE: 'huge', LIREN_PORT: '70000' })
    expect(text).toContain('LIREN_DEMO_PROFILE=huge is not valid: one of small, standard, full')
    expect(text).toContain('LIREN_PORT=70000 is not valid: at most 65535')
    expect(text).toContain('LIREN_DEMO_PROFILE=huge 不可用：可填 small、standard、full')
  })

  test('a value of another form is refused with the form, and a secret is not repeated', async () => {
    const text = await refusal({ LIREN_PORT: 'seven', LIREN_KEY: 'top-secret', LIREN_HOOK_HOSTS: '**' })
    expect(text).toContain('LIREN_PORT=seven is not valid: a number')
    expect(text).toContain('LIREN_PORT=seven 不可用：应为数字')
    expect(text).toContain('LIREN_KEY=… is not valid: [0-9a-f]{32,64}')
    expect(text).toContain('LIREN_HOOK_HOSTS=** is not valid: not in the form that it takes: Private addresses that may be sent to')
    expect(text).not.toContain('top-secret')
  })

  test('a busy port is named, and whoever holds it is left alone', async () => {
    const holder = createServer((_, response) => response.end('mine'))
    await new Promise<void>((resolve) => holder.listen(Number(port), '127.0.0.1', resolve))
    const text = await refusal({})
    expect(text).toContain(`Port 127.0.0.1:${port} is in use`)
    // Said at once: nothing is prepared for a house that cannot open.
    expect(readdirSync(folder)).toEqual([])
    expect(await (await fetch(`http://127.0.0.1:${port}`)).text()).toBe('mine')
    await new Promise((resolve) => holder.close(resolve))
  })

  test('an address that is not of this machine is refused', async () => {
    expect(await refusal({ LIREN_HOST: '203.0.113.9' })).toContain('check LIREN_HOST')
  })

  test('a folder that cannot be written is named', async () => {
    writeFileSync(join(folder, 'file'), '')
    expect(await refusal({ LIREN_DATA: join(folder, 'file', 'data') })).toContain(`${join(folder, 'file', 'data')} cannot be written`)
  })

  test.runIf(existsSync('/proc/self'))('a folder of the system, where none can be made, is named as well', async () => {
    expect(await refusal({ LIREN_DATA: '/proc/liren/data' })).toContain('/proc/liren/data cannot be written')
  })

  test('a folder that another Liren uses is left to it', async () => {
    writeFileSync(join(folder, 'running.pid'), String(process.pid))
    expect(await refusal({})).toContain(`is being used by another Liren (process ${process.pid})`)
  })

  test('a damaged database is told and not touched', async () => {
    const file = join(folder, 'liren.db')
    writeFileSync(file, `SQLite format 3\0${'garbage'.repeat(2000)}`)
    const before = digest(file)
    expect(await refusal({})).toContain('The database file is damaged; nothing was changed')
    expect(digest(file)).toBe(before)
  })

  test('a database of a newer version is told and not touched', async () => {
    await openedOnce()
    const opened = await openKernel(readConfig({ LIREN_DATA: folder, LIREN_LOG_LEVEL: 'silent' }), migrations)
    await opened.kernel.store.run("INSERT INTO schema_migrations (name, applied_at) VALUES ('9999-from-the-future', 1)")
    await opened.close()
    const before = digest(join(folder, 'liren.db'))
    expect(await refusal({})).toContain('written by a newer version of the program: 9999-from-the-future')
    expect(digest(join(folder, 'liren.db'))).toBe(before)
  })

  test('a key that is missing while sealed data waits for it is told, and no new key takes its place', async () => {
    await openedOnce()
    rmSync(join(folder, 'keys'), { recursive: true })
    expect(await refusal({})).toContain(join(folder, 'keys', 'kek'))
    expect(() => readFileSync(join(folder, 'keys', 'kek'))).toThrow(/ENOENT/)
  })

  test('another key than the one that sealed the data is told', async () => {
    await openedOnce()
    expect(await refusal({ LIREN_KEY: 'ab'.repeat(32) })).toMatch(/LIREN_KEY/)
  })

  test('a database server that is not there is told without its password', async () => {
    const text = await refusal({ LIREN_DB_URL: 'mysql://liren:top-secret@127.0.0.1:9/liren' })
    expect(text).toContain('The database cannot be reached')
    expect(text).not.toContain('top-secret')
  })

  test('the people of the demonstration are not let into a real house', async () => {
    await openedOnce()
    const opened = await openKernel(readConfig({ LIREN_DATA: folder, LIREN_LOG_LEVEL: 'silent' }), migrations)
    await opened.kernel.store.run(
      `INSERT INTO users (id, account, name_sealed, class, place_path, valid_from_at, valid_until_at, idle_minutes, max_failures, persona, row_mac, created_at)
       VALUES ('00000000000000000000000001', 'admin', 'x', 'city', '/', 0, 1, 1, 1, 'administrator', 'x', 0)`,
    )
    await opened.close()
    expect(await refusal({ LIREN_DEMO: 'off' })).toContain('still holds accounts of the demo community, whose passwords are public')
  })

  test('a trace is printed only when it is asked for', async () => {
    mkdirSync(join(folder, 'liren.db'))
    const run = startHouse({ LIREN_DATA: folder, LIREN_PORT: port, LIREN_DEBUG: '1' })
    expect(await run.ended).toBe(1)
    expect(run.output()).toMatch(/\n\s+at /)
  })

  test('an option nobody knows is refused, and help explains those there are', async () => {
    const wrong = startHouse({}, ['--hlep'])
    expect(await wrong.ended).toBe(1)
    expect(wrong.output()).toContain('--hlep')
    const help = startHouse({}, ['--help'])
    expect(await help.ended).toBe(0)
    expect(help.output()).toContain('LIREN_DEMO_PROFILE')
  })

  test('the settings are told while a house runs, and without building anything', async () => {
    const holder = createServer()
    await new Promise<void>((resolve) => holder.listen(Number(port), '127.0.0.1', resolve))
    try {
      const run = startHouse({ LIREN_PORT: port }, ['--settings'])
      expect(await run.ended).toBe(0)
      expect(run.output()).toContain('LIREN_DEMO_PROFILE')
      expect(run.output()).not.toContain('building')
    } finally {
      holder.close()
    }
  })

  test('whoever reads only the first line of the settings is not answered with a trace', async () => {
    const program = fileURLToPath(new URL('../../../start.mjs', import.meta.url))
    const run = spawn(process.execPath, [program, '--settings'], { stdio: ['ignore', 'pipe', 'pipe'] })
    let said = ''
    run.stderr.on('data', (chunk) => {
      said += chunk
    })
    run.stdout.destroy()
    expect(await new Promise((ended) => run.once('close', ended))).toBe(0)
    expect(said).not.toMatch(/\n\s+at /)
  })
})
