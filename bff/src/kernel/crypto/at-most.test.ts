import { describe, expect, it } from 'vitest'
import { atMost } from './at-most.ts'

describe('at most so many at once', () => {
  it('keeps to the limit, in order, also when work fails', async () => {
    const turn = atMost(2)
    const gates: (() => void)[] = []
    const begun: number[] = []
    const work = (n: number) =>
      turn(async () => {
        begun.push(n)
        await new Promise<void>((open) => gates.push(open))
        if (n === 1) throw new Error('failed')
        return n
      })
    const all = Promise.allSettled([0, 1, 2, 3, 4].map(work))
    const settle = () => new Promise((resolve) => setImmediate(resolve))
    await settle()
    expect(begun).toEqual([0, 1])
    gates[1]?.()
    await settle()
    expect(begun).toEqual([0, 1, 2])
    gates[0]?.()
    gates[2]?.()
    await settle()
    expect(begun).toEqual([0, 1, 2, 3, 4])
    gates[3]?.()
    gates[4]?.()
    expect((await all).map((one) => one.status)).toEqual(['fulfilled', 'rejected', 'fulfilled', 'fulfilled', 'fulfilled'])
    await expect(turn(async () => 'free again')).resolves.toBe('free again')
  })
})
