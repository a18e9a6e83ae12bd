import { featureColumns } from '@liren/bff/capabilities/map/columns'
import { text } from '@liren/contract'
import type { FeatureKind } from '@liren/contract/map/kinds'
import type { Line, Position } from '@liren/contract/map/position'
import { areaGeometry, type Geometry, shapeOf } from '@liren/contract/map/shape'
import type { Row } from '../batch.ts'
import { day, type SeedContext, type SeedSet } from '../set.ts'
import {
  areaOf,
  at,
  box,
  buildingAt,
  columns,
  community,
  estateBox,
  footprint,
  gridRings,
  line,
  type PlannedEstate,
  park,
  pond,
  ring,
  river,
  rowsOf,
  streets,
} from '../street-plan.ts'

interface PlaceRow {
  readonly id: string
  readonly kind: string
  readonly code: string
  readonly name: string
  readonly path: string
  readonly grid_id: string | null
}

/** Streets, water and green, and every estate, grid, building, entrance and common ground where its place says. */
export const map: SeedSet = {
  name: 'map',
  text: text('地图：街道、楼栋、网格', 'Map: streets, buildings, grids'),
  run: async (context) => {
    const places = await context.rows<PlaceRow>(
      "SELECT id, kind, code, name, path, grid_id FROM places WHERE kind IN ('community', 'estate', 'grid', 'building', 'unit', 'area') ORDER BY path",
    )
    const sheet = createSheet(context)
    const ground = places.find(({ kind }) => kind === 'community')
    if (!ground) return
    sheet.draw('boundary', ground, areaGeometry(community))
    for (const [name, path] of streets) sheet.draw('road', ground, { type: 'LineString', coordinates: path }, name)
    sheet.draw('water', ground, areaGeometry(river), '云溪河')
    sheet.draw('green', ground, areaGeometry(park), '梧桐公园')
    sheet.draw('water', ground, areaGeometry(pond), '镜湖')
    for (const estate of places.filter(({ kind }) => kind === 'estate')) drawEstate(sheet, estate, places)
    await context.insert('map_features', sheet.features)
    await context.insert('map_history', sheet.history)
    await context.insert('counters', [{ name: 'map', value: 1 }])
  },
}

type Sheet = ReturnType<typeof createSheet>

function createSheet({ ids, now }: SeedContext) {
  const features: Row[] = []
  const history: Row[] = []
  const since = now - 399 * day
  return {
    features,
    history,
    draw(kind: FeatureKind, place: PlaceRow, geometry: Geometry, name = ''): void {
      const id = ids.at(since)
      const columnsOfIt = featureColumns(geometry)
      features.push({
        ...{ id, kind, shape: shapeOf(geometry), place_id: place.id, place_path: place.path, name, ...columnsOfIt },
        ...{ live_key: drawsPlace.has(kind) ? `${kind}:${place.id}` : null, created_at: since, updated_at: since },
      })
      history.push({
        ...{ id: ids.at(since), feature_id: id, feature_version: 1, action: 'created', name, geometry: columnsOfIt.geometry },
        ...{ actor_id: null, actor_name: '顾系安', at: since },
      })
    },
  }
}

const drawsPlace = new Set<FeatureKind>(['boundary', 'grid', 'building', 'unit', 'space'])
const point = (x: number, y: number): Geometry => ({ type: 'Point', coordinates: at(x, y) })
const path = (points: Line): Geometry => ({ type: 'LineString', coordinates: points })

function drawEstate(sheet: Sheet, estate: PlaceRow, places: readonly PlaceRow[]): void {
  const code = estate.code as PlannedEstate
  const inside = places.filter((place) => place.path.startsWith(estate.path))
  const buildings = inside.filter(({ kind }) => kind === 'building')
  const { west, south, east, north } = estateBox(code, buildings.length)
  const corners: readonly Position[] = [
    [west, south],
    [east, south],
    [east, north],
    [west, north],
  ]
  sheet.draw('boundary', estate, areaGeometry(ring(...corners)))
  drawGrids(sheet, code, buildings, places)
  const [, ground] = buildingAt(code, 1)
  sheet.draw('road', estate, path(line([west, ground - 24], [east, ground - 24])), `${estate.name}主路`)
  sheet.draw(
    'road',
    estate,
    path(line([east - 12, ground - 24], [east - 12, north - 6], [west + 12, north - 6], [west + 12, ground - 24])),
    `${estate.name}环路`,
  )
  for (let row = 0; row < rowsOf(buildings.length) - 1; row++) {
    const [, y] = buildingAt(code, row * columns + 1)
    sheet.draw('green', estate, areaGeometry(box((west + east) / 2, y + 38, east - west - 60, 9)))
  }
  for (const place of inside.filter(({ kind }) => kind === 'area')) {
    const { kind, x, y, width, height } = areaOf(code, place.code)
    sheet.draw(kind, place, width === 0 ? point(x, y) : areaGeometry(box(x, y, width, height)))
  }
  const [width, depth] = footprint[code]
  for (const building of buildings) {
    const [x, y] = buildingAt(code, Number(building.code))
    sheet.draw('building', building, areaGeometry(box(x, y, width, depth)))
    const units = inside.filter((place) => place.kind === 'unit' && place.path.startsWith(building.path))
    for (const [i, unit] of units.entries())
      sheet.draw('unit', unit, point(x - width / 2 + (width * (i + 0.5)) / units.length, y - depth / 2 - 2))
  }
}

/** The first half of the buildings and the second, as the place tree has them. */
function drawGrids(sheet: Sheet, code: PlannedEstate, buildings: readonly PlaceRow[], places: readonly PlaceRow[]): void {
  const ids = [...new Set(buildings.map(({ grid_id }) => grid_id))]
  const rings = gridRings(code, buildings.length, ids.length > 1)
  for (const [i, id] of ids.entries()) {
    const grid = places.find((place) => place.id === id)
    const area = rings[i]
    // Communities of earlier versions have a grid in two estates; it is drawn in the first.
    if (grid && area && !sheet.features.some((feature) => feature.kind === 'grid' && feature.place_id === grid.id))
      sheet.draw('grid', grid, areaGeometry(area))
  }
}
