import { hash } from 'node:crypto'
import type { QueryOf } from '@liren/contract'
import type { Overlay, overlayEndpoints } from '@liren/contract/map/overlay'
import { refuse } from '../../../kernel/errors.ts'
import type { RequestContext, Scope } from '../../../kernel/http/route.ts'
import type { Kernel } from '../../../kernel/kernel.ts'
import { combine } from '../../../kernel/store/condition.ts'
import { keyset } from '../../../kernel/store/page.ts'
import { scopedRows, underPlaces } from '../../../kernel/store/scope.ts'
import { pathWithin } from '../features.ts'
import { columns, findOverlay, type OverlayRow, presentOverlay, source } from './row.ts'

/** What is laid over the map within reach, the newest first. */
export async function listOverlays(kernel: Kernel, scope: Scope, query: QueryOf<typeof overlayEndpoints.overlays>) {
  const { cursor, limit = 50, kind, placeId } = query
  const keys = keyset({ cursor }, ['o.id desc'], { kind, placeId })
  const where = combine('AND', [
    keys.seek(),
    underPlaces('o.place_path', placeId === undefined ? scope.places : [await pathWithin(kernel, scope, placeId)]),
    ...(kind === undefined ? [] : [{ sql: 'o.kind = ?', params: [kind] }]),
  ])
  const rows = await scopedRows<OverlayRow>(kernel.store, scope, 'map_overlays', {
    sql: `SELECT ${columns} FROM ${source} WHERE ${where.sql} ORDER BY ${keys.orderBy} LIMIT ${limit + 1}`,
    params: where.params,
  })
  const page = keys.page(rows, limit, (row) => [row.id])
  return { ...page, items: page.items.map(presentOverlay) }
}

const contentOf = async (kernel: Kernel, id: string, column: 'elements' | 'content'): Promise<string> => {
  const [row] = await kernel.store.rows<{ text: string }>(`SELECT ${column} AS text FROM map_overlay_contents WHERE overlay_id = ?`, [id])
  if (!row) throw refuse('not-found')
  return row.text
}

/** One overlay with what is in it. */
export async function overlayById(kernel: Kernel, scope: Scope, id: string): Promise<Overlay> {
  const row = await findOverlay(kernel, scope, id)
  return { ...presentOverlay(row), elements: JSON.parse(await contentOf(kernel, id, 'elements')) as Overlay['elements'] }
}

/** Its shapes as they were read; they never change, but who may see them does. */
export async function sendOverlay(kernel: Kernel, { koa, scope }: RequestContext, id: string): Promise<void> {
  const { id: found } = await findOverlay(kernel, scope, id)
  koa.status = 200
  koa.type = 'application/geo+json'
  koa.set('cache-control', 'private, no-cache')
  koa.set('etag', `"${hash('sha256', found, 'base64url').slice(0, 27)}"`)
  if (koa.fresh) koa.status = 304
  else koa.body = await contentOf(kernel, found, 'content')
}
