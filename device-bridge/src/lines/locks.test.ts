import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { LockTold } from '@liren/contract/edge/locks'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { manualClock } from '../../test/manual-clock.ts'
import { silentLog, until } from '../../test/stand.ts'
import { createRegistry, readListed } from '../registry.ts'
import { openLockFile } from './lock-file.ts'
import { createLocks, guardedBy, type Locks } from './locks.ts'

let time: ReturnType<typeof manualClock>
let folder: string
let told: (LockTold & { key: string | undefined })[]
let answered: string[]
let locks: Locks
let number = 0
const right = 'the-secret-of-door-1'
const from = (remote: string) => ({ protocol: 'mqtt', remote })

async function open(): Promise<Locks> {
  const made = createLocks({
    ...{ file: await openLockFile(folder), clock: time.clock, log: silentLog, nonce: () => `lock-${++number}` },
    limits: { failures: 3, withinMs: 60_000, lockedMs: 600_000 },
    tell: async (lock, key) => void told.push({ ...lock, key }),
    answer: async ({ orderId }, state) => void answered.push(`${orderId} ${state}`),
  })
  made.resume()
  return made
}
/** As after `kill -9`: nothing is closed, what the disk has is all there is. */
const again = async () => {
  locks = await open()
}
const onDisk = async () => JSON.parse(await readFile(join(folder, 'locks.json'), 'utf8')) as { locks: LockTold[] }
const news = () => told.map(({ identity, ended }) => `${identity} ${ended ?? 'locked'}`)

beforeEach(async () => {
  time = manualClock()
  folder = await mkdtemp(join(tmpdir(), 'liren-locks-'))
  told = []
  answered = []
  locks = await open()
})
afterEach(async () => {
  await locks.close()
  await rm(folder, { recursive: true, force: true })
})
const guarded = () => {
  const door = (code: string, more: object) => ({ code, protocol: 'mqtt-sensor', model: 'door-contact', ...more })
  const listed = [door('door-1', { secret: right }), door('door-2', { secret: 'the-secret-of-door-2' }), door('door-3', {})]
  return guardedBy(locks, createRegistry(readListed(listed)))
}
const lockDoor = async (remote = '10.0.0.7') => {
  const registry = guarded()
  for (let i = 0; i < 3; i++) registry.admits('door-1', 'a guess', from(remote))
  await until(() => told.length > 0)
}

test('guesses lock the name they are made at and no other, and not even the right secret lets in then', async () => {
  const registry = guarded()
  expect([1, 2].map(() => registry.admits('door-1', 'a guess'))).toEqual([false, false])
  expect(registry.admits('door-1', right)).toBe(true)
  registry.admits('door-1', 'a guess')
  expect([registry.admits('door-1', right), registry.admits('door-2', 'the-secret-of-door-2')]).toEqual([false, true])
  for (let i = 0; i < 20; i++) registry.admits('door-1', 'a guess')
  await until(() => told.length === 1)
  await time.forward(600_000)
  await until(() => told.length === 2)
  expect(registry.admits('door-1', right)).toBe(true)
  expect(news()).toEqual(['door-1 locked', 'door-1 time'])
  expect(told[1]).toMatchObject({ attempts: 23, reason: 'secret', protocol: 'mqtt-sensor' })
  expect((await onDisk()).locks).toEqual([])
})

test('guesses that are far apart lock nothing, and neither do names that have no secret', async () => {
  const registry = guarded()
  for (let i = 0; i < 6; i++) {
    registry.admits('door-1', 'a guess')
    await time.forward(31_000)
  }
  for (let i = 0; i < 6; i++) registry.admits('door-3', 'a guess')
  expect(locks.locked).toEqual([])
  expect(registry.admits('door-1', right)).toBe(true)
})

test('another secret frees a name at once, and its old guesses are forgotten', async () => {
  const registry = guarded()
  for (let i = 0; i < 3; i++) registry.admits('door-1', 'a guess')
  locks.free('door-1')
  registry.admits('door-1', 'a guess')
  expect([locks.isLocked('door-1'), registry.admits('door-1', right)]).toEqual([false, true])
  await until(() => news().includes('door-1 renewed'))
})

