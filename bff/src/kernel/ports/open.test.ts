import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { openPorts } from './open.ts'
import { systemClock } from './system.ts'
import { redisUrl, silent, testIds, until } from './testing.ts'

const dataFolder = await mkdtemp(join(tmpdir(), 'liren-ports-'))
afterAll(() => rm(dataFolder, { recursive: true, force: true }))
const base = { dataFolder, clock: systemClock, ids: testIds, log: silent }

const works = async (options: Parameters<typeof openPorts>[0]) => {
  const [here, there] = await Promise.all([openPorts(options), openPorts(options)])
  const tag = testIds.next()
  await here.cache.set(tag, { value: 'kept', storedAt: 0, tags: [tag] }, 60)
  const seen = { here: (await here.cache.get(tag))?.value, there: (await there.cache.get(tag))?.value }
  const locked = await here.lock.tryWith(tag, 1000, async () => 'worked')
  const limited = (await here.limiter.take(tag, 1, 60)).allowed && !(await here.limiter.take(tag, 1, 60)).allowed
  const heard: string[] = []
  here.bus.subscribe(tag, (message) => heard.push(message))
  await here.bus.publish(tag, 'hello')
  await until(() => heard.length > 0)
  const pinged = here.pingRedis
    ? await here.pingRedis().then(
        () => 'answers',
        () => 'away',
      )
    : 'none'
  await Promise.all([here.close(), there.close()])
  return { seen, locked, limited, heard, pinged }
}

describe('opening the ports', () => {
  it('keeps everything in this process without a Redis', async () => {
    const expected = { seen: { here: 'kept', there: undefined }, locked: 'worked', limited: true, heard: ['hello'], pinged: 'none' }
    expect(await works(base)).toEqual(expected)
  })

  it('works, for itself alone, when the configured Redis is not there', async () => {
    const expected = { seen: { here: undefined, there: undefined }, locked: 'worked', limited: true, heard: ['hello'], pinged: 'away' }
    expect(await works({ ...base, redisUrl: 'redis://127.0.0.1:1' })).toEqual(expected)
  })

  it.runIf(redisUrl)('shares through Redis when it is configured', async () => {
    const expected = { seen: { here: 'kept', there: 'kept' }, locked: 'worked', limited: true, heard: ['hello'], pinged: 'answers' }
    expect(await works({ ...base, redisUrl })).toEqual(expected)
  })
})
