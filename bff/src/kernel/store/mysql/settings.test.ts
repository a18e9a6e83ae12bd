import { describe, expect, it } from 'vitest'
import { describeStore } from '../../../../test/stores.ts'
import { StoreError } from '../store-error.ts'
import { judge, question, weaknesses } from './settings.ts'

const safe = {
  isolation: 'READ-COMMITTED',
  mode: 'STRICT_ALL_TABLES,ANSI_QUOTES',
  charset: 'utf8mb4',
  lockWait: 5,
  limit: 3000,
  flush: 1,
  log: 1,
  syncLog: 1,
}

const refusing = { server: 'db:3306', statementSeconds: 3, allowWeak: false, warn: () => {} }

describe('server settings', () => {
  it('are accepted when a commit survives a power cut', () => {
    expect(weaknesses(safe, 3)).toEqual([])
    expect(weaknesses({ ...safe, log: 0, syncLog: 0 }, 3)).toEqual([])
  })

  it.each([
    [{ flush: 0 }, 'innodb_flush_log_at_trx_commit'],
    [{ flush: 2 }, 'innodb_flush_log_at_trx_commit'],
    [{ syncLog: 0 }, 'sync_binlog'],
    [{ syncLog: 100 }, 'sync_binlog'],
    [{ isolation: 'REPEATABLE-READ' }, 'isolation'],
    [{ mode: 'ANSI_QUOTES' }, 'sql_mode'],
    [{ charset: 'latin1' }, 'character_set_connection'],
    [{ lockWait: 50 }, 'innodb_lock_wait_timeout'],
    [{ limit: 0 }, 'statement timeout'],
  ])('%o is refused by name', (weak, name) => {
    expect(() => judge({ ...safe, ...weak }, refusing)).toThrow(name)
  })

  it('names all that is wrong in one sentence', () => {
    const wrong = weaknesses({ ...safe, flush: 2, syncLog: 0 }, 3)
    expect(wrong).toHaveLength(2)
    expect(() => judge({ ...safe, flush: 2, syncLog: 0 }, refusing)).toThrow(StoreError)
  })

  it('become a warning when a test allows it', () => {
    const warnings: string[] = []
    judge({ ...safe, flush: 2 }, { ...refusing, allowWeak: true, warn: (sentence) => warnings.push(sentence) })
    expect(warnings).toEqual([expect.stringContaining('innodb_flush_log_at_trx_commit = 2')])
  })
})

if (process.env.LIREN_TEST_DB_URL) {
  describeStore('mysql', 'server settings in force', (open) => {
    it('are the pinned ones on every connection of the pool, inside transactions and outside', async () => {
      const store = await open({ migrations: {}, allowWeak: true })
      const ask = question(store.flavour)
      const outside = await Promise.all(Array.from({ length: 8 }, () => store.rows<typeof safe>(ask)))
      const [inside] = await store.tx((tx) => store.rows<typeof safe>(ask, [], tx))
      for (const found of [...outside.map(([row]) => row), inside]) {
        expect(found && weaknesses({ ...found, flush: 1, syncLog: 1 }, 3)).toEqual([])
      }
    })

    it('are pinned again after migrations, which run without limits', async () => {
      const store = await open({ poolSize: 1 })
      const [found] = await store.rows<typeof safe>(question(store.flavour))
      expect(found && weaknesses({ ...found, flush: 1, syncLog: 1 }, 3)).toEqual([])
    })
  })
}
