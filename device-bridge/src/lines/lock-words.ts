import type { LockTold, UnlockOrder } from '@liren/contract/edge/locks'
import type { Hub } from '../hub.ts'
import type { Log } from '../ports/ports.ts'
import type { Registry } from '../registry.ts'
import type { Settings } from '../settings.ts'

/** How the bridge tells of its locks: under its own name, and as a fault of the device where the register knows one. */
export function lockWords(hub: Pick<Hub, 'tell'>, registry: Pick<Registry, 'get'>, settings: Settings, log: Log) {
  const { LIREN_BRIDGE_CODE: bridge, LIREN_BRIDGE_LOCK_AFTER: failures, LIREN_BRIDGE_LOCK_MINUTES: minutes } = settings
  return {
    limits: { failures, withinMs: 10 * 60_000, lockedMs: minutes * 60_000 },
    async tell(lock: LockTold, key?: string): Promise<void> {
      await hub.tell(bridge, [{ type: 'bridge.lock', values: lock }], key)
      const { identity, attempts } = lock
      if (key === undefined) return
      if (!lock.ended) log.warn({ identity, protocol: lock.protocol, attempts }, 'somebody guesses at a secret; the identity is locked')
      if (lock.reason === 'unknown' || !registry.get(identity)) return
      const values = { code: 'identity-locked' }
      const text = `${attempts} wrong secrets: nobody is let in by its secret for ${minutes} minutes`
      const signal = lock.ended
        ? ({ type: 'device.recovered', values } as const)
        : ({ type: 'device.fault', values: { ...values, text, level: 'major' } } as const)
      await hub.tell(identity, [signal], key)
    },
    answer: (order: UnlockOrder, state: 'done' | 'gone'): Promise<void> =>
      hub.tell(bridge, [{ type: 'bridge.unlock', values: { ...order, state } }], `unlock-${order.orderId}`),
  }
}
