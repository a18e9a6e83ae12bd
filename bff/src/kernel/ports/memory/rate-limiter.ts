import type { RateLimiter } from '../ports.ts'
import type { Clock } from '../time.ts'
import { Recent } from './recent.ts'

/**
 * The generic cell rate algorithm: one number per bucket, the time at which it would be full again.
 * `points` may be taken at once; they come back evenly over `perSeconds`.
 */
export function memoryRateLimiter(clock: Clock, maxBuckets = 200_000): RateLimiter {
  const fullAt = new Recent<number>(maxBuckets)
  return {
    async take(bucket, points, perSeconds, cost = 1) {
      const now = clock.now()
      const perPoint = (perSeconds * 1000) / points
      const base = Math.max(fullAt.get(bucket) ?? now, now)
      const next = base + cost * perPoint
      const over = next - now - perSeconds * 1000
      if (over > rounding) {
        const remaining = Math.max(0, Math.floor((perSeconds * 1000 - (base - now)) / perPoint + rounding))
        return { allowed: false, remaining, retryAfter: Math.max(1, Math.ceil(over / 1000)) }
      }
      fullAt.set(bucket, next)
      return { allowed: true, remaining: Math.max(0, Math.floor(-over / perPoint + rounding)), retryAfter: 0 }
    },
    async close() {
      fullAt.clear()
    },
  }
}

/** Thirds of a second do not add up exactly: a thousandth of a millisecond or of a point is forgiven. */
const rounding = 0.001
