import { afterEach, expect, test } from 'vitest'
import { bustle, type Life, pauseMs, startLife } from './life.ts'

let life: Life
const said: string[] = []
const door = (code: string) => ({ code, say: async (open: boolean) => void said.push(`${code} ${open ? 'open' : 'closed'}`) })
const start = async (alive: boolean) => {
  said.length = 0
  life = await startLife({ doors: [door('door-1'), door('door-2')], alive, now: () => Date.UTC(2026, 0, 1), chance: () => 0.6 })
}
afterEach(() => life.close())

test('a paused community is still, and can be woken and paused again on its page', async () => {
  await start(false)
  expect(await life.step()).toBeUndefined()
  await fetch(`${life.url}/resume`, { method: 'POST' })
  expect(await life.step()).toContain('door-2')
  await fetch(`${life.url}/pause`, { method: 'POST' })
  expect(await life.step()).toBeUndefined()
  expect(said).toEqual(['door-2 open', 'door-2 closed'])
  expect(await (await fetch(`${life.url}/state`)).json()).toMatchObject({ paused: true, doors: 2 })
})

test('whoever goes through a door closes it behind them, and the page tells of it', async () => {
  await start(true)
  await life.step()
  expect(said).toEqual(['door-2 open', 'door-2 closed'])
  expect(await (await fetch(life.url)).text()).toContain('door-2 有人进出')
})

test('mornings and evenings are busy, nights are quiet, and no pause is shorter than five seconds', async () => {
  await start(false)
  expect(bustle(8)).toBeGreaterThan(bustle(13))
  expect(bustle(18.5)).toBeGreaterThan(bustle(22))
  expect(bustle(3)).toBeLessThan(bustle(13))
  for (let hour = 0; hour < 24; hour++) expect(pauseMs(hour, 0)).toBeGreaterThanOrEqual(5000)
  expect(pauseMs(8, 1)).toBeLessThanOrEqual(20_000)
})
