import type { Line, Position } from '@liren/contract/map/position'
import { readRing } from '@liren/contract/map/within'

const feature = (geometry: GeoJSON.Geometry, role: string): GeoJSON.Feature => ({ type: 'Feature', geometry, properties: { role } })
const copy = (line: Line): GeoJSON.Position[] => line.map(([x, y]) => [x, y])

export const pointFeature = (at: Position, role: string) => feature({ type: 'Point', coordinates: [...at] }, role)
export const areaFeature = (ring: Line, role: string) => feature({ type: 'Polygon', coordinates: [copy(ring)] }, role)
export const lineFeature = (line: Line, role: string) => feature({ type: 'LineString', coordinates: copy(line) }, role)

/** Corners as they are clicked, or the area that is being asked about. */
export function areaOf(corners: readonly Position[] | undefined, ring: string | undefined): GeoJSON.FeatureCollection | undefined {
  if (corners === undefined)
    return ring === undefined ? undefined : { type: 'FeatureCollection', features: [areaFeature(readRing(ring), 'area')] }
  const closed = [...corners, ...corners.slice(0, 1)]
  return {
    type: 'FeatureCollection',
    features: [
      ...(corners.length > 2 ? [areaFeature(closed, 'area')] : corners.length === 2 ? [lineFeature(corners, 'area')] : []),
      ...corners.map((at) => pointFeature(at, 'corner')),
    ],
  }
}
