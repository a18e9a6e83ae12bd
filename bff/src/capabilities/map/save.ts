import type { BodyOf, Fault } from '@liren/contract'
import { type map as contract, mapErrors } from '@liren/contract/capabilities/map'
import { type FeatureKind, kindSpec } from '@liren/contract/map/kinds'
import { type Geometry, shapeFaults, shapeOf, tidied } from '@liren/contract/map/shape'
import { refuse, refuseWith } from '../../kernel/errors.ts'
import type { RequestContext } from '../../kernel/http/route.ts'
import { insert } from '../../kernel/identity/sql.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { indexName } from '../../kernel/store/ddl/index-name.ts'
import { isUniqueViolation } from '../../kernel/store/store-error.ts'
import { type KnownPlace, placesById } from '../place/read.ts'
import { featureColumns } from './columns.ts'
import { findFeature } from './features.ts'
import { checkGrids } from './grids.ts'
import { type FeatureRow, featuresWhere, geometryOf, presentFeature } from './row.ts'
import { growVersion } from './version.ts'

type Body = BodyOf<(typeof contract)['endpoints']['save']>
type Writing = Pick<RequestContext, 'scope' | 'principal' | 'tx' | 'now'>

/** All of it or nothing: drawings that share a border are moved together. */
export async function saveChanges(kernel: Kernel, ctx: Writing, body: Body) {
  refuseFaults(body)
  await growVersion(kernel, ctx.tx)
  const touched: string[] = []
  // removed first: what is drawn anew may take the place of what was there
  for (const { id, version } of body.retires) touched.push((await retire(kernel, ctx, id, version)).id)
  for (const change of body.changes) touched.push(await update(kernel, ctx, change))
  const places = await placesById(
    kernel,
    body.creates.map(({ placeId }) => placeId),
    ctx.tx,
  )
  for (const draft of body.creates) touched.push(await create(kernel, ctx, draft, places.get(draft.placeId)))
  const uncovered = await checkGrids(kernel, ctx, touched)
  const rows = await featuresWhere(
    kernel,
    ctx.scope,
    { sql: `f.id IN (${touched.map(() => '?').join(', ') || 'NULL'})`, params: touched },
    200,
    ctx.tx,
  )
  return { touched, rows, answer: { features: rows.map(presentFeature), uncovered } }
}

/** Every drawing of the request is looked at, so that all that is wrong is said at once. */
function refuseFaults({ creates, changes, retires }: Body): void {
  const faults: Fault[] = [
    ...creates.flatMap(({ geometry }, i) => shapeFaults(geometry as Geometry, `body.creates.${i}.geometry`)),
    ...changes.flatMap(({ geometry }, i) => (geometry ? shapeFaults(geometry as Geometry, `body.changes.${i}.geometry`) : [])),
  ]
  const ids = [...changes, ...retires].map(({ id }) => id)
  if (new Set(ids).size < ids.length) faults.push({ path: 'body', zh: '同一要素出现了两次', en: 'The same feature is named twice' })
  if (ids.length + creates.length === 0) faults.push({ path: 'body', zh: '没有任何改动', en: 'There is nothing to save' })
  if (faults.length > 0) throw refuse('request.invalid', { faults })
}

function assertShape(kind: FeatureKind, geometry: Geometry): void {
  if (!kindSpec(kind).shapes.includes(shapeOf(geometry))) throw refuseWith(mapErrors, 'map.shape', { details: { kind } })
}

const placedAnywhere = ['community', 'estate', 'area', 'building', 'unit', 'grid']

async function create(kernel: Kernel, ctx: Writing, draft: Body['creates'][number], place: KnownPlace | undefined): Promise<string> {
  const isReached = place && !place.isRetired && ctx.scope.places.some((path) => place.path.startsWith(path))
  if (!isReached) throw refuse('not-found')
  const { kind } = draft
  const geometry = tidied(draft.geometry as Geometry)
  assertShape(kind, geometry)
  const { drawsPlace } = kindSpec(kind)
  if (!(drawsPlace ?? placedAnywhere).includes(place.kind))
    throw refuseWith(mapErrors, 'map.wrong-place', { details: { kind, place: place.kind } })
  const id = kernel.ids.next()
  const name = draft.name ?? ''
  try {
    await insert(
      kernel.store,
      'map_features',
      {
        ...{ id, kind, shape: shapeOf(geometry), place_id: place.id, place_path: place.path, name, ...featureColumns(geometry) },
        ...{ live_key: drawsPlace ? `${kind}:${place.id}` : null, created_at: ctx.now, updated_at: ctx.now },
      },
      ctx.tx,
    )
  } catch (error) {
    throw isUniqueViolation(error, indexName('ux', 'map_features', ['live_key']))
      ? refuseWith(mapErrors, 'map.drawn-already', { details: { placeId: place.id } })
      : error
  }
  await remember(kernel, ctx, { id, version: 1, action: 'created', name, geometry })
  return id
}

async function update(kernel: Kernel, ctx: Writing, change: Body['changes'][number]): Promise<string> {
  const row = await reached(kernel, ctx, change.id)
  const geometry = change.geometry ? tidied(change.geometry as Geometry) : geometryOf(row)
  assertShape(row.kind, geometry)
  const columns = featureColumns(geometry)
  const name = change.name ?? row.name
  const set = { name, shape: shapeOf(geometry), ...columns, updated_at: ctx.now }
  const count = await kernel.store.run(
    `UPDATE map_features SET ${Object.keys(set)
      .map((column) => `${column} = ?`)
      .join(', ')}, version = version + 1 WHERE id = ? AND version = ? AND state = 'active'`,
    [...Object.values(set), row.id, change.version],
    ctx.tx,
  )
  if (count !== 1) throw refuse('stale', { details: { id: row.id } })
  await remember(kernel, ctx, { id: row.id, version: change.version + 1, action: 'changed', name, geometry })
  return row.id
}

async function retire(kernel: Kernel, ctx: Writing, id: string, version: number): Promise<FeatureRow> {
  const row = await reached(kernel, ctx, id)
  const count = await kernel.store.run(
    "UPDATE map_features SET state = 'retired', live_key = NULL, updated_at = ?, version = version + 1 WHERE id = ? AND version = ? AND state = 'active'",
    [ctx.now, id, version],
    ctx.tx,
  )
  if (count !== 1) throw refuse('stale', { details: { id } })
  await remember(kernel, ctx, { id, version: version + 1, action: 'retired', name: row.name, geometry: geometryOf(row) })
  return row
}

/** The ground around one's own places is seen but not drawn by those who work there. */
async function reached(kernel: Kernel, ctx: Writing, id: string): Promise<FeatureRow> {
  const row = await findFeature(kernel, ctx.scope, id, ctx.tx)
  if (!ctx.scope.places.some((path) => row.place_path.startsWith(path))) throw refuse('not-found')
  return row
}

interface Version {
  readonly id: string
  readonly version: number
  readonly action: 'created' | 'changed' | 'retired'
  readonly name: string
  readonly geometry: Geometry
}

const remember = (kernel: Kernel, ctx: Writing, { id, version, action, name, geometry }: Version) =>
  insert(
    kernel.store,
    'map_history',
    {
      ...{ id: kernel.ids.next(), feature_id: id, feature_version: version, action, name, geometry: JSON.stringify(geometry) },
      ...{ actor_id: ctx.principal.id, actor_name: ctx.principal.name.slice(0, 60), at: ctx.now },
    },
    ctx.tx,
  )
