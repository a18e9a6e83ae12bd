import { search as contract } from '@liren/contract/capabilities/search'
import type { CapabilityFactory } from '../../kernel/capability.ts'
import { scopeWith } from '../../kernel/http/access.ts'
import { route } from '../../kernel/http/route.ts'

/** One box: every capability that can be searched says how; each kind keeps its own permission, scope and mask. */
export const search: CapabilityFactory = (kernel) => ({
  contract,
  routes: [
    route(contract.endpoints.find, async (ctx) => {
      const finders = kernel.surface.capabilities
        .flatMap((capability) => capability.finders ?? [])
        .filter((finder) => ctx.principal.permissions.has(finder.permission))
      const groups = await Promise.all(
        finders.map(async (finder) => {
          const items = await finder.find(ctx.query.q, ctx.principal, scopeWith(ctx.principal, finder.permission))
          return { subject: finder.subject, text: finder.text, items: items.slice(0, 8) }
        }),
      )
      return { groups: groups.filter((group) => group.items.length > 0) }
    }),
  ],
})
