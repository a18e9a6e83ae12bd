import type { Clock } from '../src/ports/ports.ts'

/** Time that passes when a test says so; its wall clock can be set apart from it. */
export function manualClock(start = 1_760_000_000_000) {
  let passed = 0
  let wall = start
  const sleepers: { at: number; wake(): void }[] = []
  const clock: Clock = {
    now: () => wall,
    elapsed: () => passed,
    sleep: (ms, signal) =>
      new Promise((resolve, reject) => {
        if (signal?.aborted) return reject(new Error('aborted'))
        const stop = (): void => reject(new Error('aborted'))
        const wake = (): void => {
          signal?.removeEventListener('abort', stop)
          resolve()
        }
        sleepers.push({ at: passed + ms, wake })
        signal?.addEventListener('abort', stop, { once: true })
      }),
  }
  const settle = async (): Promise<void> => {
    for (let i = 0; i < 5; i++) await new Promise((resolve) => setTimeout(resolve, 1))
  }
  return {
    clock,
    settle,
    setWall: (to: number): void => {
      wall = to
    },
    async forward(ms: number): Promise<void> {
      await settle()
      const target = passed + ms
      for (;;) {
        const next = sleepers.filter(({ at }) => at <= target).sort((a, b) => a.at - b.at)[0]
        if (!next) break
        sleepers.splice(sleepers.indexOf(next), 1)
        wall += Math.max(0, next.at - passed)
        passed = Math.max(passed, next.at)
        next.wake()
        await settle()
      }
      wall += target - passed
      passed = target
      await settle()
    },
  }
}
