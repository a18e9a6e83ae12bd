import { upstreamEndpoints as e, upstreamErrors } from '@liren/contract/capabilities/upstream'
import { refuse, refuseWith } from '../../kernel/errors.ts'
import { type RequestContext, type Route, route } from '../../kernel/http/route.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import type { Tx } from '../../kernel/store/store.ts'
import { ownsHouse } from '../household/read.ts'
import { placeById } from '../place/read.ts'
import {
  addMandate,
  endMandate,
  findMandate,
  leaveAt,
  needLeave,
  ownMandate,
  pageOfMandates,
  presentMandates,
  replaceLeave,
  senderOf,
} from './mandates.ts'
import { occupantsOf, updateOccupant } from './occupants.ts'
import { syncNow } from './pull.ts'
import { closeRun, openRun, takeChanges } from './receive.ts'
import type { MandateRow } from './row.ts'
import { findRun, originsOfFile, pageOfRefusals, pageOfRuns } from './runs.ts'
import { findSystem, pageOfSystems, placeWithin, presentSystems, saveSystem, systemOfPartner } from './systems.ts'

export function upstreamRoutes(kernel: Kernel): Route[] {
  /** The house of whoever asks, as its owner. */
  const ownHouse = async ({ principal }: Pick<RequestContext, 'principal'>, houseId: string, tx?: Tx) => {
    const house = await placeById(kernel, houseId, tx)
    if (house?.kind !== 'house' || house.isRetired || !(await ownsHouse(kernel, principal.id, houseId, tx)))
      throw refuseWith(upstreamErrors, 'upstream.not-owner')
    return house
  }
  const told = async (ctx: Pick<RequestContext, 'audit' | 'emit' | 'tx'>, row: MandateRow) => {
    const after = { archives: row.archives, until: row.until_on, system: row.system_id, revoked: row.revoked_at !== null }
    ctx.audit({ subject: 'upstream-mandate', subjectId: row.id, placePath: row.place_path, after })
    await ctx.emit({
      ...{ name: 'upstream.mandated', subject: 'upstream-mandate', subjectId: row.id, payload: { placePath: row.place_path } },
      live: { placePath: row.place_path, permission: 'upstream.read', userIds: row.granted_by === null ? [] : [row.granted_by] },
    })
    const [shown] = await presentMandates(kernel, [row], ctx.tx)
    return shown as NonNullable<typeof shown>
  }
  const ran = (ctx: Pick<RequestContext, 'audit' | 'emit'>, systemId: string, placePath: string, counts: object) => {
    ctx.audit({ subject: 'upstream-system', subjectId: systemId, placePath, after: { ...counts } })
    return ctx.emit({
      ...{ name: 'upstream.ran', subject: 'upstream-system', subjectId: systemId, payload: { placePath } },
      live: { placePath, permission: 'upstream.read' },
    })
  }

  return [
    route(
      e.push,
      async ({ principal, body }) => {
        const system = principal.kind === 'app' ? await systemOfPartner(kernel, principal.id) : undefined
        if (!system) throw refuseWith(upstreamErrors, 'upstream.not-a-system')
        const sender = await senderOf(kernel, system)
        if (sender.may.length === 0) throw refuseWith(upstreamErrors, 'upstream.not-granted')
        const run = await openRun(kernel, system, 'push')
        const items = await takeChanges(kernel, sender, run, body.changes)
        await closeRun(kernel, run, null)
        return { system, run, items }
      },
      async (ctx, { system, run, items }) => {
        await ran(ctx, system.id, system.place_path, run.counts)
        return { runId: run.id, items }
      },
    ),

    route(e.systems, async ({ scope, principal, query }) => {
      const page = await pageOfSystems(kernel, scope, query)
      return { ...page, items: await presentSystems(kernel, principal, page.items) }
    }),

    route(e.saveSystem, async (ctx) => {
      const row = await saveSystem(kernel, ctx.params.code, ctx.body, ctx)
      const after = { name: row.name, source: row.source, url: row.url, everyMinutes: row.every_minutes, isOn: row.is_on }
      ctx.audit({ subject: 'upstream-system', subjectId: row.id, placePath: row.place_path, after })
      const [shown] = await presentSystems(kernel, ctx.principal, [row], ctx.tx)
      return shown as NonNullable<typeof shown>
    }),

    route(e.mandates, async ({ scope, params, query }) => {
      await findSystem(kernel, scope, params.id)
      const page = await pageOfMandates(kernel, scope, query, params.id)
      return { ...page, items: await presentMandates(kernel, page.items) }
    }),

    route(e.grant, async (ctx) => {
      const system = await findSystem(kernel, ctx.scope, ctx.params.id, ctx.tx)
      const place = await placeWithin(kernel, ctx.scope, ctx.body.placeId, ctx.tx)
      const { archives, until } = ctx.body
      return told(ctx, await addMandate(kernel, ctx, { systemId: system.id, place, archives, until }))
    }),

    route(e.revoke, async (ctx) => {
      const row = await findMandate(kernel, ctx.scope, ctx.params.id, ctx.tx)
      return told(ctx, await endMandate(kernel, row, ctx.body.version, ctx.now, ctx.tx))
    }),

    route(
      e.sync,
      async ({ scope, params }) => {
        const system = await findSystem(kernel, scope, params.id)
        return { system, runId: await syncNow(kernel, system) }
      },
      async (ctx, { system, runId }) => {
        const run = await findRun(kernel, ctx.scope, runId, ctx.tx)
        const { created, updated, same, refused } = run
        await ran(ctx, system.id, system.place_path, { created, updated, same, refused })
        return run
      },
    ),

    route(e.runs, ({ scope, query }) => pageOfRuns(kernel, scope, query)),
    route(e.refusals, ({ scope, params, query }) => pageOfRefusals(kernel, scope, params.id, query)),
    route(e.origins, async (ctx) => ({ items: await originsOfFile(kernel, ctx, ctx.params.archive, ctx.params.id) })),

    route(e.mine, async (ctx) => {
      const house = await ownHouse(ctx, ctx.params.houseId)
      const leave = await leaveAt(kernel, house.id)
      const [mandate] = await presentMandates(kernel, leave ? [leave] : [])
      return { mandate: mandate ?? null, items: await occupantsOf(kernel, house.id) }
    }),

    route(e.entrust, async (ctx) => {
      const house = await ownHouse(ctx, ctx.params.houseId, ctx.tx)
      await replaceLeave(kernel, house.id, ctx.now, ctx.tx)
      const wanted = { systemId: null, place: house, archives: ['person'] as const, until: ctx.body.until }
      return told(ctx, await addMandate(kernel, ctx, wanted))
    }),

    route(e.withdraw, async (ctx) => {
      const row = await ownMandate(kernel, ctx.scope, ctx.params.id, ctx.tx)
      return told(ctx, await endMandate(kernel, row, ctx.body.version, ctx.now, ctx.tx))
    }),

    route(
      e.updateOwn,
      async (ctx) => {
        const house = await ownHouse(ctx, ctx.params.houseId)
        return { house, result: await updateOccupant(kernel, house, ctx.principal.id, ctx.body) }
      },
      async (ctx, { house, result }) => {
        ctx.audit({ subject: 'person', subjectId: result.fileId ?? house.id, placePath: house.path, after: { outcome: result.outcome } })
        return result
      },
    ),

    route(e.entrusted, async ({ scope, query }) => {
      const page = await pageOfMandates(kernel, scope, query, undefined)
      const shown = await presentMandates(kernel, page.items)
      return { ...page, items: shown.map((one) => ({ ...one, houseId: one.place.id })) }
    }),

    route(
      e.updateFor,
      async (ctx) => {
        const house = await placeWithin(kernel, ctx.scope, ctx.params.houseId)
        if (house.kind !== 'house') throw refuse('not-found')
        const leave = await needLeave(kernel, house.id)
        return { house, leave, result: await updateOccupant(kernel, house, ctx.principal.id, ctx.body) }
      },
      async (ctx, { house, leave, result }) => {
        const after = { outcome: result.outcome, mandate: leave.id }
        ctx.audit({ subject: 'person', subjectId: result.fileId ?? house.id, placePath: house.path, after })
        return result
      },
    ),
  ]
}
