import type { BodyOf, QueryOf } from '@liren/contract'
import type { ReadGeoJson } from '@liren/contract/map/geojson'
import { type overlayEndpoints, overlayErrors } from '@liren/contract/map/overlay'
import { refuse, refuseWith } from '../../../kernel/errors.ts'
import type { RequestContext } from '../../../kernel/http/route.ts'
import { insert } from '../../../kernel/identity/sql.ts'
import type { Kernel } from '../../../kernel/kernel.ts'
import { placeById } from '../../place/read.ts'
import { isFar } from '../anchors.ts'
import type { ReceivedOverlay } from './receive.ts'
import { findOverlay, type OverlayRow } from './row.ts'

type Writing = Pick<RequestContext, 'scope' | 'tx' | 'now'>

/** Lays what was read over the ground of a place. */
export async function addOverlay(
  kernel: Kernel,
  ctx: Writing,
  query: QueryOf<typeof overlayEndpoints.addOverlay>,
  { read, content }: ReceivedOverlay,
): Promise<OverlayRow> {
  inOrder(query)
  const place = await placeById(kernel, query.placeId, ctx.tx)
  if (!place || place.isRetired || !ctx.scope.places.some((path) => place.path.startsWith(path))) throw refuse('not-found')
  const { west, south, east, north } = read.bounds
  if (await isFar(kernel, ctx, place.path, [(west + east) / 2, (south + north) / 2])) throw refuseWith(overlayErrors, 'map.overlay-far')
  const id = kernel.ids.next()
  await insert(
    kernel.store,
    'map_overlays',
    {
      ...{ id, kind: query.kind, name: query.name, source: query.source, taken_on: query.takenOn, place_id: place.id },
      ...{ stage: query.stage ?? null, valid_from: query.validFrom ?? null, valid_to: query.validTo ?? null },
      ...{ place_path: place.path, ...read.bounds, n_elements: read.features.length, digest: content, added_at: ctx.now },
    },
    ctx.tx,
  )
  const elements = read.features.map(({ key, name, at, facts }) => ({ key, name, longitude: at[0], latitude: at[1], facts }))
  await insert(
    kernel.store,
    'map_overlay_contents',
    { overlay_id: id, elements: JSON.stringify(elements), content: JSON.stringify(drawingOf(id, read)) },
    ctx.tx,
  )
  return findOverlay(kernel, ctx.scope, id, ctx.tx)
}

/** As the map reads it: only shapes, names and keys, whatever else the file brought along. */
const drawingOf = (overlay: string, { features }: ReadGeoJson) => ({
  type: 'FeatureCollection',
  features: features.map(({ key, name, geometry }) => ({ type: 'Feature', geometry, properties: { overlay, key, name } })),
})

const columnOf = {
  ...{ kind: 'kind', name: 'name', source: 'source', takenOn: 'taken_on' },
  ...{ stage: 'stage', validFrom: 'valid_from', validTo: 'valid_to' },
} as const

function inOrder({ validFrom, validTo }: { validFrom?: string | null | undefined; validTo?: string | null | undefined }): void {
  if (validFrom && validTo && validTo < validFrom) throw refuseWith(overlayErrors, 'map.overlay-period')
}

/** Says differently what it is; its shapes stay as they came. */
export async function changeOverlay(
  kernel: Kernel,
  ctx: Writing,
  id: string,
  { version, ...change }: BodyOf<typeof overlayEndpoints.changeOverlay>,
): Promise<{ before: OverlayRow; after: OverlayRow }> {
  const before = await findOverlay(kernel, ctx.scope, id, ctx.tx)
  // against the row of that version: of any other the update below takes none
  inOrder({ validFrom: before.valid_from, validTo: before.valid_to, ...change })
  const set = Object.entries(columnOf).flatMap(([name, column]) => {
    const value = change[name as keyof typeof columnOf]
    return value === undefined ? [] : [{ column, value }]
  })
  const changed = await kernel.store.run(
    `UPDATE map_overlays SET ${set.map(({ column }) => `${column} = ?, `).join('')}version = version + 1 WHERE id = ? AND version = ?`,
    [...set.map(({ value }) => value), id, version],
    ctx.tx,
  )
  if (changed !== 1) throw refuse('stale')
  return { before, after: await findOverlay(kernel, ctx.scope, id, ctx.tx) }
}

/** Takes it off the map with all that is in it. */
export async function removeOverlay(kernel: Kernel, ctx: Writing, id: string, version: number): Promise<OverlayRow> {
  const row = await findOverlay(kernel, ctx.scope, id, ctx.tx)
  const removed = await kernel.store.run('DELETE FROM map_overlays WHERE id = ? AND version = ?', [id, version], ctx.tx)
  if (removed !== 1) throw refuse('stale')
  await kernel.store.run('DELETE FROM map_overlay_contents WHERE overlay_id = ?', [id], ctx.tx)
  return row
}