test('what is locked lies on the disk before it is told, and after a kill it is locked for what is left of its time', async () => {
  await lockDoor()
  expect((await onDisk()).locks).toMatchObject([{ identity: 'door-1', attempts: 3, remotes: ['10.0.0.7'] }])
  await time.forward(400_000)
  await again()
  expect(guarded().admits('door-1', right)).toBe(false)
  await time.forward(199_000)
  expect(locks.isLocked('door-1')).toBe(true)
  await time.forward(2_000)
  expect(locks.isLocked('door-1')).toBe(false)
})

test('one whose time passed while nobody ran is swept at the start, and a clock that ran backwards locks nobody for longer', async () => {
  await lockDoor()
  time.setWall(1_760_000_000_000 - 86_400_000)
  await again()
  await time.forward(601_000)
  expect(locks.isLocked('door-1')).toBe(false)
  await until(async () => (await onDisk()).locks.length === 0)
  told = []
  await lockDoor()
  time.setWall(1_760_000_000_000 + 86_400_000)
  await again()
  expect(locks.isLocked('door-1')).toBe(false)
  await until(async () => (await onDisk()).locks.length === 0)
})

test('only the last three addresses are kept, and whoever goes on trying is told of again once a minute', async () => {
  await lockDoor()
  const registry = guarded()
  for (const remote of ['10.0.0.8', '10.0.0.7', '10.0.0.9', '10.0.0.10']) registry.admits('door-1', 'a guess', from(remote))
  expect(locks.locked).toMatchObject([{ attempts: 7, remotes: ['10.0.0.7', '10.0.0.9', '10.0.0.10'] }])
  expect(told).toHaveLength(1)
  await time.forward(60_000)
  for (let i = 0; i < 50; i++) registry.admits('door-1', 'a guess', from('10.0.0.7'))
  await until(() => told.length > 1)
  expect(told.slice(1)).toMatchObject([{ attempts: expect.any(Number), remotes: ['10.0.0.9', '10.0.0.10', '10.0.0.7'], key: undefined }])
})

test('the house opens one before its time, once, and of one that is not there it is told so', async () => {
  await lockDoor()
  const [{ lockId }] = locks.locked as [LockTold]
  await locks.unlock([{ orderId: 'o-0', lockId: 'another' }])
  expect(locks.isLocked('door-1')).toBe(true)
  await locks.unlock([{ orderId: 'o-1', lockId }])
  await locks.unlock([{ orderId: 'o-1', lockId }])
  expect(guarded().admits('door-1', right)).toBe(true)
  expect(answered).toEqual(['o-0 gone', 'o-1 done', 'o-1 done'])
  expect(news()).toEqual(['door-1 locked', 'door-1 unlocked'])
  await again()
  expect([locks.isLocked('door-1'), locks.unlocked]).toEqual([false, ['o-0', 'o-1']])
})

test('identities that nobody registered are locked as well, but a flood of invented ones is not kept beyond two hundred', async () => {
  const registry = guarded()
  for (let i = 0; i < 5000; i++) for (let n = 0; n < 3; n++) registry.admits(`invented-${i}`, 'a guess', from('10.0.0.66'))
  expect(locks.locked).toHaveLength(200)
  expect(locks.locked[0]).toMatchObject({ identity: 'invented-0', reason: 'unknown', protocol: 'mqtt' })
  // A device of ours is locked all the same, with the places of strangers full.
  for (let n = 0; n < 3; n++) registry.admits('door-1', 'a guess')
  expect(locks.isLocked('door-1')).toBe(true)
  await until(async () => (await onDisk().catch(() => ({ locks: [] }))).locks.length === 201)
  expect((await readFile(join(folder, 'locks.json'))).length).toBeLessThan(201 * 500)
  // Whoever is registered under such a name begins with a clean sheet.
  locks.registered(['invented-7'])
  expect(locks.locked).toHaveLength(200)
  expect(locks.locked.some(({ identity }) => identity === 'invented-7')).toBe(false)
})
