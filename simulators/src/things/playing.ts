/** What everybody who is played needs. */
export interface Stage {
  readonly mqttUrl: string
  readonly now: () => number
  /** In [0, 1). */
  readonly chance: () => number
  /** Where the bridge listens for a protocol, by its name; undefined while it does not. */
  port(name: string): Promise<number | undefined>
  /** Set when the simulators end. */
  readonly signal: AbortSignal
  /** Told of everything that somebody did or that was asked of a device, for the page. */
  note(text: string): void
}

/** Waits; ends early, without an error, when the simulators end. */
export const pause = (ms: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) return resolve()
    const end = (): void => {
      clearTimeout(timer)
      signal.removeEventListener('abort', end)
      resolve()
    }
    const timer = setTimeout(end, ms)
    signal.addEventListener('abort', end)
  })

const retryMs = 5000

/** Does it again and again: a line that breaks, or that is not answered yet, is dialled anew. */
export async function keepUp(stage: Stage, work: () => Promise<void>): Promise<void> {
  while (!stage.signal.aborted) {
    await work().catch(() => undefined)
    await pause(retryMs * (0.6 + stage.chance()), stage.signal)
  }
}

/** Calls each of them in its turn, spread over the time, so that no moment has more to bear than another. */
export async function inTurns<T>(stage: Stage, all: readonly T[], everyMs: number, work: (one: T) => Promise<void>, goesOn = () => true) {
  while (!stage.signal.aborted && goesOn() && all.length > 0)
    for (const one of all) {
      if (stage.signal.aborted || !goesOn()) return
      await work(one)
      await pause(everyMs / all.length, stage.signal)
    }
}
