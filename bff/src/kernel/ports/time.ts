/** Time, ids and chance are given, never taken: tests move the clock and repeat the dice. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number
  /** Resolves after `ms` of this clock's time; rejects when the signal aborts. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>
}

export interface Random {
  bytes(size: number): Buffer
  /** A whole number in [0, below). */
  int(below: number): number
}

export interface Ids {
  /** See `idSchema` in the contract: 26 characters that sort by time. */
  next(): string
}
