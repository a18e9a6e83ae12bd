import type { QueryOf } from '@liren/contract'
import type { map as contract } from '@liren/contract/capabilities/map'
import type { Geometry } from '@liren/contract/map/shape'
import { refuse } from '../../kernel/errors.ts'
import type { Scope } from '../../kernel/http/route.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { combine } from '../../kernel/store/condition.ts'
import { keyset } from '../../kernel/store/page.ts'
import { scopedRows, underPlaces } from '../../kernel/store/scope.ts'
import type { Tx } from '../../kernel/store/store.ts'
import { placeById } from '../place/read.ts'
import { columns, type FeatureRow, featuresWhere, presentFeature, source, visible } from './row.ts'

type Endpoints = (typeof contract)['endpoints']

/** The path of a place within reach; of any other nothing is known. */
export async function pathWithin(kernel: Kernel, scope: Scope, placeId: string): Promise<string> {
  const place = await placeById(kernel, placeId)
  if (!place || !scope.places.some((path) => place.path.startsWith(path))) throw refuse('not-found')
  return place.path
}

export async function listFeatures(kernel: Kernel, scope: Scope, query: QueryOf<Endpoints['features']>) {
  const { cursor, limit = 50, kind, placeId } = query
  const keys = keyset({ cursor }, ['f.id'], { kind, placeId })
  const where = combine('AND', [
    keys.seek(),
    ...(kind === undefined ? [] : [{ sql: 'f.kind = ?', params: [kind] }]),
    ...(placeId === undefined ? [] : [underPlaces('f.place_path', [await pathWithin(kernel, scope, placeId)])]),
  ])
  const page = keys.page(await featuresWhere(kernel, scope, where, limit + 1), limit, (row) => [row.id])
  return { ...page, items: page.items.map(presentFeature) }
}

/** A drawing within reach, also one that was removed: its versions can still be looked at. */
export async function findFeature(kernel: Kernel, scope: Scope, id: string, tx?: Tx): Promise<FeatureRow> {
  const where = combine('AND', [visible(scope), { sql: 'f.id = ?', params: [id] }])
  const statement = { sql: `SELECT ${columns} FROM ${source} WHERE ${where.sql}`, params: where.params }
  const [row] = await scopedRows<FeatureRow>(kernel.store, scope, 'map_features', statement, tx)
  if (!row) throw refuse('not-found')
  return row
}

interface HistoryRow {
  readonly id: string
  readonly feature_version: number
  readonly action: 'created' | 'changed' | 'retired'
  readonly name: string
  readonly geometry: string
  readonly actor_name: string | null
  readonly at: number
}

export async function historyOf(kernel: Kernel, featureId: string, query: QueryOf<Endpoints['history']>) {
  const limit = query.limit ?? 20
  const keys = keyset({ cursor: query.cursor }, ['id desc'], { featureId })
  const where = combine('AND', [{ sql: 'feature_id = ?', params: [featureId] }, keys.seek()])
  const rows = await kernel.store.rows<HistoryRow>(
    `SELECT id, feature_version, action, name, geometry, actor_name, at FROM map_history WHERE ${where.sql} ORDER BY ${keys.orderBy} LIMIT ${limit + 1}`,
    where.params,
  )
  const page = keys.page(rows, limit, (row) => [row.id])
  return {
    ...page,
    items: page.items.map((row) => ({
      id: row.id,
      version: row.feature_version,
      action: row.action,
      name: row.name,
      geometry: JSON.parse(row.geometry) as Extract<Geometry, { type: 'Polygon' }> as never,
      actorName: row.actor_name,
      at: new Date(Number(row.at)).toISOString(),
    })),
  }
}
