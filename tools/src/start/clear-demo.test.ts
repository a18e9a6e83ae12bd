import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { capabilities } from '@liren/bff/capabilities/all'
import { assertDemoGoesOn, readEnd } from '@liren/bff/capabilities/setup/demo/state'
import { isSetUp } from '@liren/bff/capabilities/setup/read'
import { verifyAudit } from '@liren/bff/kernel/audit/verify'
import { readConfig } from '@liren/bff/kernel/config'
import { hasDemoAccounts } from '@liren/bff/kernel/identity/demo-guard'
import { type OpenedKernel, openKernel } from '@liren/bff/kernel/open-kernel'
import { unscoped } from '@liren/bff/kernel/store/scope'
import * as migrations from '@liren/bff/migrations'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { mayBeSeeded, seed } from '../seed/seed.ts'
import { clearByCommand } from './clear-demo.ts'

const folder = mkdtempSync(join(tmpdir(), 'liren-clear-'))
const env = { LIREN_DATA: folder, LIREN_LOG_LEVEL: 'silent', LIREN_PASSWORD_ROUNDS: '1000' }
const open = async (): Promise<OpenedKernel> => {
  const opened = await openKernel(readConfig(env, 'test'), migrations)
  opened.kernel.surface.mount(capabilities.map((create) => create(opened.kernel)))
  return opened
}
const held = async ({ kernel }: OpenedKernel, table: string): Promise<number> =>
  Number((await unscoped<{ n: number }>(kernel.store, 'a test counts', { sql: `SELECT COUNT(*) AS n FROM ${table}`, params: [] }))[0]?.n)

afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('the command that clears a filled-in house', () => {
  beforeAll(async () => {
    const opened = await open()
    await seed(opened.kernel, 'small')
    expect(await held(opened, 'users')).toBeGreaterThan(10)
    await opened.close()
  })

  test('is refused without the words, with others, and where there is no database', async () => {
    await expect(clearByCommand([], env)).rejects.toThrow(/--confirm/)
    await expect(clearByCommand(['--confirm', 'yes'], env)).rejects.toThrow(/--confirm/)
    await expect(clearByCommand(['--confirm', '清除演示数据'], { ...env, LIREN_DATA: join(folder, 'none') })).rejects.toThrow(/no database/)
  })

  test('is refused while the house is open', async () => {
    const mark = join(folder, 'running.pid')
    writeFileSync(mark, String(process.pid))
    await expect(clearByCommand(['--confirm', '清除演示数据'], env)).rejects.toThrow(/being used/)
    rmSync(mark)
  })

  test('leaves nobody, no place and no case, keeps keys, dictionaries and the trail, and is not filled in again', async () => {
    expect(await clearByCommand(['--confirm', 'clear', 'demo', 'data'], env)).toBeGreaterThan(1000)
    const opened = await open()
    try {
      for (const table of ['users', 'places', 'repairs', 'people', 'devices', 'files', 'sessions', 'role_assignments'])
        expect(await held(opened, table), table).toBe(0)
      expect(await held(opened, 'key_versions')).toBeGreaterThan(3)
      expect(await held(opened, 'dictionaries')).toBeGreaterThan(10)
      expect(await hasDemoAccounts(opened.kernel)).toBe(false)
      expect(await isSetUp(opened.kernel)).toBe(false)
      expect(await mayBeSeeded(opened.kernel)).toBe(false)
      expect(await readEnd(opened.kernel)).toBe('cleared')
      await expect(assertDemoGoesOn(opened.kernel)).rejects.toThrow(/LIREN_DEMO=off/)
      expect(await verifyAudit(opened.kernel)).toMatchObject({ ok: true })
    } finally {
      await opened.close()
    }
  })

  test('has nothing to do a second time', async () => {
    await expect(clearByCommand(['--confirm', '清除演示数据'], env)).rejects.toThrow(/no demo data/)
  })
})
