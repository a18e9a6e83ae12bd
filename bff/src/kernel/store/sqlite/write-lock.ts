/**
 * One writer per database file in this process, in the order of arrival. The driver is synchronous: without
 * this, a second writer would block the event loop while the first waits for that very loop to commit.
 */
export class WriteLock {
  #held = false
  readonly #waiting: (() => void)[] = []

  /** Resolves when the lock is ours. */
  acquire(): Promise<void> {
    if (!this.#held) {
      this.#held = true
      return Promise.resolve()
    }
    return new Promise((resolve) => this.#waiting.push(resolve))
  }

  /** Hands the lock to whoever waits longest. */
  release(): void {
    const next = this.#waiting.shift()
    if (next) next()
    else this.#held = false
  }
}
