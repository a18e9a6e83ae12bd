import { firmware as contract, firmwareEndpoints as e } from '@liren/contract/capabilities/firmware'
import type { CapabilityFactory } from '../../kernel/capability.ts'
import { refuse } from '../../kernel/errors.ts'
import { type PrepareContext, type RequestContext, route } from '../../kernel/http/route.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import type { ToldEvent } from '../device/read.ts'
import { advance } from './advance.ts'
import { receivePackage, sendPackage, storePackage } from './content.ts'
import { followTargets, targetsOf, wordsOf } from './follow.ts'
import { keepPackage, pageOfPackages, presentPackages, withdrawPackage } from './packages.ts'
import { choose, moveRollout, pageOfRollouts, presentRollouts, startRollout } from './rollouts.ts'
import { type PackageRow, type RolloutRow, rolloutWithin } from './row.ts'
import { pageOfTargets, runningIn } from './versions.ts'

/** Packages are held in memory while they are taken in. */
const maxReceiving = 2

/** Packages of firmware under the house's signature, and how devices come to run them, step by step. */
export const firmware: CapabilityFactory = (kernel) => {
  const shown = shownOf(kernel)
  let receiving = 0
  const receive = async (ctx: PrepareContext, productId: string) => {
    try {
      if (receiving >= maxReceiving) throw refuse('unavailable', { retryAfter: 2 })
      receiving++
      return await receivePackage(kernel, ctx, productId).finally(() => receiving--)
    } catch (error) {
      // the rest of the body may still be on its way
      ctx.koa.set('connection', 'close')
      throw error
    }
  }
  return {
    contract,
    placedTables: ['firmware_rollouts', 'firmware_targets'],
    routes: [
      route(e.packages, ({ query }) => pageOfPackages(kernel, query)),
      route(
        e.upload,
        (ctx) => receive(ctx as PrepareContext, ctx.query.productId),
        async (ctx, received) =>
          shown.pack(ctx as RequestContext, await keepPackage(kernel, ctx, ctx.query, await storePackage(kernel, received))),
      ),
      route(e.refer, async (ctx) => shown.pack(ctx as RequestContext, await keepPackage(kernel, ctx, ctx.body, ctx.body))),
      route(e.withdraw, async (ctx) =>
        shown.pack(ctx as RequestContext, await withdrawPackage(kernel, ctx, ctx.params.id, ctx.body), ctx.body.reason),
      ),
      route(e.content, (ctx) => sendPackage(kernel, ctx)),
      route(e.running, ({ scope, query }) => runningIn(kernel, scope, query)),
      route(e.preview, async (ctx) => {
        const { devices, same, unreachable } = await choose(kernel, ctx, ctx.query)
        return { devices: devices.length, same, unreachable }
      }),
      route(e.rollouts, (ctx) => pageOfRollouts(kernel, ctx)),
      route(e.rollout, async ({ scope, principal, params }) =>
        one(await presentRollouts(kernel, principal, [await rolloutWithin(kernel, scope, params.id)])),
      ),
      route(e.targets, ({ scope, params, query }) => pageOfTargets(kernel, scope, params.id, query)),
      route(e.start, async (ctx) => shown.rollout(ctx as RequestContext, await startRollout(kernel, ctx, ctx.body), ctx.body.reason)),
      ...(['pause', 'resume', 'stop'] as const).map((action) =>
        route(e[action], async (ctx) =>
          shown.rollout(ctx as RequestContext, await moveRollout(kernel, ctx, ctx.params.id, action, ctx.body), ctx.body.reason),
        ),
      ),
    ],
    consumers: [
      {
        name: 'firmware.follow',
        on: ['device.told'],
        async handle(event, tx) {
          const { devices, words } = wordsOf((event.payload as { events: ToldEvent[] }).events)
          if (devices.length > 0) await followTargets(kernel, await targetsOf(kernel, devices, tx), words, kernel.clock.now(), tx)
        },
      },
    ],
    jobs: [
      {
        kind: 'firmware.advance',
        text: { zh: '推进固件升级', en: 'Carry firmware roll-outs on' },
        every: 10_000,
        run: async (_payload, { now }) => void (await kernel.lock.tryWith('firmware-advance', 5 * 60_000, () => advance(kernel, now))),
      },
    ],
  }
}

function one<T>([first]: readonly T[]): T {
  if (first === undefined) throw refuse('not-found')
  return first
}

/** What was changed, written down, told, and shown to whoever did it. */
const shownOf = (kernel: Kernel) => ({
  async pack(ctx: RequestContext, row: PackageRow, reason?: string) {
    const { id, product_id: productId, release_word: release, sm3 } = row
    const after = { productId, release, bytes: Number(row.bytes), sm3, address: row.address, isWithdrawn: row.withdrawn_at !== null }
    ctx.audit({ subject: 'firmware', subjectId: id, ...(reason === undefined ? {} : { reason }), after })
    await ctx.emit({ name: 'firmware.changed', subject: 'firmware', subjectId: id, payload: {} })
    return one(await presentPackages(kernel, [row], ctx.tx))
  },
  async rollout(ctx: RequestContext, row: RolloutRow, reason: string) {
    const { id, place_path: placePath, package_id: packageId, state } = row
    const after = { packageId, state, total: row.total, first: row.first_count, perStep: row.step_count, mostFailures: row.most_failures }
    ctx.audit({ subject: 'firmware-rollout', subjectId: id, placePath, reason, after })
    const live = { placePath, permission: 'firmware.read' }
    await ctx.emit({ name: 'firmware.changed', subject: 'firmware-rollout', subjectId: id, payload: { state }, live })
    return one(await presentRollouts(kernel, ctx.principal, [row], ctx.tx))
  },
})
