import { cpSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { backup } from '@liren/bff/engines/backup/backup'
import { unscoped } from '@liren/bff/kernel/store/scope'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Place, recoveryDrill } from '../src/drill.ts'
import { engines, folder, forgetFolders, openHouse, outside } from './engines.ts'

afterAll(forgetFolders)
const minutes = 60_000

interface Kept {
  readonly kind: string
  readonly how: string
  readonly command_at: number
  readonly ready_at: number | null
  readonly result: string
  readonly backup_name: string
}

async function recordAt({ db, data }: Place): Promise<Kept[]> {
  const { kernel, close } = await openHouse(data, db)
  try {
    const sql = 'SELECT kind, how, command_at, ready_at, result, backup_name FROM backup_drills ORDER BY id'
    const rows = await unscoped<Kept>(kernel.store, 'a test looks at the record', { sql, params: [] })
    return rows.map((row) => ({
      ...row,
      command_at: Number(row.command_at),
      ready_at: row.ready_at === null ? null : Number(row.ready_at),
    }))
  } finally {
    await close()
  }
}

describe.each(engines)('the recovery drill on %s', (engine, place) => {
  const data = folder()
  const house = { db: place(data), data }
  let from: string
  const standby = (): Place => {
    const made = folder()
    // keys come from the safe
    cpSync(join(data, 'keys'), join(made, 'keys'), { recursive: true })
    return { db: place(made), data: made }
  }
  /** A stopwatch that a drill looks at twice: at the command, and when requests are answered. */
  const after = (elapsed: number) => {
    const start = Date.now() - 2 * 60 * minutes
    let looks = 0
    return () => start + (looks++ === 0 ? 0 : elapsed)
  }

  beforeAll(async () => {
    if (engine !== 'SQLite') await (await import('./server.ts')).createDatabase(house.db)
    await (await openHouse(data, house.db)).close()
    from = await backup({ ...house, to: folder(), now: new Date() })
  })

  test('[SZSQ-8.3.3] rooms elsewhere are ready within 30 minutes of the command, or the drill fails; both times are kept in the record', async () => {
    const within = await recoveryDrill({ kind: 'off-site', from, house, standby: standby(), env: outside, now: after(29.9 * minutes) })
    const over = await recoveryDrill({ kind: 'off-site', from, house, standby: standby(), env: outside, now: after(30.1 * minutes) })
    expect([within.result, over.result]).toEqual(['within', 'over'])
    const kept = await recordAt(house)
    expect(kept.map(({ kind, how, result }) => [kind, how, result])).toEqual([
      ['off-site', 'script', 'within'],
      ['off-site', 'script', 'over'],
    ])
    expect(kept.map(({ command_at, ready_at }) => (ready_at ?? 0) - command_at)).toEqual([29.9 * minutes, 30.1 * minutes])
    expect(kept[0]?.backup_name).toBe(from.split('/').at(-1))
  }, 120_000)

  test('what does not come back is kept as failed, with the reason and without a time of being ready', async () => {
    const full = standby()
    writeFileSync(join(full.data, 'mine'), 'mine')
    const drill = await recoveryDrill({ kind: 'restore', from, house, standby: full, env: outside, now: Date.now })
    expect(drill).toMatchObject({ result: 'failed', readyAt: null, limitMinutes: 60 })
    expect(drill.findings).toContain('is not empty, nothing was changed')
    expect((await recordAt(house)).at(-1)).toMatchObject({ result: 'failed', ready_at: null })
  }, 120_000)

  test('when the house is lost, what was brought back keeps the record', async () => {
    const target = standby()
    const gone = folder()
    const drill = await recoveryDrill({
      kind: 'restore',
      from,
      house: { db: place(gone), data: gone },
      standby: target,
      env: outside,
      now: Date.now,
    })
    expect(drill.result).toBe('within')
    expect((await recordAt(target)).at(-1)).toMatchObject({ kind: 'restore', how: 'script', result: 'within' })
  }, 120_000)
})
