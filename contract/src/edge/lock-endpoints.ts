import { deviceCode } from '../device-events/base.ts'
import { endpoint } from '../kernel/endpoint.ts'
import { idSchema, instantSchema, versionSchema } from '../kernel/id.ts'
import { L2 } from '../kernel/level.ts'
import { pageOf, pageQuery } from '../kernel/page.ts'
import { text } from '../kernel/text.ts'
import { z } from '../kernel/zod.ts'
import { lockEnds, lockReasons } from './locks.ts'

/**
 * How an order to unlock stands: `waiting` the bridge has not asked for it, `sent` it is on its way, `done` the bridge says that it
 * opened, `gone` that it knew of no such lock any more; `not-fetched` and `no-answer`: nobody knows of an opening, the lock is as it was.
 */
export const unlockStates = ['waiting', 'sent', 'done', 'gone', 'not-fetched', 'no-answer'] as const
export type UnlockState = (typeof unlockStates)[number]
export const isUnlocking = (state: UnlockState | undefined): boolean => state === 'waiting' || state === 'sent'

export const lockErrors = {
  'bridge.lock-over': { status: 409, text: text('锁定已结束', 'This lock is over') },
  'bridge.lock-asked': {
    status: 409,
    text: text('已下发解锁，正在等待网桥答复', 'The bridge was asked to unlock it; its answer is awaited'),
  },
  'bridge.away': {
    status: 409,
    text: text('设备网桥当前联系不上，未下发解锁', 'The bridge cannot be reached now; nothing was sent, the identity stays locked'),
  },
} as const

export const identityLockSchema = L2(
  z.object({
    id: idSchema(),
    bridge: z.object({ code: z.string(), name: z.string() }),
    protocol: z.string(),
    /** As it was claimed at the bridge. */
    identity: z.string(),
    /** The device that is registered under it; null for an identity that nobody registered. */
    device: z.nullable(z.object({ id: idSchema(), name: z.string() })),
    reason: z.enum(lockReasons),
    attempts: z.number(),
    firstAt: instantSchema(),
    lastAt: instantSchema(),
    lockedAt: instantSchema(),
    until: instantSchema(),
    /** Newest last. */
    remotes: z.array(z.string()),
    isHeld: z.boolean(),
    ended: z.nullable(z.object({ why: z.enum(lockEnds), at: instantSchema() })),
    /** The last order to unlock it. */
    order: z.nullable(z.object({ state: z.enum(unlockStates), reason: z.string(), by: z.string(), at: instantSchema() })),
    version: versionSchema(),
    can: z.array(z.enum(['unlock'])),
  }),
)
export type IdentityLock = z.infer<typeof identityLockSchema>

const byId = z.object({ id: idSchema() })
/** Of an identity that nobody registered only those know who are responsible for the whole platform. */
const read = { permission: 'bridge.locks', scope: 'place', rate: 'read' } as const

export const lockEndpoints = {
  locks: endpoint({
    ...{ id: 'bridge.locks', method: 'GET', path: '/api/bridge/locks', ...read },
    summary: text('已锁定的设备身份', 'Locked identities of devices'),
    query: z.object({
      ...pageQuery,
      /** A part of the identity. */
      q: z.optional(z.string().check(z.trim(), z.maxLength(60))),
      protocol: z.optional(z.string().check(z.regex(/^[a-z0-9-]{1,40}$/))),
      state: z.optional(z.enum(['held', 'ended'])),
      device: z.optional(deviceCode()),
    }),
    response: pageOf(identityLockSchema),
  }),
  lock: endpoint({
    ...{ id: 'bridge.lock', method: 'GET', path: '/api/bridge/locks/:id', ...read },
    summary: text('锁定的设备身份', 'A locked identity'),
    params: byId,
    response: identityLockSchema,
  }),
  unlock: endpoint({
    ...{ id: 'bridge.unlock', method: 'POST', path: '/api/bridge/locks/:id/unlock' },
    summary: text('请网桥解除身份锁定', 'Ask the bridge to unlock an identity'),
    permission: 'bridge.unlock',
    scope: 'place',
    rate: 'write',
    params: byId,
    body: z.object({ version: versionSchema(), reason: z.string().check(z.trim(), z.minLength(2), z.maxLength(200)) }),
    response: identityLockSchema,
    idempotent: 'natural',
    audit: 'bridge.identity-unlocked',
    errors: lockErrors,
  }),
} as const
