import type { AnyEndpoint } from '@liren/contract'
import { repairEndpoints as e, type Repair, type RepairAction, repairActionNames } from '@liren/contract/capabilities/repair'
import { refuse } from '../../kernel/errors.ts'
import { type RequestContext, type Route, route } from '../../kernel/http/route.ts'
import { holdersOf } from '../../kernel/identity/directory.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import type { Tx } from '../../kernel/store/store.ts'
import { fileLinks } from '../file/read.ts'
import { estatesTouching, placeForCase } from '../place/read.ts'
import { type ActionContext, act } from './actions.ts'
import type { Categories } from './categories.ts'
import { createRepair } from './create.ts'
import { loadOf, suggestHandler } from './load.ts'
import { mayCall } from './policy.ts'
import { type Contact, presentRepair, presentSummary, type Viewer } from './present.ts'
import { findRepair, isFollowing, listRepairs, nearbyRepairs, readRepair } from './read.ts'
import { readStatistics } from './statistics.ts'

/** 24 h line of the estate's front desk; the first thing an emergency shows. */
const emergencyPhone = '100-0000-0110'

export function repairRoutes(kernel: Kernel, categories: Categories): Route[] {
  const viewerOf = async (ctx: Pick<RequestContext, 'principal' | 'now'>, tx?: Tx): Promise<Viewer> => ({
    principal: ctx.principal,
    now: ctx.now,
    categories: await categories.all(tx),
    link: fileLinks(kernel, ctx.principal, ctx.now),
  })

  const detail = async (ctx: RequestContext, id: string, inTransaction: boolean): Promise<Repair> => {
    const tx = inTransaction ? ctx.tx : undefined
    const { row, entries } = await readRepair(kernel, ctx.principal, ctx.scope, id, tx)
    const contact = JSON.parse(kernel.sealer.open(row.contact, { table: 'repairs', column: 'contact', row: id })) as Contact
    return presentRepair(row, { entries, contact, following: Number(row.following) === 1 }, await viewerOf(ctx, tx))
  }

  const actionRoute = (action: RepairAction): Route =>
    route(e[action] as AnyEndpoint, async (given) => {
      const ctx = given as unknown as ActionContext<typeof action>
      const { id } = ctx.params
      const row = await findRepair(kernel, ctx.principal, ctx.scope, id, ctx.tx)
      await act(kernel, action, row, ctx)
      return detail(ctx as unknown as RequestContext, id, true)
    })

  return [
    route(e.categories, async () => ({
      items: [...(await categories.all()).values()].filter((category) => !category.retired),
      emergencyPhone,
    })),

    route(e.saveCategory, async (ctx) => {
      const saved = await categories.save(ctx.params.code, ctx.body, ctx.tx)
      if (!saved) throw refuse('stale')
      categories.forget()
      await ctx.emit({ name: 'repair.category-saved', subject: 'repair-category', subjectId: ctx.params.code, payload: {} })
      ctx.audit({ subject: 'repair-category', subjectId: ctx.params.code, after: { ...ctx.body } })
      return saved
    }),

    route(e.create, async (ctx) => {
      const { row, ...parts } = await createRepair(kernel, categories, ctx)
      return presentRepair(row, parts, await viewerOf(ctx, ctx.tx))
    }),

    route(e.list, async (ctx) => {
      const page = await listRepairs(kernel, ctx.principal, ctx.scope, ctx.query)
      const viewer = await viewerOf(ctx)
      return { items: page.items.map((row) => presentSummary(row, viewer)), next: page.next }
    }),

    route(e.read, (ctx) => detail(ctx as unknown as RequestContext, ctx.params.id, false)),

    route(e.nearby, async (ctx) => {
      const place = await placeForCase(kernel, ctx.query.placeId)
      const estates = place
        ? await estatesTouching(
            kernel,
            ctx.principal.grants.map((grant) => grant.placePath),
          )
        : []
      if (!place || !estates.some((estate) => place.path.startsWith(estate.path))) return { items: [] }
      const rows = await nearbyRepairs(kernel, ctx.scope, ctx.query.placeId, ctx.query.category)
      const following = await Promise.all(rows.map((row) => isFollowing(kernel, row.id, ctx.principal.id)))
      return {
        items: rows.map((row, i) => ({
          id: row.id,
          number: row.number,
          title: row.title,
          place: row.place_label,
          state: row.state,
          createdAt: new Date(row.created_at).toISOString(),
          followers: row.followers,
          following: following[i] === true,
          version: row.version,
        })),
      }
    }),

    route(e.contact, async (ctx) => {
      const row = await findRepair(kernel, ctx.principal, ctx.scope, ctx.params.id, ctx.tx)
      if (!mayCall(row, ctx.principal)) throw refuse('permission.denied')
      ctx.audit({ subject: 'repair', subjectId: row.id, placePath: row.place_path, reason: ctx.body.reason })
      return JSON.parse(kernel.sealer.open(row.contact, { table: 'repairs', column: 'contact', row: row.id })) as Contact
    }),

    route(e.handlers, async (ctx) => {
      const row = await findRepair(kernel, ctx.principal, ctx.scope, ctx.params.id)
      const people = await holdersOf(kernel, 'repair.handle', row.place_path)
      const load = await loadOf(kernel, people)
      const suggested = await suggestHandler(kernel, people, row)
      const items = people.map((person) => ({
        id: person.id,
        name: person.name,
        open: load.get(person.id)?.open ?? 0,
        suggested: person.id === suggested?.id,
      }))
      return { items: items.sort((a, b) => Number(b.suggested) - Number(a.suggested) || a.open - b.open) }
    }),

    route(e.colleagues, async (ctx) => {
      const row = await findRepair(kernel, ctx.principal, ctx.scope, ctx.params.id)
      // how busy colleagues are is for whoever hands this very repair over
      if (row.handler_id !== ctx.principal.id) throw refuse('permission.denied')
      const people = (await holdersOf(kernel, 'repair.handle', row.place_path)).filter(({ id }) => id !== row.handler_id)
      const load = await loadOf(kernel, people)
      const items = people.map(({ id, name }) => ({ id, name, open: load.get(id)?.open ?? 0 }))
      return { items: items.sort((a, b) => a.open - b.open) }
    }),

    route(e.statistics, (ctx) => readStatistics(kernel, categories, ctx.scope, ctx.query)),

    ...repairActionNames.map(actionRoute),
  ]
}
