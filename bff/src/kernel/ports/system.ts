import { randomBytes, randomFillSync, randomInt } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import type { Clock, Ids, Random } from './time.ts'

export const systemClock: Clock = {
  now: () => Date.now(),
  sleep: async (ms, signal) => {
    await wait(ms, undefined, signal ? { signal } : {})
  },
}

const pool = Buffer.alloc(4096)
let used = pool.length

/** Asking the system costs the same for many bytes as for few; what was given out is wiped from the pool. */
function fewBytes(size: number): Buffer {
  if (used + size > pool.length) {
    randomFillSync(pool)
    used = 0
  }
  const bytes = Buffer.from(pool.subarray(used, used + size))
  pool.fill(0, used, used + size)
  used += size
  return bytes
}

export const systemRandom: Random = {
  bytes: (size) => (size <= 64 ? fewBytes(size) : randomBytes(size)),
  int: (below) => randomInt(below),
}

const alphabet = '0123456789abcdefghjkmnpqrstvwxyz'

/** 48 bits of time and 80 bits of chance; within one millisecond the chance part only counts up. */
export function createIds(clock: Clock, random: Random): Ids {
  let lastTime = -1
  let tail = new Uint8Array(16)
  return {
    next() {
      const now = Math.max(clock.now(), lastTime)
      if (now > lastTime) {
        lastTime = now
        tail = Uint8Array.from(random.bytes(16), (byte) => byte & 31)
      } else {
        increment(tail)
      }
      let head = ''
      for (let rest = now, i = 0; i < 10; i++, rest = Math.floor(rest / 32)) head = alphabet[rest % 32] + head
      let body = ''
      for (const digit of tail) body += alphabet[digit]
      return head + body
    },
  }
}

function increment(digits: Uint8Array): void {
  for (let i = digits.length - 1; i >= 0; i--) {
    const digit = digits[i] ?? 0
    if (digit < 31) {
      digits[i] = digit + 1
      return
    }
    digits[i] = 0
  }
}
