import { streamEndpoints as e } from '@liren/contract/capabilities/stream'
import type { RequestContext } from '../../kernel/http/route.ts'
import { type Route, route } from '../../kernel/http/route.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { combine } from '../../kernel/store/condition.ts'
import { keyset } from '../../kernel/store/page.ts'
import { reach, scopedRows } from '../../kernel/store/scope.ts'
import { listGroups } from '../device/read.ts'
import { productsKnown } from '../rule/read.ts'
import { listResults, listSources, presentStreams } from './present.ts'
import { type StreamRow, streamScope } from './row.ts'
import { createStream, findStream, hasNumbers, removeStream, saveStream, turnStream } from './write.ts'

const mostGroups = 100

export function streamRoutes(kernel: Kernel): Route[] {
  const one = async (scope: RequestContext['scope'], id: string, tx?: RequestContext['tx']) => {
    const [stream] = await presentStreams(kernel, [await findStream(kernel, scope, id, tx)], tx)
    return stream as NonNullable<typeof stream>
  }
  return [
    route(e.list, async ({ scope, query }) => {
      const { cursor, limit = 20, ...filters } = query
      const keys = keyset({ cursor }, ['id desc'], filters)
      const where = combine('AND', [
        { sql: 'is_removed = 0', params: [] },
        reach(scope, streamScope),
        ...(filters.enabled === undefined ? [] : [{ sql: 'is_enabled = ?', params: [Number(filters.enabled)] }]),
        keys.seek(),
      ])
      const rows = await scopedRows<StreamRow>(kernel.store, scope, 'streams', {
        sql: `SELECT * FROM streams WHERE ${where.sql} ORDER BY ${keys.orderBy} LIMIT ${limit + 1}`,
        params: where.params,
      })
      const page = keys.page(rows, limit, (row) => [row.id])
      return { ...page, items: await presentStreams(kernel, page.items) }
    }),
    route(e.choices, async ({ scope }) => ({
      products: (await productsKnown(kernel)).flatMap(({ id, name, kind, model }) => {
        const properties = model.properties.filter((one) => hasNumbers(one.type))
        const shown = properties.map(({ code, text, unit }) => ({ code, text, unit: unit ?? null }))
        return shown.length === 0 ? [] : [{ id, name, isOfHomes: kind === 'meter', properties: shown }]
      }),
      groups: (await listGroups(kernel, scope, { limit: mostGroups })).items.map(({ id, name }) => ({ id, name })),
    })),
    route(e.create, async (ctx) => one(ctx.scope, await createStream(kernel, ctx.body, ctx), ctx.tx)),
    route(e.read, (ctx) => one(ctx.scope, ctx.params.id)),
    route(e.results, async (ctx) => listResults(kernel, await findStream(kernel, ctx.scope, ctx.params.id), ctx.query)),
    route(e.sources, async (ctx) => listSources(kernel, await findStream(kernel, ctx.scope, ctx.params.id), ctx.query)),
    route(e.save, async (ctx) => {
      await saveStream(kernel, await findStream(kernel, ctx.scope, ctx.params.id, ctx.tx), ctx.body, ctx)
      return one(ctx.scope, ctx.params.id, ctx.tx)
    }),
    route(e.turn, async (ctx) => {
      await turnStream(kernel, await findStream(kernel, ctx.scope, ctx.params.id, ctx.tx), ctx.body, ctx)
      return one(ctx.scope, ctx.params.id, ctx.tx)
    }),
    route(e.remove, async (ctx) =>
      removeStream(kernel, await findStream(kernel, ctx.scope, ctx.params.id, ctx.tx), ctx.query.version, ctx),
    ),
  ]
}
