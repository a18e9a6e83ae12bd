import type { Position } from '@liren/contract/map/position'
import type { Sheet, troubles } from './edit-state.ts'
import { areaFeature, lineFeature, pointFeature } from './sketch.ts'

/** All drawings on the table, handles of the chosen one, and what is wrong with them. */
export function sketchOf(
  sheets: readonly Sheet[],
  chosen: string | undefined,
  told: ReturnType<typeof troubles>,
  points: readonly Position[] | undefined,
): GeoJSON.FeatureCollection {
  const own = sheets.find(({ id }) => id === chosen)
  const middles =
    own && own.type !== 'Point'
      ? own.points.slice(1).map((b, i): Position => [(b[0] + (own.points[i]?.[0] ?? 0)) / 2, (b[1] + (own.points[i]?.[1] ?? 0)) / 2])
      : []
  return {
    type: 'FeatureCollection',
    features: [
      ...sheets.map(({ id, type, points: line }) =>
        type === 'Polygon'
          ? areaFeature(line, id === chosen ? 'chosen' : 'area')
          : type === 'LineString'
            ? lineFeature(line, 'area')
            : pointFeature(line[0] ?? [0, 0], 'corner'),
      ),
      ...told.flatMap(({ overlaps }) => overlaps.flatMap(({ pieces }) => pieces.map((piece) => areaFeature(piece, 'overlap')))),
      ...(own?.points.map((at) => pointFeature(at, 'corner')) ?? []),
      ...middles.map((at) => pointFeature(at, 'middle')),
      ...told.flatMap(({ slivers }) => slivers.map((at) => pointFeature(at, 'sliver'))),
      ...(points && points.length > 1 ? [lineFeature(points, 'draft')] : []),
      ...(points?.map((at) => pointFeature(at, 'corner')) ?? []),
    ],
  }
}
