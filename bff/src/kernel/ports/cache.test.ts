import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { manualClock } from '../../../test/manual-clock.ts'
import { memoryCache } from './memory/cache.ts'
import type { Cache, CacheEntry } from './ports.ts'
import { redisCache } from './redis/cache.ts'
import { redisHarness, redisUrl, testIds } from './testing.ts'

const entry = (value: string, tags: string[] = ['notice']): CacheEntry => ({ value, tags, storedAt: 1_700_000_000_000 })

interface Subject {
  cache: Cache
  /** Lets this much time pass for the cache. */
  pass(ms: number): Promise<void>
}

/** What every cache must do, whatever it is made of. */
function behavesAsCache(name: string, open: () => Promise<Subject>) {
  describe(`cache: ${name}`, () => {
    let cache: Cache
    let pass: Subject['pass']
    beforeEach(async () => {
      ;({ cache, pass } = await open())
    })

    it('knows nothing at first', async () => {
      expect(await cache.get('a')).toBeUndefined()
      expect(await cache.last('a')).toBeUndefined()
    })

    it('gives back what was stored, with its age and tags, line breaks and Chinese included', async () => {
      await cache.set('a', entry('{"标题":"停水\n通知"}\n', ['notice', 'place:/jl/yx/']), 60)
      expect(await cache.get('a')).toMatchObject(entry('{"标题":"停水\n通知"}\n', ['notice', 'place:/jl/yx/']))
    })

    it('forgets an entry when its time is over', async () => {
      await cache.set('a', entry('1'), 0.05)
      expect(await cache.get('a')).toBeDefined()
      await pass(80)
      expect(await cache.get('a')).toBeUndefined()
      expect(await cache.last('a')).toBeUndefined()
    })

    it('voids every entry that carries an invalidated tag, and no other', async () => {
      await cache.set('a', entry('1', ['notice', 'home']), 60)
      await cache.set('b', entry('2', ['home']), 60)
      await cache.set('c', entry('3', ['repair']), 60)
      await cache.invalidate(['notice', 'never-used'])
      expect(await cache.get('a')).toBeUndefined()
      expect((await cache.get('b'))?.value).toBe('2')
      await cache.invalidate(['home', 'repair'])
      expect(await cache.get('b')).toBeUndefined()
      expect(await cache.get('c')).toBeUndefined()
    })

    it('keeps a voided entry for the time of an outage only', async () => {
      await cache.set('a', entry('1'), 60)
      await cache.invalidate(['notice'])
      expect(await cache.get('a')).toBeUndefined()
      expect((await cache.last('a'))?.value).toBe('1')
    })

    it('does not serve what was read before an invalidation and stored after it', async () => {
      const mark = await cache.mark(['notice'])
      await cache.invalidate(['notice'])
      await cache.set('a', entry('old'), 60, mark)
      expect(await cache.get('a')).toBeUndefined()
      await cache.set('a', entry('new'), 60, await cache.mark(['notice']))
      expect((await cache.get('a'))?.value).toBe('new')
    })

    it('gives the same mark until one of the tags is invalidated', async () => {
      const before = await cache.mark(['notice', 'home'])
      expect(await cache.mark(['notice', 'home'])).toBe(before)
      await cache.invalidate(['home'])
      expect(await cache.mark(['notice', 'home'])).not.toBe(before)
    })
  })
}

behavesAsCache('in process', async () => {
  const clock = manualClock()
  return { cache: memoryCache(clock), pass: clock.advance }
})

describe('cache: in process, limits', () => {
  it('never holds more than its bytes and lets the least used go first', async () => {
    const cache = memoryCache(manualClock(), 10_000)
    for (let i = 0; i < 50; i++) await cache.set(`k${i}`, entry('x'.repeat(400)), 60)
    const held = (await Promise.all(Array.from({ length: 50 }, (_, i) => cache.get(`k${i}`)))).map((found) => found !== undefined)
    expect(held.filter(Boolean).length).toBeLessThan(10)
    expect(held.at(-1)).toBe(true)
    expect(held[0]).toBe(false)
  })

  it('does not keep one entry that is larger than all it may hold', async () => {
    const cache = memoryCache(manualClock(), 10_000)
    await cache.set('small', entry('1'), 60)
    await cache.set('huge', entry('x'.repeat(20_000)), 60)
    expect(await cache.get('huge')).toBeUndefined()
    expect(await cache.get('small')).toBeDefined()
  })
})

describe.runIf(redisUrl)('cache: redis', () => {
  const harness = redisHarness()
  beforeAll(harness.start)
  afterAll(harness.stop)

  behavesAsCache('shared', async () => ({
    cache: redisCache(harness.guard(), testIds, harness.prefix()),
    pass: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
  }))

  it('one process sees what another invalidated', async () => {
    const prefix = harness.prefix()
    const here = redisCache(harness.guard(), testIds, prefix)
    const there = redisCache(harness.guard(), testIds, prefix)
    await here.set('a', entry('1'), 60)
    expect((await there.get('a'))?.value).toBe('1')
    await there.invalidate(['notice'])
    expect(await here.get('a')).toBeUndefined()
  })

  it('misses without an error while Redis is away, and trusts nothing it could not invalidate', async () => {
    const cache = redisCache(harness.guard(), testIds, harness.prefix())
    await cache.set('a', entry('1'), 60)
    const mark = await cache.mark(['notice'])
    await harness.away(async () => {
      expect(await cache.get('a')).toBeUndefined()
      await cache.set('b', entry('2'), 60)
      const before = await cache.mark(['notice'])
      await cache.invalidate(['notice'])
      expect(await cache.mark(['notice'])).not.toBe(before)
    })
    expect(await cache.get('a')).toBeUndefined()
    expect(await cache.get('b')).toBeUndefined()
    expect(await cache.mark(['notice'])).not.toBe(mark)
  })

  it('voids everything when more invalidations were lost than it cares to remember', async () => {
    const cache = redisCache(harness.guard(), testIds, harness.prefix())
    await cache.set('a', entry('1', ['untouched']), 60)
    await harness.away(() => cache.invalidate(Array.from({ length: 1500 }, (_, i) => `tag${i}`)))
    expect(await cache.get('a')).toBeUndefined()
  })

  it('treats an entry as void when its tag ran out', async () => {
    const prefix = harness.prefix()
    const cache = redisCache(harness.guard(), testIds, prefix)
    await cache.set('a', entry('1'), 60)
    await harness.redis().del(`${prefix}t:notice`)
    expect(await cache.get('a')).toBeUndefined()
  })
})
