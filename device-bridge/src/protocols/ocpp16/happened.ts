/** What piles did that a command may be waiting for. */
export type Happening =
  | { readonly kind: 'boot'; readonly device: string }
  | { readonly kind: 'started'; readonly device: string; readonly connector: number; readonly token: string; readonly transaction: string }
  | { readonly kind: 'stopped'; readonly device: string; readonly transaction: string }
  | { readonly kind: 'status'; readonly device: string; readonly connector: number; readonly status: string }
  | { readonly kind: 'diagnostics'; readonly device: string; readonly status: string }
  | { readonly kind: 'firmware'; readonly device: string; readonly status: string }

/** Brings commands together with their proof, which comes as a call of the pile's own. */
export function createHappened() {
  const watchers = new Set<(one: Happening) => void>()
  const expected = new Map<string, number>()
  const nameOf = (device: string, token: string): string => `${device}/${token}`
  return {
    tell(one: Happening): void {
      for (const watch of watchers) watch(one)
    },
    /** Resolves with what `pick` makes of a happening, or with nothing when the time is up. */
    async waitFor<T>(pick: (one: Happening) => T | undefined, signal: AbortSignal, begin: () => Promise<boolean>): Promise<T | undefined> {
      let found: T | undefined
      let wake = (): void => {}
      const seen = new Promise<void>((resolve) => {
        wake = resolve
      })
      const watch = (one: Happening): void => {
        found ??= pick(one)
        if (found !== undefined) wake()
      }
      watchers.add(watch)
      try {
        if (!(await begin())) return undefined
        const over = new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }))
        await Promise.race([seen, over])
        return found
      } finally {
        watchers.delete(watch)
      }
    },
    /** A card by which the platform itself is starting a charging is accepted while it does. */
    expect(device: string, token: string): () => void {
      const name = nameOf(device, token)
      expected.set(name, (expected.get(name) ?? 0) + 1)
      let isReleased = false
      return () => {
        if (isReleased) return
        isReleased = true
        const left = (expected.get(name) ?? 1) - 1
        if (left > 0) expected.set(name, left)
        else expected.delete(name)
      }
    },
    isExpected: (device: string, token: string): boolean => expected.has(nameOf(device, token)),
  }
}
export type Happened = ReturnType<typeof createHappened>
