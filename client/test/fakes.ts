import { Cancelled } from '../src/kernel/cancel.ts'
import type { Clock } from '../src/kernel/clock.ts'
import type { Dice } from '../src/kernel/keys.ts'
import { NetworkError, type Transport, type TransportRequest } from '../src/kernel/transport.ts'

/** A clock that moves when told to, and lets every promise settle on the way. */
export function fakeClock(start = Date.parse('2026-07-03T06:05:00Z')): Clock & { pass(ms: number): Promise<void> } {
  let now = start
  let sleepers: { at: number; wake: () => void }[] = []
  return {
    now: () => now,
    sleep: (ms, signal) =>
      new Promise((resolve, reject) => {
        if (signal?.aborted) return reject(new Cancelled())
        const sleeper = { at: now + ms, wake: resolve }
        sleepers.push(sleeper)
        signal?.addEventListener('abort', () => {
          sleepers = sleepers.filter((one) => one !== sleeper)
          reject(new Cancelled())
        })
      }),
    async pass(ms) {
      const end = now + ms
      await settle()
      for (;;) {
        const next = sleepers.filter((one) => one.at <= end).sort((a, b) => a.at - b.at)[0]
        if (next === undefined) break
        now = Math.max(now, next.at)
        sleepers = sleepers.filter((one) => one !== next)
        next.wake()
        await settle()
      }
      now = end
      await settle()
    },
  }
}

/** Let everything that only waits for promises run. */
export async function settle(): Promise<void> {
  for (let i = 0; i < 3; i++) await new Promise((resolve) => setImmediate(resolve))
}

/** Chance that repeats: a linear congruential run from a seed. */
export function fakeDice(seed = 1): Dice {
  let state = seed
  return (below) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648
    return Math.floor((state / 2_147_483_648) * below)
  }
}

export type Handler = (request: TransportRequest) => { status: number; body?: unknown; headers?: Record<string, string> } | 'no-network'

/** A transport answered by a function; keeps what was asked. */
export function fakeTransport(handler: Handler): Transport & { readonly asked: TransportRequest[] } {
  const asked: TransportRequest[] = []
  const transport: Transport = async (request) => {
    asked.push(request)
    const answer = handler(request)
    if (answer === 'no-network') throw new NetworkError('offline')
    return {
      status: answer.status,
      headers: answer.headers ?? {},
      text: answer.body === undefined ? '' : JSON.stringify(answer.body),
    }
  }
  return Object.assign(transport, { asked })
}

export const refusal = (code: string, extra: Record<string, unknown> = {}) => ({
  error: { code, zh: '不行', en: 'no', occurrence: 'o1', faults: [], ...extra },
})
