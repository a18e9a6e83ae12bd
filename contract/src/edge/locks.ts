import { count, moment, words } from '../device-events/base.ts'
import { z } from '../kernel/zod.ts'

/** Why it was locked: wrong secrets, wrong signatures or keys, or secrets for an identity that the register does not know. */
export const lockReasons = ['secret', 'signature', 'unknown'] as const
export type LockReason = (typeof lockReasons)[number]

/** Why it is over: its time, somebody of the house, another proof in the register, or a bridge that does not know of it any more. */
export const lockEnds = ['time', 'unlocked', 'renewed', 'lost'] as const
export type LockEnd = (typeof lockEnds)[number]

export const mostLockRemotes = 3
const id = () => z.string().check(z.regex(/^[0-9a-z-]{1,60}$/))

/** How a lock stands at the bridge, whole; told again while somebody goes on trying. */
export const lockToldSchema = z.object({
  lockId: id(),
  protocol: words(40),
  /** As it was claimed; nothing says that it is anybody's. */
  identity: words(120),
  reason: z.enum(lockReasons),
  attempts: count(),
  firstAt: moment(),
  lastAt: moment(),
  lockedAt: moment(),
  until: moment(),
  /** Addresses without ports, the last ones, newest last. */
  remotes: z.array(words(60)).check(z.maxLength(mostLockRemotes)),
  /** Undefined while it holds. */
  ended: z.optional(z.enum(lockEnds)),
})
export type LockTold = z.infer<typeof lockToldSchema>

/** What the house wants opened before its time. */
export const unlockOrderSchema = z.object({ orderId: id(), lockId: id() })
export type UnlockOrder = z.infer<typeof unlockOrderSchema>

/** The bridge's word about such an order: opened, or not there any more. */
export const unlockToldSchema = z.object({ orderId: id(), lockId: id(), state: z.enum(['done', 'gone']) })
