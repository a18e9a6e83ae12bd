import { expect, test } from 'vitest'
import { flood } from './flood.ts'

const load = { devices: 8, messagesEach: 150, window: 10 }

test('[GB42455-6.3.2-e] bridge and platform are killed during a flood over real sockets: nothing confirmed is lost, nothing is there twice', async () => {
  const result = await flood({ ...load, bridgeKills: 2, houseKills: 1 })
  expect(result).toMatchObject({ kills: 3, confirmed: 1200, applied: 1200, lost: 0, doubled: 0, disordered: 0 })
}, 240_000)

test('negative control: a bridge that loses its disk with its life loses messages, and the count sees it', async () => {
  let lost = 0
  for (let round = 0; round < 5 && lost === 0; round++)
    lost += (await flood({ ...load, bridgeKills: 1, houseKills: 0, losesDisk: true })).lost
  expect(lost).toBeGreaterThan(0)
}, 400_000)

test('negative control: devices that call every try a new message are there twice, and the count sees it', async () => {
  let doubled = 0
  for (let round = 0; round < 5 && doubled === 0; round++)
    doubled += (await flood({ ...load, window: 40, bridgeKills: 2, houseKills: 0, freshIds: true })).doubled
  expect(doubled).toBeGreaterThan(0)
}, 400_000)
