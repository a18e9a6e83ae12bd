/** Chance that comes out the same every time: a seed demo looks alike on every machine, relative to today. */
export interface Dice {
  /** In [0, 1). */
  next(): number
  /** A whole number from `low` to `high`, both included. */
  int(low: number, high: number): number
  chance(share: number): boolean
  pick<T>(from: readonly T[]): T
  /** Picks by weight. */
  weighted<T>(from: readonly (readonly [T, number])[]): T
  shuffle<T>(items: readonly T[]): T[]
  /** Spread round 1 with a long tail: how long things take. */
  stretch(): number
}

/** mulberry32 over a name: each set has dice of its own, so that adding one leaves the others as they were. */
export function createDice(name: string): Dice {
  let state = [...name].reduce((hash, character) => Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193), 0x811c9dc5)
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
  const int = (low: number, high: number): number => low + Math.floor(next() * (high - low + 1))
  const pick = <T>(from: readonly T[]): T => {
    const item = from[int(0, from.length - 1)]
    if (item === undefined) throw new Error(`${name}: nothing to pick from`)
    return item
  }
  return {
    next,
    int,
    pick,
    chance: (share) => next() < share,
    weighted(from) {
      let left = next() * from.reduce((sum, [, weight]) => sum + weight, 0)
      for (const [item, weight] of from) {
        left -= weight
        if (left < 0) return item
      }
      return pick(from)[0]
    },
    shuffle(items) {
      const mixed = [...items]
      for (let i = mixed.length - 1; i > 0; i--) {
        const j = int(0, i)
        ;[mixed[i], mixed[j]] = [mixed[j] as (typeof mixed)[number], mixed[i] as (typeof mixed)[number]]
      }
      return mixed
    },
    stretch: () => Math.exp((next() + next() + next() - 1.5) * 0.9),
  }
}
