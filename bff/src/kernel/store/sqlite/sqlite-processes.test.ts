import { type ChildProcess, spawn } from 'node:child_process'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { describeStore } from '../../../../test/stores.ts'
import { systemRandom } from '../../ports/system.ts'
import { c, type Migration } from '../ddl/ddl.ts'
import { openStore } from '../open.ts'

const programs = join(dirname(fileURLToPath(import.meta.url)), '../testing')
const journal: Migration = {
  up: (m) => m.createTable('journal', { id: c.code(40), n: c.int(), half: c.int({ default: 0 }) }, { indexes: [['n']] }),
  down: (m) => m.dropTable('journal'),
}

function start(program: string, args: readonly string[], env: Record<string, string> = {}): ChildProcess {
  const stdio = ['ignore', 'pipe', 'inherit'] as const
  return spawn(process.execPath, ['--import', 'tsx', join(programs, program), ...args], {
    stdio: [...stdio],
    env: { ...process.env, ...env },
  })
}

const ended = (child: ChildProcess) =>
  new Promise<{ code: number | null; signal: string | null }>((resolve) => child.once('close', (code, signal) => resolve({ code, signal })))

/** What the program said it had kept, until it was killed: by us after so many, or by its failpoint. */
async function said(child: ChildProcess, killAfter = Number.POSITIVE_INFINITY): Promise<number[]> {
  let text = ''
  child.stdout?.on('data', (data: Buffer) => {
    text += data.toString()
    if (text.split('\n').length > killAfter) child.kill('SIGKILL')
  })
  expect((await ended(child)).signal).toBe('SIGKILL')
  // The kill may cut off the last line: only whole lines were said.
  return text.split('\n').slice(0, -1).map(Number)
}

/** Opens the file as the next start would and compares it with what was acknowledged. */
async function audit(url: string, acknowledged: Iterable<number>) {
  const store = await openStore(url, { random: systemRandom })
  try {
    const rows = await store.rows<{ n: number; parts: number }>('SELECT n, COUNT(*) AS parts FROM journal GROUP BY n')
    const [check] = await store.rows<{ integrity_check: string }>('PRAGMA integrity_check')
    const kept = new Set(rows.map(({ n }) => n))
    return {
      lost: [...acknowledged].filter((n) => !kept.has(n)),
      half: rows.filter(({ parts }) => parts !== 2),
      kept,
      integrity: check?.integrity_check,
    }
  } finally {
    await store.close()
  }
}

describeStore('sqlite', 'processes that share a file', (open) => {
  const journalFile = async () => (await open.database({ migrations: { m9000_journal: journal } })).url

  for (const synchronous of ['normal', 'full']) {
    it(`lose nothing acknowledged and keep nothing by half when killed without warning (${synchronous})`, async () => {
      const url = await journalFile()
      const acknowledged = new Set<number>()
      for (const count of [3, 17, 40]) {
        for (const n of await said(start('write-until-killed.ts', [url, synchronous]), count)) acknowledged.add(n)
      }
      expect(acknowledged.size).toBeGreaterThanOrEqual(60)
      expect(await audit(url, acknowledged)).toMatchObject({ lost: [], half: [], integrity: 'ok' })
    }, 60_000)
  }

  it('keep a change or not, never half of it, when killed just before or after the commit', async () => {
    const url = await journalFile()
    const before = await said(start('write-until-killed.ts', [url], { LIREN_FAILPOINTS: 'store.before-commit=exit@5' }))
    expect(before).toEqual([1, 2, 3, 4])
    expect((await audit(url, before)).kept).toEqual(new Set([1, 2, 3, 4]))
    const after = await said(start('write-until-killed.ts', [url], { LIREN_FAILPOINTS: 'store.after-commit=exit@2' }))
    expect(after).toEqual([5])
    expect(await audit(url, [...before, ...after])).toMatchObject({ lost: [], half: [], kept: new Set([1, 2, 3, 4, 5, 6]) })
  }, 60_000)

  it('control: a program that acknowledges before its commit is caught', async () => {
    const url = await journalFile()
    const early = await said(start('write-until-killed.ts', [url, 'normal', 'early'], { LIREN_FAILPOINTS: 'store.before-commit=exit@5' }))
    expect((await audit(url, early)).lost).toEqual([5])
  }, 60_000)

  it('wait for each other and lose no update', async () => {
    const { store, url } = await open.database({ migrations: { m9000_journal: journal } })
    await store.run("INSERT INTO journal (id, n) VALUES ('counter', 0)")
    const ends = await Promise.all([1, 2].map(() => ended(start('count-up.ts', [url, '150']))))
    expect(ends).toEqual([1, 2].map(() => ({ code: 0, signal: null })))
    const [row] = await store.rows<{ n: number }>("SELECT n FROM journal WHERE id = 'counter'")
    expect(row?.n).toBe(300)
  }, 60_000)
})
