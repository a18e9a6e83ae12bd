import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { ended, fireStand, key, panel, runProgram } from '../../test/fire-stand.ts'
import { until } from '../../test/stand.ts'

const fire = 2
const calm = 0
const other = '0000000000b2'
let stand: Awaited<ReturnType<typeof fireStand>>
afterEach(async () => {
  await stand?.close()
})

test('[GB42455-6.4.3-b.1] a fire in one zone opens the doors of its own ways out and of no other, each with a line of evidence', async () => {
  stand = await fireStand(2)
  const [a, b] = [stand.doors.slice(0, 4), stand.doors.slice(4)]
  const zone = (code: string, address: string, doors: typeof a) => ({ code, panels: [{ address, from: '127.0.0.1' }], doors })
  const config = { key, zones: [zone('zone-a', panel, a), zone('zone-b', other, b)] }
  await writeFile(join(stand.folder, 'bridge', 'fire-lane.json'), JSON.stringify(config))
  const lane = await stand.start()
  const panels = await stand.dial(lane.port)
  // the other zone is heard, and calm
  panels.say(calm, other)
  panels.say(fire)
  const told = async () => (await stand.evidence()).filter(({ kind }) => kind === 'door.open')
  await until(async () => (await told()).length === 4)
  const opened = (await stand.evidence()) as { kind: string; zone?: string; door?: string; signalAt?: number; confirmedAt?: number }[]
  expect(opened.filter(({ kind }) => kind === 'fire').map((line) => line.zone)).toEqual(['zone-a'])
  const lines = opened.filter(({ kind }) => kind === 'door.open')
  expect(lines.map(({ door }) => door).sort()).toEqual(a.map(({ code }) => code).sort())
  for (const line of lines) expect(line).toMatchObject({ zone: 'zone-a', signalAt: expect.any(Number), confirmedAt: expect.any(Number) })
  expect(a.every(({ door }) => stand.isOpen(0, door))).toBe(true)
  expect(b.some(({ door }) => stand.isOpen(1, door))).toBe(false)
  // and the other way round, so that it was not the wiring of the test
  panels.say(fire, other)
  await until(() => b.every(({ door }) => stand.isOpen(1, door)))
}, 60_000)

test('[GB42455-6.4.2-c] every mapped gate opens with no server and no bridge in reach, and stays open against hands and a calm panel until the reset', async () => {
  stand = await fireStand(3)
  const lane = await stand.start()
  const own = await stand.dial(lane.port)
  own.say(fire)
  await until(() => stand.openCount() === 12)
  await until(async () => (await lane.status())?.missing.length === 0)
  own.say(calm)
  await until(() => own.seen.answers.length === 2)
  expect(await lane.status()).toMatchObject({ isLatched: true })
  for (const [i, { played }] of stand.controllers.entries()) played.doors.set(i + 1, { mode: 3, delay: 5 })
  await until(() => stand.openCount() === 12)
  await until(async () => (await stand.evidence()).filter(({ kind }) => kind === 'door.lost').length === 3)
  const env = { ...stand.env, LIREN_FIRE_CONTROL_PORT: String(lane.controlPort) }
  const { child } = await runProgram('fire-lane/main.ts', env, /not latched any more/, ['reset', 'tower', 'duty-1'])
  await ended(child)
  expect(await lane.status()).toMatchObject({ isLatched: false })
  // nobody locks a door unseen: they are put back by hand, and now that holds
  expect(stand.openCount()).toBe(12)
  await until(async () => (await stand.evidence()).some(({ kind }) => kind === 'reset'))
}, 60_000)
