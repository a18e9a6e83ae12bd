/** Time and network are given to the bridge, so that tests can move the one and break the other. */
export interface Clock {
  now(): number
  sleep(ms: number, signal?: AbortSignal): Promise<void>
}

/** The part of `fetch` that the publisher uses. */
export type Fetch = (
  url: string,
  init: { method: string; headers: Record<string, string>; body: string; signal: AbortSignal },
) => Promise<{ status: number; json(): Promise<unknown> }>

export interface Log {
  info(detail: object, message: string): void
  warn(detail: object, message: string): void
}
