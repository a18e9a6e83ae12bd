import { hash } from 'node:crypto'
import { type FeatureKind, featureKindNames, kindSpec } from '@liren/contract/map/kinds'
import type { Bounds } from '@liren/contract/map/position'
import { geoJSONToTile } from '@maplibre/geojson-vt'
import { fromGeojsonVt } from '@maplibre/vt-pbf'
import { LRUCache } from 'lru-cache'
import { refuse } from '../../kernel/errors.ts'
import type { RequestContext, Scope } from '../../kernel/http/route.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { among, combine } from '../../kernel/store/condition.ts'
import { scopedRows } from '../../kernel/store/scope.ts'
import { boundsOfTile, cellOfTile, meetsCell } from './cell.ts'
import { type FeatureRow, geometryOf, meetsBounds, visible } from './row.ts'
import { mapVersion } from './version.ts'

interface Tile {
  readonly z: number
  readonly x: number
  readonly y: number
}

/** A tile that would hold more is drawn with these; at zooms that people read, none does. */
const mostFeatures = 4000
/** Sixty-four of 4096 steps, as the tile is cut. */
const margin = 64 / 4096
const storeyMetres = 3

const kept = new WeakMap<Kernel, LRUCache<string, Buffer>>()
function tilesOf(kernel: Kernel): LRUCache<string, Buffer> {
  const tiles = kept.get(kernel) ?? new LRUCache<string, Buffer>({ maxSize: 24_000_000, sizeCalculation: (tile) => tile.length + 200 })
  kept.set(kernel, tiles)
  return tiles
}

/** One tile of what this caller may see; an unchanged one is answered from what was made before, or with nothing at all. */
export async function sendTile(kernel: Kernel, ctx: RequestContext, tile: Tile): Promise<void> {
  const size = 2 ** tile.z
  if (tile.x >= size || tile.y >= size)
    throw refuse('request.invalid', {
      faults: [{ path: 'params.x', zh: '该缩放级别没有这块瓦片', en: 'There is no such tile at this zoom' }],
    })
  const key = `${await mapVersion(kernel)}|${[...ctx.scope.places].sort().join()}|${tile.z}/${tile.x}/${tile.y}`
  const { koa } = ctx
  koa.status = 200
  koa.type = 'application/vnd.mapbox-vector-tile'
  // Kept by the browser, asked about every time: rights may have changed meanwhile.
  koa.set('cache-control', 'private, no-cache')
  koa.set('vary', 'cookie, authorization')
  koa.set('etag', `"${hash('sha256', key, 'base64url').slice(0, 27)}"`)
  if (koa.fresh) {
    koa.status = 304
    return
  }
  const tiles = tilesOf(kernel)
  let made = tiles.get(key)
  if (!made) {
    made = await makeTile(kernel, ctx.scope, tile)
    tiles.set(key, made)
  }
  koa.body = made
}

/** The same shapes, with lists that the cutter might change. */
type TileGeometry = Exclude<Extract<Parameters<typeof geoJSONToTile>[0], { type: 'Feature' }>['geometry'], null>

type TileRow = Pick<FeatureRow, 'id' | 'kind' | 'shape' | 'name' | 'place_id' | 'place_name' | 'geometry' | 'longitude' | 'latitude'> & {
  readonly height: number | null
  readonly floors: number | null
}

async function makeTile(kernel: Kernel, scope: Scope, { z, x, y }: Tile): Promise<Buffer> {
  const kinds = featureKindNames.filter((kind) => kindSpec(kind).fromZoom <= z)
  const where = combine('AND', [
    visible(scope),
    meetsCell('f.cell', cellOfTile(z, x, y)),
    meetsBounds(boundsOfTile(z, x, y, margin)),
    among('f.kind', kinds),
  ])
  const rows = kinds.length === 0 ? [] : await tileRows(kernel, scope, where)
  const layers: Record<string, ReturnType<typeof geoJSONToTile>> = Object.fromEntries(
    kinds.flatMap((kind) => {
      const features = rows.filter((row) => row.kind === kind).map(tileFeature)
      return features.length === 0
        ? []
        : [[kind, geoJSONToTile({ type: 'FeatureCollection', features }, z, x, y, { maxZoom: 20, clip: true })] as const]
    }),
  )
  const bounds = boundsOfTile(z, x, y)
  const names = rows.filter((row) => (row.shape === 'area' || row.kind === 'space') && isAt(row, bounds)).map(nameFeature)
  if (names.length > 0) layers.name = geoJSONToTile({ type: 'FeatureCollection', features: names }, z, x, y, { maxZoom: 20 })
  return Buffer.from(fromGeojsonVt(layers, { version: 2, extent: 4096 }))
}

const isAt = ({ longitude, latitude }: TileRow, { west, south, east, north }: Bounds): boolean =>
  longitude >= west && longitude < east && latitude > south && latitude <= north

/** An area is cut by tiles; its name stands once, in the tile that its middle lies in. */
const nameFeature = (row: TileRow) => ({
  type: 'Feature' as const,
  properties: { id: row.id, kind: row.kind, name: nameOf(row), placeId: row.place_id },
  geometry: { type: 'Point' as const, coordinates: [row.longitude, row.latitude] },
})

/** Lawns and lanes without a name of their own are not called after the estate. */
const nameOf = (row: TileRow): string => row.name || (kindSpec(row.kind).drawsPlace || row.shape === 'point' ? row.place_name : '')

/** How high a building is follows from its file, so that the model changes with it. */
const tileRows = (
  kernel: Kernel,
  scope: Scope,
  where: { sql: string; params: readonly (string | number)[] | readonly never[] | readonly unknown[] },
) =>
  scopedRows<TileRow>(kernel.store, scope, 'map_features', {
    sql: `SELECT f.id, f.kind, f.shape, f.name, f.place_id, f.geometry, f.longitude, f.latitude, p.name AS place_name, b.height, b.floors FROM map_features f
          JOIN places p ON p.id = f.place_id LEFT JOIN building_files b ON b.place_id = f.place_id AND b.state = 'active' AND f.kind = 'building'
          WHERE ${where.sql} AND f.state = 'active' ORDER BY f.id LIMIT ${mostFeatures}`,
    params: where.params as never,
  })

function tileFeature(row: TileRow) {
  const properties: Record<string, string | number> = {
    id: row.id,
    name: nameOf(row),
    placeId: row.place_id,
  }
  if (row.kind === ('building' satisfies FeatureKind)) {
    properties.floors = row.floors ?? 1
    properties.height = row.height ?? (row.floors ?? 1) * storeyMetres
  }
  // the library's types ask for arrays that may be changed; it only reads them
  return { type: 'Feature' as const, properties, geometry: geometryOf(row) as unknown as TileGeometry }
}
