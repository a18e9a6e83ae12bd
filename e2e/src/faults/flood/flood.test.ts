import { describe, expect, it } from 'vitest'
import { startServices } from '../../../../tools/src/services/services.ts'
import { type FloodOptions, flood } from './flood.ts'

const minutes = 60_000
const load = { devices: 8, messagesEach: 150, window: 10 }
const storm: FloodOptions = { ...load, bridgeKills: 2, houseKills: 1, hasRogue: true, fireControllers: 2 }
const unharmed = {
  ...{ kills: 3, confirmed: 1200, applied: 1200, lost: 0, doubled: 0, disordered: 0, forged: 0 },
  ...{ rogue: { letIn: 0 }, fire: { doors: 8, open: 8, isLatched: true } },
}

describe('a flood while bridge and platform are killed, a rogue device does harm and a panel tells fire', () => {
  it(
    '[GB42455-6.3.2-e] leaves nothing confirmed lost, nothing twice, nothing forged and every door open',
    async () => {
      const result = await flood(storm)
      expect(result).toMatchObject(unharmed)
      const tried = result.rogue?.tried ?? {}
      expect(Object.keys(tried).sort()).toEqual(
        ['babbles', 'guesses', 'leavesItsTopics', 'nestsDeep', 'saysGarbage', 'saysNoValue', 'saysTooMuch', 'speaksForAnother'].sort(),
      )
    },
    5 * minutes,
  )

  it.runIf(process.env.LIREN_TEST_DB_URL)(
    'leaves nothing lost, twice or forged on MariaDB either (mysql)',
    async () => {
      const services = await startServices({ mariadb: true })
      const database = services.running.mariadb
      if (!database) throw new Error('MariaDB is needed here')
      try {
        expect(await flood({ ...storm, databaseUrl: database.url })).toMatchObject(unharmed)
      } finally {
        await services.stop()
      }
    },
    10 * minutes,
  )

  it(
    'would be seen to lose messages if the bridge lost its disk with its life',
    async () => {
      let lost = 0
      for (let round = 0; round < 5 && lost === 0; round++)
        lost += (await flood({ ...load, bridgeKills: 1, houseKills: 0, losesDisk: true })).lost
      expect(lost).toBeGreaterThan(0)
    },
    7 * minutes,
  )

  it(
    'would be seen to double messages if devices called every try a new message',
    async () => {
      let doubled = 0
      for (let round = 0; round < 5 && doubled === 0; round++)
        doubled += (await flood({ ...load, window: 40, bridgeKills: 2, houseKills: 0, freshIds: true })).doubled
      expect(doubled).toBeGreaterThan(0)
    },
    7 * minutes,
  )

  it(
    'would be seen to hold forged messages if the rogue had the secret of another',
    async () => {
      const { forged } = await flood({ ...load, bridgeKills: 0, houseKills: 0, hasRogue: true, knowsSecret: true })
      expect(forged).toBeGreaterThan(0)
    },
    5 * minutes,
  )
})
