import { randomBytes, randomInt } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import type { Clock, Ids, Random } from './time.ts'

export const systemClock: Clock = {
  now: () => Date.now(),
  sleep: async (ms, signal) => {
    await wait(ms, undefined, signal ? { signal } : {})
  },
}

export const systemRandom: Random = {
  bytes: (size) => randomBytes(size),
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
