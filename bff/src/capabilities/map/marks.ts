import type { MapPoint } from '@liren/contract/map/answers'
import type { MapLayer } from '@liren/contract/map/kinds'
import { elementIdOf } from '@liren/contract/map/model'
import type { Scope } from '../../kernel/http/route.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { type Condition, combine } from '../../kernel/store/condition.ts'
import { scopedRows, underPlaces } from '../../kernel/store/scope.ts'
import { type LayerSource, sources } from './layers.ts'
import { mutable, outlinesOf } from './outlines.ts'
import type { Within } from './within.ts'

/** Records are counted up to here; a map of more would be a blot. */
const mostRecords = 20_000
const mostMarks = 2000

export interface Marks {
  readonly points: readonly MapPoint[]
  readonly count: number
  readonly isCapped: boolean
}

/** Within a ring by its own position, or where it has none by its place. */
export function narrowed({ alias, position, where }: LayerSource, scope: Scope, within: Within): Condition {
  const path = `${alias}.place_path`
  const parts: Condition[] = [underPlaces(path, scope.places), { sql: where, params: [] }]
  const { bounds, ring } = within
  if (ring && bounds && position)
    parts.push(
      combine('OR', [
        {
          sql: `(${position.longitude} BETWEEN ? AND ? AND ${position.latitude} BETWEEN ? AND ?)`,
          params: [bounds.west, bounds.east, bounds.south, bounds.north],
        },
        combine('AND', [{ sql: `${position.longitude} IS NULL`, params: [] }, within.under(path)]),
      ]),
    )
  else parts.push(within.under(path))
  return combine('AND', parts)
}

/** The marks of one layer, and how many records they stand for. */
export const marksOf = (kernel: Kernel, layer: MapLayer, scope: Scope, within: Within): Promise<Marks> =>
  sources[layer].position ? placedMarks(kernel, layer, scope, within) : gatheredMarks(kernel, layer, scope, within)

interface PlacedRow {
  readonly id: string
  readonly place_path: string
  readonly longitude: number | null
  readonly latitude: number | null
  readonly label: string
  readonly state: string | number | null
  readonly floor: number | null
  readonly device_id: string | null
  readonly place_id: string | null
}

async function placedMarks(kernel: Kernel, layer: MapLayer, scope: Scope, within: Within): Promise<Marks> {
  const source = sources[layer]
  const where = narrowed(source, scope, within)
  const rows = await scopedRows<PlacedRow>(kernel.store, scope, source.table, {
    sql: `SELECT t.id, t.place_path, ${source.position?.longitude} AS longitude, ${source.position?.latitude} AS latitude,
          ${source.label} AS label, ${source.state} AS state, ${standing(source)} FROM ${source.from} WHERE ${where.sql} ORDER BY t.id LIMIT ${mostRecords + 1}`,
    params: where.params,
  })
  const inside = rows.slice(0, mostRecords).filter((row) => isWithin(row, within))
  const outlines = layer === 'alarm' ? await outlinesOf(kernel, inside) : undefined
  const points = inside.slice(0, mostMarks).flatMap((row): MapPoint[] => {
    const [longitude, latitude] = positionOf(row, within) ?? []
    if (longitude === undefined || latitude === undefined) return []
    const outline = row.floor === null ? undefined : outlines?.(row.place_path)
    return [
      {
        ...{ id: row.id, at: 'record', longitude, latitude, count: 1, label: row.label },
        ...{ state: row.state === null ? null : String(row.state), floor: row.floor, element: elementOf(row) },
        ...(outline ? { outline: mutable(outline) } : {}),
      },
    ]
  })
  return { points, count: inside.length, isCapped: rows.length > mostRecords }
}

/** The floor on which a record is and the element of the model at which it is, as columns. */
export const standing = ({ floor = 'NULL', device = 'NULL', at = 'NULL' }: LayerSource): string =>
  `${floor} AS floor, ${device} AS device_id, ${at} AS place_id`

export const elementOf = (row: { readonly device_id: string | null; readonly place_id: string | null }): string | null =>
  row.device_id !== null ? elementIdOf('device', row.device_id) : row.place_id !== null ? elementIdOf('place', row.place_id) : null

export const isWithin = (row: Pick<PlacedRow, 'place_path' | 'longitude' | 'latitude'>, within: Within): boolean =>
  row.longitude !== null && row.latitude !== null ? within.holdsPoint([row.longitude, row.latitude]) : within.holds(row.place_path)

export const positionOf = (row: Pick<PlacedRow, 'place_path' | 'longitude' | 'latitude'>, { anchors }: Within) =>
  row.longitude !== null && row.latitude !== null ? ([row.longitude, row.latitude] as const) : anchors.locate(row.place_path)?.at

/** Counted by place in the database, gathered at the drawing of the nearest place above: a building says how many live in it. */
async function gatheredMarks(kernel: Kernel, layer: MapLayer, scope: Scope, within: Within): Promise<Marks> {
  const source = sources[layer]
  const where = narrowed(source, scope, within)
  const rows = await scopedRows<{ place_path: string; n: number }>(kernel.store, scope, source.table, {
    sql: `SELECT place_path, COUNT(*) AS n FROM (SELECT t.place_path FROM ${source.from} WHERE ${where.sql} LIMIT ${mostRecords + 1}) capped GROUP BY place_path`,
    params: where.params,
  })
  const inside = rows.filter((row) => within.holds(row.place_path))
  const byAnchor = new Map<string, MapPoint>()
  for (const { place_path, n } of inside) {
    const anchor = within.anchors.locate(place_path)
    if (!anchor) continue
    const before = byAnchor.get(anchor.placeId)?.count ?? 0
    const [longitude, latitude] = anchor.at
    byAnchor.set(anchor.placeId, {
      id: anchor.placeId,
      at: 'place',
      longitude,
      latitude,
      count: before + Number(n),
      label: anchor.name,
      ...{ state: null, floor: null, element: elementIdOf('place', anchor.placeId) },
    })
  }
  const seen = rows.reduce((sum, { n }) => sum + Number(n), 0)
  return {
    points: [...byAnchor.values()].slice(0, mostMarks),
    count: inside.reduce((sum, { n }) => sum + Number(n), 0),
    isCapped: seen > mostRecords,
  }
}
