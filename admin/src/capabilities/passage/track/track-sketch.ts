import type { TrackPoint } from '@liren/contract/capabilities/passage'
import type { Bounds, Position } from '@liren/contract/map/position'
import { boundsOf } from '@liren/contract/map/position'

export const positionOf = ({ gate }: TrackPoint): Position | undefined =>
  gate.longitude === null || gate.latitude === null ? undefined : [gate.longitude, gate.latitude]

const feature = (geometry: GeoJSON.Geometry, role: string): GeoJSON.Feature => ({ type: 'Feature', geometry, properties: { role } })
/** Twice through one gate is one corner: a line without length cannot be drawn. */
const corners = (points: readonly Position[]) => points.filter(([x, y], i) => x !== points[i - 1]?.[0] || y !== points[i - 1]?.[1])
const line = (way: readonly Position[], role: string): GeoJSON.Feature[] => {
  const points = corners(way)
  return points.length < 2 ? [] : [feature({ type: 'LineString', coordinates: points.map(([x, y]) => [x, y]) }, role)]
}
const point = (at: Position, role: string) => feature({ type: 'Point', coordinates: [...at] }, role)

const placed = (points: readonly TrackPoint[]): Position[] => points.map(positionOf).filter((at) => at !== undefined)

/** The way so far, the way ahead, every stop, and where the film stands. */
export function sketchOf(points: readonly TrackPoint[], at: number): GeoJSON.FeatureCollection {
  const way = placed(points)
  const now = points[at] && positionOf(points[at])
  return {
    type: 'FeatureCollection',
    features: [
      ...line(way, 'ahead'),
      ...line(placed(points.slice(0, at + 1)), 'track'),
      ...way.map((stop) => point(stop, 'stop')),
      ...(now ? [point(now, 'now')] : []),
    ],
  }
}

export function boundsOfTrack(points: readonly TrackPoint[]): Bounds | null {
  const all = placed(points)
  return all.length === 0 ? null : boundsOf(all)
}
