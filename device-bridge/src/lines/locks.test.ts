import { beforeEach, expect, test } from 'vitest'
import { manualClock } from '../../test/manual-clock.ts'
import { createRegistry, readListed } from '../registry.ts'
import { createLocks, guardedBy } from './locks.ts'

let time: ReturnType<typeof manualClock>
let news: string[]
let locks: ReturnType<typeof createLocks>
const right = 'the-secret-of-door-1'

beforeEach(() => {
  time = manualClock()
  news = []
  locks = createLocks(
    time.clock,
    { failures: 3, withinMs: 60_000, lockedMs: 600_000 },
    { onLocked: (code, failures) => news.push(`${code} locked after ${failures}`), onFree: (code) => news.push(`${code} free`) },
  )
})
const guarded = () => {
  const door = (code: string, more: object) => ({ code, protocol: 'mqtt-sensor', model: 'door-contact', ...more })
  const listed = [door('door-1', { secret: right }), door('door-2', { secret: 'the-secret-of-door-2' }), door('door-3', {})]
  return guardedBy(locks, createRegistry(readListed(listed)))
}

test('guesses lock the name they are made at and no other, and not even the right secret lets in then', async () => {
  const registry = guarded()
  expect([1, 2].map(() => registry.admits('door-1', 'a guess'))).toEqual([false, false])
  expect(registry.admits('door-1', right)).toBe(true)
  registry.admits('door-1', 'a guess')
  expect([registry.admits('door-1', right), registry.admits('door-2', 'the-secret-of-door-2')]).toEqual([false, true])
  for (let i = 0; i < 20; i++) registry.admits('door-1', 'a guess')
  expect(news).toEqual(['door-1 locked after 3'])
  await time.forward(600_000)
  expect(registry.admits('door-1', right)).toBe(true)
  expect(news).toEqual(['door-1 locked after 3', 'door-1 free'])
})

test('guesses that are far apart lock nothing, and neither do names that have no secret or are unknown', async () => {
  const registry = guarded()
  for (let i = 0; i < 6; i++) {
    registry.admits('door-1', 'a guess')
    await time.forward(31_000)
  }
  for (let i = 0; i < 6; i++) for (const code of ['door-3', 'nobody']) registry.admits(code, 'a guess')
  expect(news).toEqual([])
  expect(registry.admits('door-1', right)).toBe(true)
})

test('another secret frees a name at once, and its old guesses are forgotten', () => {
  const registry = guarded()
  for (let i = 0; i < 3; i++) registry.admits('door-1', 'a guess')
  locks.free('door-1')
  registry.admits('door-1', 'a guess')
  expect([locks.isLocked('door-1'), registry.admits('door-1', right)]).toEqual([false, true])
  locks.close()
})
