import { type LockEnd, type LockReason, type LockTold, mostLockRemotes, type UnlockOrder } from '@liren/contract/edge/locks'
import type { Clock, Log } from '../ports/ports.ts'
import type { Registry } from '../registry.ts'
import type { LockFile } from './lock-file.ts'

export interface LockLimits {
  /** So many wrong secrets … */
  readonly failures: number
  /** … within this time lock the name … */
  readonly withinMs: number
  /** … for this long. */
  readonly lockedMs: number
}

/** Where somebody tried. */
export interface Attempt {
  readonly protocol: string
  /** The address, without its port. */
  readonly remote: string
}

interface LockDeps {
  readonly file: LockFile
  readonly clock: Clock
  readonly log: Log
  readonly limits: LockLimits
  /** A word that is never used twice. */
  nonce(): string
  /** Resolves when it is safe on disk; under a key it is told once. */
  tell(lock: LockTold, key?: string): Promise<void>
  /** The house's order was carried out, or there was nothing to open. */
  answer(order: UnlockOrder, state: 'done' | 'gone'): Promise<void>
}

interface Failing {
  readonly times: number[]
  readonly firstAt: number
  readonly remotes: string[]
}

/** Identities that nobody registered cost their inventor nothing: beyond so many they are refused all the same, and not kept. */
const mostUnknown = 200
const mostUnknownFailing = 2000
/** How often at most the disk and the house hear that somebody goes on trying. */
const retoldEveryMs = 60_000
const keptOrders = 50

const withRemote = (known: readonly string[], remote: string): string[] =>
  [...known.filter((one) => one !== remote), remote].slice(-mostLockRemotes)

/**
 * Whoever guesses at a secret locks the name that he guesses at: until the time is up, somebody of the house opens it, or the device
 * has another secret, not even the right one lets in. A line that is open stays open, so that guessing cuts nobody off. What is
 * locked lies on the disk before it is told, and is locked after a restart too.
 */
