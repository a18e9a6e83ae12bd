import type { Clock } from '../ports/ports.ts'

export interface RateLimit {
  readonly perSecond: number
  readonly burst: number
}

interface Bucket {
  tokens: number
  at: number
}

/** How fast each device may speak. Whoever is faster waits by himself, or is told no. */
export function createRates(clock: Clock, limit: RateLimit) {
  const buckets = new Map<string, Bucket>()

  const refill = (key: string): Bucket => {
    const now = clock.elapsed()
    const bucket = buckets.get(key) ?? { tokens: limit.burst, at: now }
    bucket.tokens = Math.min(limit.burst, bucket.tokens + ((now - bucket.at) / 1000) * limit.perSecond)
    bucket.at = now
    buckets.set(key, bucket)
    return bucket
  }

  return {
    /** Takes them, going below zero; the answer is how long to wait until they are earned. */
    take(key: string, count = 1): number {
      const bucket = refill(key)
      bucket.tokens -= count
      return bucket.tokens >= 0 ? 0 : (-bucket.tokens / limit.perSecond) * 1000
    },
    /** Takes one only when it is there. */
    mayTake(key: string): boolean {
      const bucket = refill(key)
      if (bucket.tokens < 1) return false
      bucket.tokens -= 1
      return true
    },
    forget: (key: string): void => void buckets.delete(key),
  }
}

export type Rates = ReturnType<typeof createRates>
