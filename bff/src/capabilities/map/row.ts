import type { MapFeature } from '@liren/contract/capabilities/map'
import { type FeatureKind, featureKindNames, kindSpec } from '@liren/contract/map/kinds'
import type { Bounds } from '@liren/contract/map/position'
import type { Geometry, Shape } from '@liren/contract/map/shape'
import type { Scope } from '../../kernel/http/route.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { among, type Condition, combine } from '../../kernel/store/condition.ts'
import { scopedRows, underPlaces } from '../../kernel/store/scope.ts'
import type { Tx } from '../../kernel/store/store.ts'
import { pathsAbove } from '../place/read.ts'

export interface FeatureRow extends Bounds {
  readonly id: string
  readonly kind: FeatureKind
  readonly shape: Shape
  readonly place_id: string
  readonly place_path: string
  readonly name: string
  readonly geometry: string
  readonly longitude: number
  readonly latitude: number
  readonly size: number | null
  readonly state: 'active' | 'retired'
  readonly updated_at: number
  readonly version: number
  readonly place_name: string
}

export const geometryOf = (row: Pick<FeatureRow, 'geometry'>): Geometry => JSON.parse(row.geometry) as Geometry

/** The way other columns of a feature follow from its place: its own name, or that of the place it draws. */
export const presentFeature = (row: FeatureRow): MapFeature => ({
  id: row.id,
  kind: row.kind,
  shape: row.shape,
  name: row.name || row.place_name,
  placeId: row.place_id,
  placeName: row.place_name,
  // a tuple to the schema, a list to the database
  geometry: geometryOf(row) as MapFeature['geometry'],
  longitude: row.longitude,
  latitude: row.latitude,
  size: row.size,
  updatedAt: new Date(Number(row.updated_at)).toISOString(),
  version: row.version,
})

const groundKinds = featureKindNames.filter((kind) => kindSpec(kind).isGround)

/** Drawings under the caller's places, and the ground of the communities in which those lie: streets, water, boundaries. */
export function visible(scope: Scope): Condition {
  const above = [...new Set(scope.places.flatMap(pathsAbove))].filter((path) => !scope.places.includes(path))
  const under = underPlaces('f.place_path', scope.places)
  if (above.length === 0) return under
  return combine('OR', [under, combine('AND', [among('f.place_path', above), among('f.kind', groundKinds)])])
}

export const columns = [
  'f.id, f.kind, f.shape, f.place_id, f.place_path, f.name, f.geometry, f.west, f.south, f.east, f.north',
  'f.longitude, f.latitude, f.size, f.state, f.updated_at, f.version, p.name AS place_name',
].join(', ')
export const source = 'map_features f JOIN places p ON p.id = f.place_id'

/** Active drawings that the scope shows and the condition wants, in the order of their ids. */
export function featuresWhere(kernel: Kernel, scope: Scope, where: Condition, limit: number, tx?: Tx): Promise<FeatureRow[]> {
  const all = combine('AND', [visible(scope), { sql: "f.state = 'active'", params: [] }, where])
  return scopedRows<FeatureRow>(
    kernel.store,
    scope,
    'map_features',
    { sql: `SELECT ${columns} FROM ${source} WHERE ${all.sql} ORDER BY f.id LIMIT ${Math.trunc(limit)}`, params: all.params },
    tx,
  )
}

/** What lies in or touches these bounds. */
export const meetsBounds = ({ west, south, east, north }: Bounds): Condition => ({
  sql: 'f.west <= ? AND f.east >= ? AND f.south <= ? AND f.north >= ?',
  params: [east, west, north, south],
})
