import { subscription as contract } from '@liren/contract/capabilities/subscription'
import type { CapabilityFactory } from '../../kernel/capability.ts'
import { type RequestContext, route } from '../../kernel/http/route.ts'
import { scopedTable } from '../../kernel/store/scope.ts'
import { deliveryJobs, sendAtOnce } from './deliver.ts'
import { flow } from './flow.ts'
import { findSubscription, listDeliveries, listHooks, listMessages, listSubscriptions, presentHooks, presentSubscriptions } from './list.ts'
import { byPlace, type HookRow, presentDelivery, type SubscriptionRow } from './row.ts'
import { createHook, removeHook, removeSubscription, renewSecret, replay, saveHook, tryHook, writeSubscription } from './write.ts'

const e = contract.endpoints

scopedTable('subscriptions', byPlace)
scopedTable('hooks', byPlace)
scopedTable('hook_deliveries', { ...byPlace, also: ['hook_id'] })

/** What devices say goes to those who subscribed to it: kept for them, sent to their address, or put on a topic. */
export const subscription: CapabilityFactory = (kernel) => {
  const written = async (
    ctx: RequestContext,
    subject: 'subscription' | 'hook',
    row: SubscriptionRow | HookRow,
    after: Record<string, unknown> = {},
  ) => {
    ctx.audit({ subject, subjectId: row.id, placePath: row.place_path, after: { name: row.name, ...after } })
    await ctx.emit({
      ...{ name: 'subscription.changed', subject, subjectId: row.id, payload: {} },
      live: { placePath: row.place_path, permission: 'subscription.read' },
    })
  }
  const shownHook = async (ctx: RequestContext, row: HookRow) => (await presentHooks(kernel, [row], ctx.tx))[0] as never
  const subscribed = async (ctx: RequestContext, row: SubscriptionRow) => {
    await written(ctx, 'subscription', row, { partner: row.partner_id, content: JSON.parse(row.content), isEnabled: row.is_enabled === 1 })
    return (await presentSubscriptions(kernel, [row], ctx.tx))[0] as never
  }
  return {
    contract,
    placedTables: ['subscriptions', 'hooks'],
    sealed: [{ table: 'hooks', column: 'sealed_secret' }],
    routes: [
      route(e.list, (ctx) => listSubscriptions(kernel, ctx, ctx.query)),
      route(e.create, async (ctx) => subscribed(ctx, await writeSubscription(kernel, ctx.body, ctx))),
      route(e.save, async (ctx) => {
        const { version, ...body } = ctx.body
        return subscribed(
          ctx,
          await writeSubscription(kernel, body, ctx, { id: (await findSubscription(kernel, ctx, ctx.params.id, ctx.tx)).id, version }),
        )
      }),
      route(e.remove, async (ctx) => written(ctx, 'subscription', await removeSubscription(kernel, ctx.params.id, ctx.query.version, ctx))),
      route(e.messages, (ctx) => listMessages(kernel, ctx, ctx.params.id, ctx.query)),
      route(e.hooks, (ctx) => listHooks(kernel, ctx, ctx.query)),
      route(e.houseKey, async () => ({
        items: kernel.keyring.versions.flatMap(({ purpose, version, publicKey }) =>
          purpose === 'house' && publicKey !== null ? [{ keyId: `house-${version}`, publicKey }] : [],
        ),
      })),
      route(e.createHook, async (ctx) => {
        const { row, secret } = await createHook(kernel, ctx.body, ctx)
        await written(ctx, 'hook', row, { url: row.url, signedBy: row.signed_by, partner: row.partner_id })
        return { hook: await shownHook(ctx, row), secret }
      }),
      route(e.saveHook, async (ctx) => {
        const row = await saveHook(kernel, ctx.params.id, ctx.body, ctx)
        await written(ctx, 'hook', row, { url: row.url, signedBy: row.signed_by, isEnabled: row.is_enabled === 1 })
        return shownHook(ctx, row)
      }),
      route(e.renewSecret, async (ctx) => {
        const { row, secret } = await renewSecret(kernel, ctx.params.id, ctx.body.version, ctx)
        await written(ctx, 'hook', row)
        return { hook: await shownHook(ctx, row), secret }
      }),
      route(e.removeHook, async (ctx) => written(ctx, 'hook', await removeHook(kernel, ctx.params.id, ctx.query.version, ctx))),
      route(e.tryHook, async (ctx) => {
        const { row, deliveryId } = await tryHook(kernel, ctx.params.id, ctx)
        await written(ctx, 'hook', row, { deliveryId })
        return { deliveryId }
      }),
      route(e.deliveries, (ctx) => listDeliveries(kernel, ctx, ctx.query)),
      route(e.replay, async (ctx) => {
        const row = await replay(kernel, ctx.params.id, ctx.body.version, ctx)
        ctx.audit({ subject: 'hook-delivery', subjectId: row.id, after: { hook: row.hook_id, about: row.about_name } })
        return presentDelivery(row)
      }),
    ],
    consumers: [flow(kernel), sendAtOnce(kernel)],
    jobs: deliveryJobs(kernel),
  }
}
