import type { Line, Position } from '@liren/contract/map/position'
import { isInside } from '@liren/contract/map/ring'
import { pointsOf } from '@liren/contract/map/shape'
import { wholeHouse } from '../../kernel/http/access.ts'
import type { Scope } from '../../kernel/http/route.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { among, combine } from '../../kernel/store/condition.ts'
import { scopedRows, underPlaces, unscoped } from '../../kernel/store/scope.ts'
import type { Tx } from '../../kernel/store/store.ts'
import { pathsAbove } from '../place/read.ts'
import { anchorsOf } from './anchors.ts'
import { pathWithin } from './features.ts'
import { columns, type FeatureRow, geometryOf, source } from './row.ts'

export { findFeature, historyOf, listFeatures } from './features.ts'

const why = 'what stands where is the same for everybody'

/** Whether a point lies within the community of a place; undefined where nobody has drawn its boundary. */
export async function isWithinCommunity(kernel: Kernel, placePath: string, point: Position, tx?: Tx): Promise<boolean | undefined> {
  const above = among('f.place_path', pathsAbove(placePath))
  const rows = await unscoped<FeatureRow>(
    kernel.store,
    'the boundary of a community is the same for everybody',
    {
      sql: `SELECT ${columns} FROM ${source} WHERE ${above.sql} AND p.kind = 'community' AND f.kind = 'boundary' AND f.state = 'active' LIMIT 1`,
      params: above.params,
    },
    tx,
  )
  const [boundary] = rows
  return boundary && isInside(point, pointsOf(geometryOf(boundary)))
}

/** The line around each grid of these communities that somebody has drawn, by the grid's place. */
export async function drawnGrids(kernel: Kernel, communities: readonly string[], tx?: Tx): Promise<Map<string, Line>> {
  const under = underPlaces('f.place_path', communities)
  const rows = await unscoped<Pick<FeatureRow, 'place_id' | 'geometry'>>(
    kernel.store,
    why,
    {
      sql: `SELECT f.place_id, f.geometry FROM map_features f WHERE f.kind = 'grid' AND f.state = 'active' AND ${under.sql}`,
      params: under.params,
    },
    tx,
  )
  return new Map(rows.map((row) => [row.place_id, pointsOf(geometryOf(row))]))
}

/** Where the buildings at these paths are drawn. */
export async function drawnBuildings(kernel: Kernel, paths: readonly string[], tx?: Tx): Promise<Map<string, Position>> {
  const at = among('f.place_path', paths)
  const rows = await unscoped<Pick<FeatureRow, 'place_path' | 'longitude' | 'latitude'>>(
    kernel.store,
    why,
    {
      sql: `SELECT f.place_path, f.longitude, f.latitude FROM map_features f WHERE ${at.sql} AND f.kind = 'building' AND f.state = 'active'`,
      params: at.params,
    },
    tx,
  )
  return new Map(rows.map((row) => [row.place_path, [row.longitude, row.latitude]]))
}

/** What these drawings are about, retired ones too. */
export async function drawingsOf(kernel: Kernel, ids: readonly string[], tx?: Tx): Promise<Pick<FeatureRow, 'kind' | 'place_path'>[]> {
  const wanted = among('f.id', ids)
  return unscoped(
    kernel.store,
    why,
    { sql: `SELECT f.kind, f.place_path FROM map_features f WHERE ${wanted.sql}`, params: wanted.params },
    tx,
  )
}
export interface DrawnEntrance {
  readonly id: string
  readonly name: string
  readonly place: string
  readonly path: string
}

const mostEntrances = 500

/** The ways into estates that are drawn within reach, or at and under one place of it. */
export async function drawnEntrances(kernel: Kernel, scope: Scope, placeId?: string, tx?: Tx): Promise<DrawnEntrance[]> {
  const where = combine('AND', [
    underPlaces('f.place_path', scope.places),
    { sql: "f.kind = 'entrance' AND f.state = 'active'", params: [] },
    ...(placeId === undefined ? [] : [underPlaces('f.place_path', [await pathWithin(kernel, scope, placeId)])]),
  ])
  const sql = `SELECT f.id, f.name, f.place_path, p.name AS place_name, p.full_name FROM map_features f JOIN places p ON p.id = f.place_id
    WHERE ${where.sql} ORDER BY f.place_path, f.id LIMIT ${mostEntrances}`
  type Row = Pick<FeatureRow, 'id' | 'name' | 'place_path' | 'place_name'> & { readonly full_name: string }
  const rows = await scopedRows<Row>(kernel.store, scope, 'map_features', { sql, params: where.params }, tx)
  return rows.map((row) => ({ id: row.id, name: row.name || row.place_name, place: row.full_name, path: row.place_path }))
}

/** Where places are drawn, for whoever was shown already that something stands there. */
export const drawnPlaces = (kernel: Kernel, tx?: Tx) => anchorsOf(kernel, wholeHouse, tx)

/** Where a zone was drawn; undefined when it is no zone, or was removed. */
export async function drawnZone(
  kernel: Kernel,
  id: string,
  tx?: Tx,
): Promise<Pick<FeatureRow, 'place_path' | 'longitude' | 'latitude'> | undefined> {
  const sql = "SELECT place_path, longitude, latitude FROM map_features WHERE id = ? AND kind = 'zone' AND state = 'active'"
  const statement = { sql, params: [id] }
  return (await unscoped<FeatureRow>(kernel.store, 'whoever binds a zone has been asked for the right to it', statement, tx))[0]
}
