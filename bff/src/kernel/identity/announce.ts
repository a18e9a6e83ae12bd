import type { Kernel } from '../kernel.ts'
import type { Tx } from '../store/store.ts'

/** Channel of the bus that tells every process to look again at what somebody may do. */
export const identityChannel = 'identity'
const everybody = '*'

type Listener = (userId: string | undefined) => void
const listeners = new WeakMap<Kernel, Set<Listener>>()

/** Calls back with the person whose sessions or rights changed; undefined means anybody's. */
export function onIdentityChange(kernel: Kernel, listener: Listener): () => void {
  const own = listeners.get(kernel) ?? new Set<Listener>()
  listeners.set(kernel, own.add(listener))
  const leave = kernel.bus.subscribe(identityChannel, (message) => listener(message === everybody ? undefined : message))
  return () => {
    own.delete(listener)
    leave()
  }
}

/** Says so once the change is committed: here at once, in other processes as soon as the bus brings it. */
export function announce(kernel: Kernel, userId: string | undefined, tx: Tx): void {
  tx.afterCommit(() => {
    for (const listener of listeners.get(kernel) ?? []) listener(userId)
    void kernel.bus.publish(identityChannel, userId ?? everybody).catch((error: unknown) => {
      kernel.log.warn({ err: error }, 'other processes will learn of a change of rights a little later')
    })
  })
}
