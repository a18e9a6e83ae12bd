import type { Clock } from '../ports/ports.ts'

/** Happenings that somebody waits for, in their order. */
export interface Following<T> {
  /** The next one; undefined when the signal ends the wait. */
  next(signal: AbortSignal): Promise<T | undefined>
  stop(): void
}

/** Brings commands together with their proof, which a device tells by a message of its own. */
export function createHappenings<H>() {
  const watchers = new Set<(one: H) => void>()

  function follow<T>(pick: (one: H) => T | undefined): Following<T> {
    const found: T[] = []
    let wake = (): void => {}
    const watch = (one: H): void => {
      const picked = pick(one)
      if (picked === undefined) return
      found.push(picked)
      wake()
    }
    watchers.add(watch)
    return {
      async next(signal) {
        if (found.length === 0 && !signal.aborted) {
          let end = (): void => {}
          await new Promise<void>((resolve) => {
            wake = resolve
            end = resolve
            signal.addEventListener('abort', end, { once: true })
          })
          signal.removeEventListener('abort', end)
        }
        return found.shift()
      },
      stop: () => void watchers.delete(watch),
    }
  }

  return {
    tell(one: H): void {
      for (const watch of watchers) watch(one)
    },
    /** Begin to follow before you ask: a quick device proves before it answers. */
    follow,
    /** Resolves with what `pick` makes of a happening, or with nothing when the time is up or `begin` says no. */
    async waitFor<T>(pick: (one: H) => T | undefined, signal: AbortSignal, begin?: () => Promise<boolean>): Promise<T | undefined> {
      const following = follow(pick)
      try {
        return !begin || (await begin()) ? await following.next(signal) : undefined
      } finally {
        following.stop()
      }
    },
  }
}
export type Happenings<H> = ReturnType<typeof createHappenings<H>>

/** Ends with the signal, or after so long. Call `release` when nobody waits any more. */
export function patience(clock: Clock, ms: number, signal: AbortSignal): { readonly signal: AbortSignal; release(): void } {
  const over = new AbortController()
  const stop = new AbortController()
  const end = (): void => over.abort()
  if (signal.aborted) end()
  signal.addEventListener('abort', end, { once: true })
  clock.sleep(ms, stop.signal).then(end, () => undefined)
  return {
    signal: over.signal,
    release() {
      signal.removeEventListener('abort', end)
      stop.abort()
    },
  }
}
