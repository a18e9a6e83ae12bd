import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { describeStores, type TestDatabase } from '../test/stores.ts'
import { auditTrail, entryAt, type Trail, withoutTriggers } from './kernel/audit/testing.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const program = fileURLToPath(new URL('./audit-verify.ts', import.meta.url))

describeStores('npm run audit:verify', (openStore) => {
  let database: TestDatabase
  let trail: Trail
  const folder = mkdtempSync(join(tmpdir(), 'liren-verify-'))

  beforeAll(async () => {
    database = await openStore.database()
    trail = await auditTrail(database.store, { folder: join(folder, 'audit-checkpoints') })
    await trail.write(10)
    await trail.seal({ checkpointNow: true })
  })
  afterAll(() => rmSync(folder, { recursive: true }))

  const verify = (args: string[] = [], settings: Record<string, string> = {}) =>
    new Promise<{ code: number | null; output: string }>((resolve) => {
      const env = { PATH: process.env.PATH, LIREN_DB_URL: database.url, LIREN_DATA: folder, LIREN_KEY: trail.key, ...settings }
      const child = spawn(process.execPath, ['--import', 'tsx', program, ...args], { cwd: root, env })
      let output = ''
      for (const stream of [child.stdout, child.stderr]) stream.on('data', (part) => (output += part))
      child.on('exit', (code) => resolve({ code, output }))
    })

  it('says that an untouched trail is sound, and changes nothing', async () => {
    expect(await verify()).toEqual({
      code: 0,
      output: 'The audit trail is sound: 10 entries, 2 signed statements, 0 waiting for their number.\n',
    })
    expect(existsSync(join(folder, 'keys'))).toBe(false)
  }, 60_000)

  it('refuses what it does not understand with one sentence and its own exit code', async () => {
    expect(await verify(['--all'])).toMatchObject({ code: 2, output: expect.stringContaining('--all is not understood') })
    expect(await verify([], { LIREN_KEY: '' })).toMatchObject({ code: 2, output: expect.stringMatching(/keys.kek is missing/) })
    const stranger = await verify([], { LIREN_KEY: '0123456789abcdef0123456789abcdef' })
    expect(stranger).toMatchObject({ code: 2, output: expect.stringContaining('the database was sealed with the key') })
    expect(existsSync(join(folder, 'keys')), 'no key was made').toBe(false)
  }, 60_000)

  it('names the broken entry and exits with 1', async () => {
    const kept = join(folder, 'kept.jsonl')
    const lines: string[] = []
    for await (const line of trail.witness.lines()) lines.push(JSON.stringify(line))
    writeFileSync(kept, lines.join('\n'))
    expect((await verify(['--kept', kept])).code).toBe(0)
    await withoutTriggers(trail.store)
    const id = await entryAt(trail.store, 7)
    await trail.store.run("UPDATE audit_entries SET result = 'refused' WHERE id = ?", [id])
    const { code, output } = await verify(['--kept', kept])
    expect(code).toBe(1)
    expect(output).toContain(`edited       number 7, entry ${id}`)
    const report = JSON.parse((await verify(['--json'])).output)
    expect(report).toMatchObject({ ok: false, findings: [{ class: 'edited', seq: 7, entryId: id }] })
  }, 60_000)
})