export function createLocks({ file, clock, log, limits, nonce, tell, answer }: LockDeps) {
  const failing = new Map<string, Failing>()
  const unknownFailing = new Map<string, Failing>()
  /** By the name that is refused; those that ended and are not told yet lie in the file only. */
  const held = new Map<string, { lock: LockTold; readonly over: AbortController; toldAt: number }>()
  const works = new Set<Promise<void>>()

  const keyOf = (reason: LockReason, protocol: string, identity: string): string =>
    reason === 'unknown' ? `? ${protocol} ${identity}` : identity

  const later = (what: string, work: Promise<void>): void => {
    const going = work
      .catch((error: Error) => log.warn({ reason: error.message }, `${what} could not be kept`))
      .finally(() => works.delete(going))
    works.add(going)
  }

  const hold = (key: string, lock: LockTold): void => {
    const over = new AbortController()
    held.set(key, { lock, over, toldAt: clock.elapsed() })
    // A wall clock that ran backwards must lock nobody for longer than anybody is locked.
    const leftMs = Math.min(Math.max(0, lock.until - clock.now()), limits.lockedMs)
    clock.sleep(leftMs, over.signal).then(
      () => later('the end of a lock', end(key, 'time')),
      () => undefined,
    )
  }

  /** Its end is on disk before it is told, and forgotten only after that. */
  const end = async (key: string, why: LockEnd): Promise<void> => {
    const one = held.get(key)
    if (!one) return
    held.delete(key)
    one.over.abort()
    await finish({ ...one.lock, ended: why })
  }
  const finish = async (ended: LockTold): Promise<void> => {
    file.locks.set(ended.lockId, ended)
    await file.save()
    await tell(ended, `lock-${ended.lockId}-end`)
    file.locks.delete(ended.lockId)
    await file.save()
  }

  const begin = async (lock: LockTold): Promise<void> => {
    await file.save()
    await tell(lock, `lock-${lock.lockId}`)
  }

  const again = (key: string, one: { lock: LockTold; toldAt: number }, attempt: Attempt): void => {
    one.lock = { ...one.lock, attempts: one.lock.attempts + 1, lastAt: clock.now(), remotes: withRemote(one.lock.remotes, attempt.remote) }
    file.locks.set(one.lock.lockId, one.lock)
    if (clock.elapsed() - one.toldAt < retoldEveryMs) return
    one.toldAt = clock.elapsed()
    later(
      'what happened at a lock',
      file.save().then(async () => {
        const now = held.get(key)?.lock
        if (now?.lockId === one.lock.lockId) await tell(now)
      }),
    )
  }

  /** A wrong secret was shown for this name. */
  const guessed = (identity: string, attempt: Attempt, reason: LockReason): void => {
    const key = keyOf(reason, attempt.protocol, identity)
    const one = held.get(key)
    if (one) {
      again(key, one, attempt)
      return
    }
    const among = reason === 'unknown' ? unknownFailing : failing
    const now = clock.elapsed()
    const before = among.get(key)
    const times = [...(before?.times ?? []).filter((at) => now - at < limits.withinMs), now]
    const remotes = withRemote(before?.remotes ?? [], attempt.remote)
    const firstAt = times.length > 1 && before ? before.firstAt : clock.now()
    among.delete(key)
    among.set(key, { times, firstAt, remotes })
    if (among === unknownFailing && among.size > mostUnknownFailing) among.delete(among.keys().next().value as string)
    if (times.length < limits.failures) return
    if (reason === 'unknown' && [...held.values()].filter(({ lock }) => lock.reason === 'unknown').length >= mostUnknown) return
    among.delete(key)
    const at = clock.now()
    const lock: LockTold = {
      ...{ lockId: nonce(), protocol: attempt.protocol.slice(0, 40), identity: identity.slice(0, 120), reason, attempts: times.length },
      ...{ firstAt, lastAt: at, lockedAt: at, until: at + limits.lockedMs, remotes },
    }
    file.locks.set(lock.lockId, lock)
    hold(key, lock)
    later('a lock', begin(lock))
  }

  /** The device proves itself by something else now, or was switched off. */
  const free = (code: string): void => {
    failing.delete(code)
    if (held.has(code)) later('the end of a lock', end(code, 'renewed'))
  }

  return {
    /** A name that nobody had belongs to somebody now. */
    registered(codes: readonly string[]): void {
      const names = [...held].filter(([, { lock }]) => lock.reason === 'unknown' && codes.includes(lock.identity))
      for (const [key] of names) later('the end of a lock', end(key, 'renewed'))
    },
    isLocked: (code: string): boolean => held.has(code),
    get locked(): readonly LockTold[] {
      return [...held.values()].map(({ lock }) => lock)
    },
    /** Orders that need not come again. */
    get unlocked(): readonly string[] {
      return file.orders
    },
    guessed,
    free,
    /** What the house wants opened; an order that comes twice opens once, and is answered once more. */
    async unlock(orders: readonly UnlockOrder[]): Promise<void> {
      for (const order of orders) {
        const [key] = [...held].find(([, { lock }]) => lock.lockId === order.lockId) ?? []
        const isDone = key !== undefined || file.orders.includes(order.orderId)
        if (!file.orders.includes(order.orderId)) file.orders.push(order.orderId)
        file.orders.splice(0, Math.max(0, file.orders.length - keptOrders))
        if (key !== undefined) await end(key, 'unlocked')
        await answer(order, isDone ? 'done' : 'gone')
      }
      if (orders.length > 0) await file.save()
    },
    /** What lay on disk from before: locks hold on, and what is not sure to have been told is told. */
    resume(): void {
      for (const lock of [...file.locks.values()]) {
        if (lock.ended) later('the end of a lock', finish(lock))
        else if (lock.until <= clock.now()) later('the end of a lock', finish({ ...lock, ended: 'time' }))
        else {
          hold(keyOf(lock.reason, lock.protocol, lock.identity), lock)
          later(
            'a lock',
            tell(lock, `lock-${lock.lockId}`).then(() => tell(lock)),
          )
        }
      }
    },
    async close(): Promise<void> {
      for (const { over } of held.values()) over.abort()
      await Promise.all(works)
      await file.save()
    },
  }
}

export type Locks = ReturnType<typeof createLocks>

/** The register as those see it who let devices in by a secret. */
export const guardedBy = (locks: Locks, registry: Registry): Registry => ({
  ...registry,
  admits(code, secret, attempt) {
    const isRight = registry.admits(code, secret)
    const device = registry.get(code)
    const where = attempt ?? { protocol: device?.protocol ?? 'unknown', remote: 'unknown' }
    if (!isRight && device?.isEnabled && device.secretDigest !== undefined)
      locks.guessed(code, { ...where, protocol: device.protocol }, 'secret')
    else if (!device) locks.guessed(code, where, 'unknown')
    return isRight && !locks.isLocked(code)
  },
})
