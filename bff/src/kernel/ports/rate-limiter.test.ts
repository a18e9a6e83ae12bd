import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { manualClock } from '../../../test/manual-clock.ts'
import { memoryRateLimiter } from './memory/rate-limiter.ts'
import type { RateLimiter } from './ports.ts'
import { redisRateLimiter } from './redis/rate-limiter.ts'
import { redisHarness, redisUrl } from './testing.ts'

interface Subject {
  limiter: RateLimiter
  pass(ms: number): Promise<void>
}

/** What every limiter must do, whatever it is made of. */
function behavesAsLimiter(name: string, open: () => Promise<Subject>) {
  describe(`rate limiter: ${name}`, () => {
    let limiter: RateLimiter
    let pass: Subject['pass']
    beforeEach(async () => {
      ;({ limiter, pass } = await open())
    })
    const takeMany = async (count: number, bucket = 'b') => {
      const answers = []
      for (let i = 0; i < count; i++) answers.push(await limiter.take(bucket, 3, 3600))
      return answers
    }

    it('refuses what goes beyond the allowance and says when to come back', async () => {
      const answers = await takeMany(5)
      expect(answers.map((answer) => answer.allowed)).toEqual([true, true, true, false, false])
      expect(answers.map((answer) => answer.remaining)).toEqual([2, 1, 0, 0, 0])
      expect(answers[2]?.retryAfter).toBe(0)
      expect(answers[4]?.retryAfter).toBeGreaterThan(1100)
      expect(answers[4]?.retryAfter).toBeLessThanOrEqual(1200)
    })

    it('counts every bucket by itself', async () => {
      await takeMany(4, 'one')
      expect((await limiter.take('two', 3, 3600)).allowed).toBe(true)
      expect((await limiter.take('one', 3, 3600)).allowed).toBe(false)
    })

    it('takes nothing for a refusal', async () => {
      expect((await limiter.take('b', 3, 3600, 2)).remaining).toBe(1)
      expect(await limiter.take('b', 3, 3600, 2)).toMatchObject({ allowed: false, remaining: 1 })
      expect((await limiter.take('b', 3, 3600, 1)).allowed).toBe(true)
    })

    it('never allows a cost above the whole allowance', async () => {
      expect((await limiter.take('b', 3, 3600, 4)).allowed).toBe(false)
      expect((await limiter.take('b', 3, 3600, 3)).allowed).toBe(true)
    })

    it('gives points back one by one as time passes', async () => {
      for (let i = 0; i < 4; i++) await limiter.take('b', 4, 2)
      expect((await limiter.take('b', 4, 2)).allowed).toBe(false)
      await pass(550)
      expect((await limiter.take('b', 4, 2)).allowed).toBe(true)
      expect((await limiter.take('b', 4, 2)).allowed).toBe(false)
    })

    it('lets exactly the allowance through when many ask at once', async () => {
      const answers = await Promise.all(Array.from({ length: 60 }, () => limiter.take('race', 7, 3600)))
      expect(answers.filter((answer) => answer.allowed)).toHaveLength(7)
    })
  })
}

behavesAsLimiter('in process', async () => {
  const clock = manualClock()
  return { limiter: memoryRateLimiter(clock), pass: clock.advance }
})

it('a clock that jumps back never lets anybody through early', async () => {
  const clock = manualClock()
  const limiter = memoryRateLimiter(clock)
  for (let i = 0; i < 3; i++) await limiter.take('b', 3, 60)
  await clock.advance(-3_600_000)
  expect((await limiter.take('b', 3, 60)).allowed).toBe(false)
})

describe.runIf(redisUrl)('rate limiter: redis', () => {
  const harness = redisHarness()
  beforeAll(harness.start)
  afterAll(harness.stop)
  const open = (prefix: string) => redisRateLimiter(harness.guard(), memoryRateLimiter(manualClock()), prefix)

  behavesAsLimiter('shared', async () => ({
    limiter: open(harness.prefix()),
    pass: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
  }))

  it('counts across processes', async () => {
    const prefix = harness.prefix()
    const [here, there] = [open(prefix), open(prefix)]
    for (const limiter of [here, there, here]) expect((await limiter.take('b', 3, 3600)).allowed).toBe(true)
    expect((await there.take('b', 3, 3600)).allowed).toBe(false)
  })

  it('keeps limiting while Redis is away', async () => {
    const limiter = open(harness.prefix())
    await harness.away(async () => {
      const answers = []
      for (let i = 0; i < 10; i++) answers.push(await limiter.take('b', 3, 3600))
      expect(answers.filter((answer) => answer.allowed)).toHaveLength(3)
    })
  })

  it('leaves no bucket behind for ever', async () => {
    const prefix = harness.prefix()
    await open(prefix).take('b', 3, 60)
    expect(await harness.redis().pttl(`${prefix}r:b`)).toBeGreaterThan(0)
  })
})
