import { text } from '@liren/contract'
import { bridge as contract } from '@liren/contract/capabilities/bridge'
import { appendEvents } from '../../../kernel/background/outbox.ts'
import type { Job, RetainedClass } from '../../../kernel/capability.ts'
import { type Route, route } from '../../../kernel/http/route.ts'
import type { Kernel } from '../../../kernel/kernel.ts'
import { jobChannel } from '../edge/jobs.ts'
import { askToUnlock, listLocks, readLock } from './locks.ts'
import { expireLocks } from './take.ts'

const e = contract.endpoints

/** Whoever looks at locks sees at once how they stand; which ones, they ask for themselves. */
export const lockNews = (subjectId: string) =>
  ({ name: 'bridge.lock-changed', subject: 'bridge', subjectId, payload: {}, live: { permission: 'bridge.locks' } }) as const

export const lockRoutes = (kernel: Kernel): Route[] => [
  route(e.locks, (ctx) => listLocks(kernel, ctx, ctx.query)),
  route(e.lock, (ctx) => readLock(kernel, ctx.params.id, ctx)),
  route(e.unlock, async (ctx) => {
    const { row, lock } = await askToUnlock(kernel, ctx.params.id, ctx.body, ctx)
    const { identity, protocol, place_path: placePath } = row
    ctx.audit({ subject: 'identity-lock', subjectId: row.id, placePath, after: { identity, protocol, reason: ctx.body.reason } })
    await ctx.emit(lockNews(row.bridge_code))
    kernel.store.afterCommit(ctx.tx, () => void kernel.bus.publish(jobChannel, row.bridge_id).catch(() => {}))
    return lock
  }),
]

export const lockWork = (kernel: Kernel): Job[] => [
  {
    kind: 'bridge.expire-locks',
    text: text('结束过期的身份锁定与解锁', 'End locks of identities and orders about them whose time is over'),
    every: 10_000,
    run: async (_payload, { now }) => {
      if ((await expireLocks(kernel, now)) > 0) await kernel.store.tx((tx) => appendEvents(kernel, [lockNews('')], tx))
    },
  },
]

export const lockRetained: readonly RetainedClass[] = [
  {
    ...{ class: 'identity-lock', text: text('已结束的身份锁定', 'Locks of identities'), usualDays: 180, leastDays: 30, action: 'delete' },
    ...{ basis: text('平台下限', 'The least that this platform keeps'), about: [], table: 'bridge_locks', at: 'locked_at' },
  },
]
