import type { Clock } from '../ports/ports.ts'

export interface Stranger {
  readonly protocol: string
  readonly identity: string
  readonly remote: string
  reason: string
  times: number
  lastAt: number
  hex: string
}

const most = 200
const tellEveryMs = 3_600_000

/** Who spoke without being known: kept for the engineer, and told to the platform once an hour for each. */
export function createStrangers(clock: Clock, tell: (stranger: Stranger) => void) {
  const kept = new Map<string, Stranger & { toldAt: number; sinceTold: number }>()
  return {
    saw(seen: { protocol: string; identity: string; remote: string; reason: string; bytes?: Buffer | undefined }): void {
      const key = `${seen.protocol} ${seen.identity}`
      const hex = seen.bytes?.subarray(0, 128).toString('hex') ?? ''
      const now = clock.elapsed()
      const known = kept.get(key) ?? {
        protocol: seen.protocol.slice(0, 40),
        identity: seen.identity.slice(0, 120),
        remote: seen.remote.slice(0, 80),
        reason: '',
        times: 0,
        lastAt: 0,
        hex: '',
        toldAt: Number.NEGATIVE_INFINITY,
        sinceTold: 0,
      }
      kept.delete(key)
      kept.set(key, known)
      if (kept.size > most) kept.delete(kept.keys().next().value as string)
      known.reason = seen.reason.slice(0, 200)
      known.hex = hex || known.hex
      known.lastAt = clock.now()
      known.times += 1
      known.sinceTold += 1
      if (now - known.toldAt < tellEveryMs) return
      tell({ ...known, times: known.sinceTold })
      known.toldAt = now
      known.sinceTold = 0
    },
    all: (): Stranger[] => [...kept.values()].map(({ toldAt, sinceTold, ...stranger }) => stranger).reverse(),
  }
}

export type Strangers = ReturnType<typeof createStrangers>
