import type { RateLimiter } from '../ports.ts'
import type { RedisGuard } from './guard.ts'

/** The same algorithm as in process, on the server's own clock, in microseconds so that processes may disagree about the time. */
const takeScript = `
local t = redis.call('time')
local now = t[1] * 1000000 + t[2]
local window = ARGV[1] * 1000000
local per_point = window / ARGV[2]
local base = tonumber(redis.call('get', KEYS[1]) or now)
if base < now then base = now end
local next = base + ARGV[3] * per_point
local over = next - now - window
if over > 1 then
  return {0, math.max(0, math.floor((window - (base - now)) / per_point + 0.001)), math.max(1, math.ceil(over / 1000000))}
end
redis.call('set', KEYS[1], string.format('%.0f', next), 'PX', math.ceil((next - now) / 1000))
return {1, math.max(0, math.floor(-over / per_point + 0.001)), 0}`

/** Counts across processes; while Redis is away each process counts for itself. It never lets everything through. */
export function redisRateLimiter(guard: RedisGuard, insurance: RateLimiter, prefix = 'liren:'): RateLimiter {
  return {
    async take(bucket, points, perSeconds, cost = 1) {
      const answer = await guard.attempt((redis) => redis.eval(takeScript, 1, `${prefix}r:${bucket}`, perSeconds, points, cost))
      if (!answer) return insurance.take(bucket, points, perSeconds, cost)
      const [allowed, remaining, retryAfter] = answer.value as [number, number, number]
      return { allowed: allowed === 1, remaining, retryAfter }
    },
    close: () => insurance.close(),
  }
}
