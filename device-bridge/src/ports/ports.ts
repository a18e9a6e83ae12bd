/** Time, chance and network are given to the bridge, so that tests can move the one and break the other. */
export interface Clock {
  /** The wall clock; it may jump. */
  now(): number
  /** Milliseconds that only ever pass; for time-outs and times to live. */
  elapsed(): number
  sleep(ms: number, signal?: AbortSignal): Promise<void>
}

/** In [0, 1). */
export type Chance = () => number

/** The part of `fetch` that the bridge uses. */
export type Fetch = (
  url: string,
  init: { method: string; headers: Record<string, string>; body: string; signal: AbortSignal },
) => Promise<{ status: number; json(): Promise<unknown> }>

export interface Log {
  info(detail: object, message: string): void
  warn(detail: object, message: string): void
}
