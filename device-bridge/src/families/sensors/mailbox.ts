import type { Clock } from '../../ports/ports.ts'
import type { Order, Step } from '../../protocols/protocol.ts'
import { createReplies, isFinal, type Reply } from './replies.ts'

/** A command as it lies ready for its device. */
export interface Parcel {
  readonly id: string
  readonly ts: number
  readonly name: string
  readonly args: object
}

interface Slot {
  readonly parcel: Parcel
  isTaken: boolean
  taken(): void
}

/** How long a device that asks is kept waiting for a command that is on its way to us from the disk. */
const onItsWayMs = 2000

/**
 * Commands for devices that sleep and come for them. One that was taken lies there again at the next visit until it is
 * answered: the answer to a visit may get lost, and a device that gets the same id twice answers again without acting twice.
 */
export function createMailbox(deps: { readonly clock: Clock; reachable(device: string): boolean }) {
  const replies = createReplies()
  const slots = new Map<string, Slot[]>()
  const visitors = new Map<string, Set<() => void>>()
  const watchers = new Map<string, (parcel: Parcel) => Promise<boolean>>()

  const of = (device: string): Slot[] => slots.get(device) ?? []
  const isOpen = (device: string): boolean => visitors.has(device) || watchers.has(device)

  /** Out of the box, so that no visit takes it again. */
  function drop(device: string, id: string): void {
    const left = of(device).filter(({ parcel }) => parcel.id !== id)
    if (left.length > 0) slots.set(device, left)
    else slots.delete(device)
  }

  async function hand(device: string, slot: Slot): Promise<void> {
    if ((await watchers.get(device)?.(slot.parcel)) === true) slot.taken()
  }

  async function deliver({ id, device, order, signal }: Order): Promise<boolean> {
    const code = device.code
    let settle = (_: boolean): void => undefined
    const went = new Promise<boolean>((resolve) => {
      settle = resolve
    })
    const parcel = { id, ts: deps.clock.now(), name: order.name, args: order.values }
    const slot: Slot = {
      parcel,
      isTaken: false,
      taken() {
        slot.isTaken = true
        settle(true)
      },
    }
    slots.set(code, [...of(code), slot])
    signal.addEventListener('abort', () => settle(false), { once: true })
    for (const wake of visitors.get(code) ?? []) wake()
    if (watchers.has(code)) void hand(code, slot)
    return went
  }

  return {
    /** Whether a command would be taken now: somebody asks, or listens. */
    isOpen,
    /** What lies there for a device that asks; waits for so long when it asks for that. */
    async visit(device: string, waitMs = 0, signal?: AbortSignal): Promise<Parcel[]> {
      const wakers = visitors.get(device) ?? new Set()
      visitors.set(device, wakers)
      let wake = (): void => undefined
      const woken = new Promise<void>((resolve) => {
        wake = resolve
      })
      wakers.add(wake)
      try {
        const isComing = deps.reachable(device)
        const patienceMs = of(device).length > 0 ? 0 : Math.max(waitMs, isComing ? onItsWayMs : 0)
        const over = new AbortController()
        if (patienceMs > 0) {
          signal?.addEventListener('abort', () => wake(), { once: true })
          await Promise.race([woken, deps.clock.sleep(patienceMs, over.signal).catch(() => undefined)])
        }
        over.abort()
      } finally {
        wakers.delete(wake)
        if (wakers.size === 0) visitors.delete(device)
      }
      for (const slot of of(device)) slot.taken()
      return of(device).map(({ parcel }) => parcel)
    },
    /** Somebody listens: what comes is handed to `push` at once, which says whether it arrived. Ends by calling the answer. */
    watch(device: string, push: (parcel: Parcel) => Promise<boolean>): () => void {
      watchers.set(device, push)
      for (const slot of of(device)) if (!slot.isTaken) void hand(device, slot)
      deps.reachable(device)
      return () => {
        if (watchers.get(device) === push) watchers.delete(device)
      }
    },
    replied(device: string, id: string, reply: Reply): boolean {
      const isAwaited = replies.replied(device, id, reply)
      if (isAwaited && isFinal(reply)) drop(device, id)
      return isAwaited
    },
    async *send(order: Order): AsyncGenerator<Step> {
      try {
        yield* replies.carry(order, () => deliver(order))
      } finally {
        drop(order.device.code, order.id)
      }
    },
  }
}
export type Mailbox = ReturnType<typeof createMailbox>
