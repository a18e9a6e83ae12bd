/** A value that can be watched; the shape React's useSyncExternalStore asks for. */
export interface Observable<T> {
  get(): T
  subscribe(listener: () => void): () => void
}

export interface Writable<T> extends Observable<T> {
  set(value: T): void
}

export function createObservable<T>(initial: T): Writable<T> {
  const listeners = new Set<() => void>()
  let value = initial
  return {
    get: () => value,
    set(next) {
      if (Object.is(next, value)) return
      value = next
      for (const listener of [...listeners]) listener()
    },
    subscribe(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
  }
}
