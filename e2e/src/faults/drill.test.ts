import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { startServices } from '../../../tools/src/services/services.ts'
import { judge } from './check.ts'
import { drill, everyFailpoint } from './drill.ts'
import { openJournal, readJournal } from './journal.ts'

const minutes = 60_000

describe('acknowledged writes', () => {
  it(
    '[SZSQ-6.5-b] are all there, whole and once, after the process was killed at random moments and at every failpoint',
    async () => {
      const random = await drill({ kills: 4, clients: 4 })
      expect(random).toMatchObject({ lost: [], doubled: [], half: [] })
      expect(random.promised).toBeGreaterThan(random.kills)
      const mined = await drill({ kills: everyFailpoint.length, clients: 4, failpoints: everyFailpoint })
      expect(mined).toMatchObject({ lost: [], doubled: [], half: [], failpoints: everyFailpoint.length })
    },
    10 * minutes,
  )

  it.runIf(process.env.LIREN_TEST_DB_URL)(
    'are all there after the database was killed as well (mysql)',
    async () => {
      const services = await startServices({ mariadb: true })
      const database = services.running.mariadb
      if (!database) throw new Error('MariaDB is needed here')
      try {
        const result = await drill({ kills: 6, clients: 4, databaseUrl: database.url, database })
        expect(result).toMatchObject({ lost: [], doubled: [], half: [] })
        expect(result.promised).toBeGreaterThan(result.kills)
      } finally {
        await services.stop()
      }
    },
    10 * minutes,
  )

  it(
    'would be seen to be doubled if the apps tried again with new keys',
    async () => {
      let doubled = 0
      for (let tries = 0; tries < 5 && doubled === 0; tries++)
        doubled = (await drill({ kills: 2, clients: 6, freshKeys: true, failpoints: ['http.before-answer'] })).doubled.length
      expect(doubled).toBeGreaterThan(0)
    },
    10 * minutes,
  )

  it('would be seen to be lost if one were missing', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'liren-journal-'))
    const journal = openJournal(join(folder, 'journal'))
    journal.note({ key: 'drill-x-00000000', kind: 'asked' })
    journal.note({ key: 'drill-x-00000000', kind: 'promised', id: '01jq0000000000000000000000' })
    journal.close()
    const store = await emptyStore()
    const verdict = await judge(store, readJournal(join(folder, 'journal')))
    await store.close()
    expect(verdict.lost).toEqual(['drill-x-00000000 01jq0000000000000000000000'])
    rmSync(folder, { recursive: true })
  })
})

async function emptyStore() {
  const { openStore } = await import('../../../bff/src/kernel/store/open.ts')
  const { migrate } = await import('../../../bff/src/kernel/store/migrate.ts')
  const migrations = await import('../../../bff/migrations/index.ts')
  const { systemRandom } = await import('../../../bff/src/kernel/ports/system.ts')
  await import('../../../bff/src/capabilities/repair/index.ts')
  const store = await openStore(`sqlite:${join(mkdtempSync(join(tmpdir(), 'liren-empty-')), 'empty.db')}`, { random: systemRandom })
  await migrate(store, migrations as never, { now: () => 0 })
  return store
}
