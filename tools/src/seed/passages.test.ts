import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createHouse } from '@liren/bff/app'
import { runHints } from '@liren/bff/capabilities/hint/run'
import { readConfig } from '@liren/bff/kernel/config'
import { openKernel } from '@liren/bff/kernel/open-kernel'
import { systemClock } from '@liren/bff/kernel/ports/system'
import { unscoped } from '@liren/bff/kernel/store/scope'
import * as migrations from '@liren/bff/migrations'
import { expect, test } from 'vitest'
import { seed } from './seed.ts'

test('the weeks of the demonstration let the models find something, and their sums are those of the passages', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'liren-passages-'))
  const start = Date.parse('2026-03-02T10:00+08:00')
  const config = readConfig({ LIREN_DATA: folder, LIREN_LOG_LEVEL: 'silent', LIREN_PASSWORD_ROUNDS: '1000' }, 'test')
  const opened = await openKernel(config, migrations, { clock: { ...systemClock, now: () => start } })
  const { kernel } = opened
  createHouse(kernel)
  await seed(kernel, 'small')
  await runHints(kernel)
  const read = (sql: string) =>
    unscoped<{ name: string; n: number }>(kernel.store, 'a test looks at the demonstration', { sql, params: [] })
  const found = Object.fromEntries(
    (await read('SELECT model AS name, COUNT(*) AS n FROM hints GROUP BY model')).map(({ name, n }) => [name, Number(n)]),
  )
  for (const model of ['away-long', 'unregistered', 'plate-cloned', 'car-night', 'car-zombie', 'car-frequent', 'staff-change'])
    expect(found[model] ?? 0, model).toBeGreaterThan(0)
  const sums = await read(
    'SELECT kind AS name, SUM(n_in + n_out + n_unknown + n_refused) AS n FROM passage_counts GROUP BY kind ORDER BY kind',
  )
  const all = await read('SELECT kind AS name, COUNT(*) AS n FROM passages GROUP BY kind ORDER BY kind')
  expect(sums.map(({ name, n }) => [name, Number(n)])).toEqual(all.map(({ name, n }) => [name, Number(n)]))
  await opened.close()
  rmSync(folder, { recursive: true, force: true })
}, 300_000)
