import { createHash, randomInt } from 'node:crypto'

/** Random bytes that can be had again: a failing test prints the seed. */
export interface Dice {
  readonly seed: string
  bytes(size: number): Buffer
  int(below: number): number
}

export function dice(seed = process.env.LIREN_TEST_SEED ?? String(randomInt(2 ** 40))): Dice {
  let counter = 0
  const bytes = (size: number): Buffer => {
    const parts: Buffer[] = []
    for (let length = 0; length < size; length += 32) parts.push(createHash('sha256').update(`${seed}/${counter++}`).digest())
    return Buffer.concat(parts).subarray(0, size)
  }
  return { seed, bytes, int: (below) => bytes(6).readUIntBE(0, 6) % below }
}
