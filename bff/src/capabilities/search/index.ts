import { search as contract } from '@liren/contract/capabilities/search'
import type { CapabilityFactory, FoundRecord, Searchable } from '../../kernel/capability.ts'
import { refuse } from '../../kernel/errors.ts'
import { scopeWith } from '../../kernel/http/access.ts'
import { type Principal, route, type Scope } from '../../kernel/http/route.ts'
import type { SearchReach } from '../../kernel/search/search-index.ts'
import { keyset } from '../../kernel/store/page.ts'
import { placeById } from '../place/read.ts'
import { changeFeed, forgetChanges, searchablesOf } from './changes.ts'
import { createFollower } from './follow.ts'
import { followWith } from './read.ts'

/** How many of each kind the box shows. */
const preview = 8
const countCap = 100

/** One box: the index proposes, then every kind reads its records again under its own permission, scope and mask. */
export const search: CapabilityFactory = (kernel) => {
  const follower = followWith(kernel, createFollower(kernel))
  const allowed = (principal: Principal) =>
    searchablesOf(kernel).filter(({ permission }) => permission === signedIn || principal.permissions.has(permission))

  const underOf = async (placeId: string | undefined): Promise<string | undefined> => {
    if (placeId === undefined) return undefined
    const place = await placeById(kernel, placeId)
    if (!place) throw refuse('not-found')
    return place.path
  }

  // where every record is judged by itself, a number would tell of those that may not be seen
  const countOf = async ({ permission }: Searchable, query: Parameters<typeof kernel.search.count>[0], isFirst: boolean) =>
    isFirst && permission !== signedIn ? kernel.search.count(query, countCap) : undefined

  return {
    contract,
    get consumers() {
      return [changeFeed(kernel)]
    },
    jobs: [forgetChanges(kernel)],
    opened: follower.start,
    routes: [
      route(contract.endpoints.find, async (ctx) => {
        const isComplete = await follower.catchUp()
        const under = await underOf(ctx.query.placeId)
        const groups = await Promise.all(
          allowed(ctx.principal).map(async (searchable) => {
            const scope = scopeFor(ctx.principal, searchable)
            const query = { text: ctx.query.q, subject: searchable.subject, reach: await reachFor(searchable, ctx.principal, scope), under }
            const hits = await kernel.search.query({ ...query, limit: preview + 1 })
            const items = await shown(searchable, hits.slice(0, preview), ctx.principal, scope, ctx.query.q)
            const isWhole = hits[0]?.isWhole ?? false
            return { isWhole, group: { subject: searchable.subject, text: searchable.text, items, more: hits.length > preview } }
          }),
        )
        const found = groups.filter(({ group }) => group.items.length > 0).sort((a, b) => Number(b.isWhole) - Number(a.isWhole))
        return { groups: found.map(({ group }) => group), isComplete }
      }),
      route(contract.endpoints.list, async (ctx) => {
        const { q, placeId, cursor } = ctx.query
        const searchable = allowed(ctx.principal).find(({ subject }) => subject === ctx.params.subject)
        // like the box: a kind that the caller may not read has nothing to be found
        if (!searchable) return { items: [], count: 0 }
        await follower.catchUp()
        const limit = ctx.query.limit ?? 20
        const keys = keyset({ cursor }, ['is_whole desc', 'mark desc'], { q, placeId, subject: searchable.subject })
        const scope = scopeFor(ctx.principal, searchable)
        const reach = await reachFor(searchable, ctx.principal, scope)
        const query = { text: q, subject: searchable.subject, reach, under: await underOf(placeId) }
        const [isWhole, mark] = keys.after ?? []
        const before = mark === undefined ? undefined : { isWhole: isWhole === 1, mark: Number(mark) }
        const hits = await kernel.search.query({ ...query, limit: limit + 1, before })
        const page = keys.page(hits, limit, (hit) => [hit.isWhole ? 1 : 0, hit.mark])
        const items = await shown(searchable, page.items, ctx.principal, scope, q)
        return { ...page, items, count: await countOf(searchable, query, cursor === undefined) }
      }),
    ],
  }
}

/** A kind that asks the owner of every record itself: it is looked for wherever the caller reaches anything at all. */
const signedIn = 'signed-in'

function scopeFor(principal: Principal, { permission }: Searchable): Scope {
  if (permission !== signedIn) return scopeWith(principal, permission)
  const places = principal.grants.filter(({ range }) => range === 'place').map(({ placePath }) => placePath)
  return { kind: 'related', userId: principal.id, houseIds: [], places: [...new Set(places)], range: 'own' }
}

const reachFor = async ({ reachOf }: Searchable, principal: Principal, scope: Scope): Promise<SearchReach> =>
  reachOf ? reachOf(principal) : { places: scope.places, owner: scope.userId, houses: scope.houseIds }

/** In the order in which they were found; what is out of reach by now is left out. */
async function shown(searchable: Searchable, hits: readonly { readonly id: string }[], principal: Principal, scope: Scope, looked: string) {
  if (hits.length === 0) return []
  const records = await searchable.present(
    hits.map((hit) => hit.id),
    principal,
    scope,
    looked,
  )
  const known = new Map<string, FoundRecord>(records.map((record) => [record.id, record]))
  return hits.flatMap((hit) => {
    const record = known.get(hit.id)
    return record ? [{ subject: searchable.subject, ...record }] : []
  })
}
