import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { memoryLock } from './memory/lock.ts'
import type { Lock } from './ports.ts'
import { redisLock } from './redis/lock.ts'
import { redisHarness, redisUrl, testIds, until } from './testing.ts'

/** A promise that a test resolves when it wants to. */
function gate() {
  let open = () => {}
  const passed = new Promise<void>((resolve) => {
    open = resolve
  })
  return { open, passed }
}

/** What every lock must do, whatever it is made of. */
function behavesAsLock(name: string, open: () => Promise<Lock>) {
  describe(`lock: ${name}`, () => {
    let lock: Lock
    beforeEach(async () => {
      lock = await open()
    })

    it('refuses a second holder while the first works, and only under the same name', async () => {
      const { open: finish, passed } = gate()
      const first = lock.tryWith('relay', 5000, async () => {
        await passed
        return 'first'
      })
      await until(async () => (await lock.tryWith('relay', 5000, async () => 'second')) === undefined)
      expect(await lock.tryWith('relay', 5000, async () => 'second')).toBeUndefined()
      expect(await lock.tryWith('other', 5000, async () => 'other')).toBe('other')
      finish()
      expect(await first).toBe('first')
      expect(await lock.tryWith('relay', 5000, async () => 'third')).toBe('third')
    })

    it('is free again after the work failed, and passes the failure on', async () => {
      const failing = lock.tryWith('relay', 5000, async () => {
        throw new Error('broken work')
      })
      await expect(failing).rejects.toThrow('broken work')
      expect(await lock.tryWith('relay', 5000, async () => 'next')).toBe('next')
    })

    it('lets exactly one of many in at a time', async () => {
      let inside = 0
      let most = 0
      let entered = 0
      const contend = async () => {
        for (let i = 0; i < 20; i++) {
          await lock.tryWith('one', 5000, async () => {
            entered++
            most = Math.max(most, ++inside)
            await new Promise(setImmediate)
            inside--
          })
        }
      }
      await Promise.all(Array.from({ length: 8 }, contend))
      expect(entered).toBeGreaterThan(0)
      expect(most).toBe(1)
    })

    it('holds longer than its time to live as long as the work goes on', async () => {
      const result = await lock.tryWith('long', 600, async (signal) => {
        await new Promise((resolve) => setTimeout(resolve, 1_500))
        const other = await lock.tryWith('long', 600, async () => 'stolen')
        return { other, aborted: signal.aborted }
      })
      expect(result).toEqual({ other: undefined, aborted: false })
    })

    it('tells the work to stop and takes no new work once it is closed', async () => {
      const stopped = lock.tryWith(
        'relay',
        5000,
        (signal) => new Promise<string>((resolve) => signal.addEventListener('abort', () => resolve('stopped'))),
      )
      await until(async () => (await lock.tryWith('relay', 5000, async () => 1)) === undefined)
      await lock.close()
      expect(await stopped).toBe('stopped')
      expect(await lock.tryWith('relay', 5000, async () => 'late')).toBeUndefined()
    })
  })
}

behavesAsLock('in process', async () => memoryLock())

describe.runIf(redisUrl)('lock: redis', () => {
  const harness = redisHarness()
  beforeAll(harness.start)
  afterAll(harness.stop)
  const open = (prefix: string) => redisLock(harness.guard(), testIds, memoryLock(), prefix)

  behavesAsLock('shared', async () => open(harness.prefix()))

  it('excludes another process', async () => {
    const prefix = harness.prefix()
    const inner = await open(prefix).tryWith('relay', 5000, () => open(prefix).tryWith('relay', 5000, async () => 'both'))
    expect(inner).toBeUndefined()
  })

  it('aborts the work whose lock was taken over, and leaves the new holder its lock', async () => {
    const prefix = harness.prefix()
    const reason = await open(prefix).tryWith('relay', 150, async (signal) => {
      await harness.redis().set(`${prefix}l:relay`, 'somebody-else')
      await until(() => signal.aborted)
      return String(signal.reason)
    })
    expect(reason).toContain('lost')
    expect(await harness.redis().get(`${prefix}l:relay`)).toBe('somebody-else')
  })

  it('aborts the work when Redis goes away for longer than the lock lives', async () => {
    const lock = open(harness.prefix())
    const aborted = await lock.tryWith('relay', 150, async (signal) => {
      await harness.away(() => until(() => signal.aborted))
      return signal.aborted
    })
    expect(aborted).toBe(true)
  })

  it('still excludes within this process while Redis is away', async () => {
    const lock = open(harness.prefix())
    await harness.away(async () => {
      const inner = await lock.tryWith('relay', 5000, async () => ({ twice: await lock.tryWith('relay', 5000, async () => 1) }))
      expect(inner).toEqual({ twice: undefined })
    })
  })
})
