import { describe, expect, it } from 'vitest'
import { standby } from './standby.ts'

const minutes = 60_000

describe.runIf(process.env.LIREN_TEST_DB_URL)('a house with a standby of its database (mysql)', () => {
  it(
    '[GB42455-6.3.3-b] goes on from the standby when the primary is killed, takes the old primary back as standby, and loses nothing it promised',
    async () => {
      const result = await standby({ clients: 4, writes: 40 })
      expect(result).toMatchObject({ lost: [], doubled: [], half: [], samePid: true })
      expect(result.promised).toBeGreaterThanOrEqual(200)
      // less than an outage of the availability report
      expect(result.gapsMs).toHaveLength(2)
      for (const gap of result.gapsMs) expect(gap).toBeLessThan(30_000)
    },
    5 * minutes,
  )

  it(
    'would be seen to lose what no standby had acknowledged',
    async () => {
      const { lost } = await standby({ clients: 2, writes: 10, alone: true })
      expect(lost.length).toBeGreaterThan(0)
    },
    5 * minutes,
  )
})
