import { describe, expect, it } from 'vitest'
import { recovery } from './recovery.ts'

const minutes = 60_000

describe.runIf(process.env.LIREN_TEST_DB_URL)('a house whose server and database are lost (mysql)', () => {
  it(
    '[SZSQ-6.3] [GB42455-7.1.2-b] is back by the manual within its time, with every promised write, those after the backup as well',
    async () => {
      const result = await recovery({ clients: 4, writes: 30 })
      expect(result).toMatchObject({ lost: [], doubled: [], half: [] })
      expect(result.afterBackup).toBeGreaterThanOrEqual(30)
      expect(result.promised).toBeGreaterThanOrEqual(90)
      const { drill } = result
      expect(drill).toMatchObject({ kind: 'restore', how: 'script', limitMinutes: 60, result: 'within' })
      expect(Date.parse(drill.readyAt ?? '') - Date.parse(drill.commandAt)).toBeLessThan(60 * minutes)
    },
    10 * minutes,
  )

  it(
    'misses what was written after the backup when the log is lost as well',
    async () => {
      const { lost, afterBackup } = await recovery({ clients: 2, writes: 10, withoutLog: true })
      expect(afterBackup).toBeGreaterThanOrEqual(10)
      expect(lost.length).toBeGreaterThan(0)
    },
    10 * minutes,
  )
})
