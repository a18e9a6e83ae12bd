/** A whole number in [0, below). */
export type Dice = (below: number) => number

const alphabet = '0123456789abcdefghjkmnpqrstvwxyz'

/** Ids of things born on this device (drafts, queued writes, Idempotency-Keys): time-ordered, 26 characters. */
export function createKey(now: number, dice: Dice): string {
  let head = ''
  for (let rest = now, i = 0; i < 10; i++, rest = Math.floor(rest / 32)) head = alphabet[rest % 32] + head
  let tail = ''
  for (let i = 0; i < 16; i++) tail += alphabet[dice(32)]
  return head + tail
}
