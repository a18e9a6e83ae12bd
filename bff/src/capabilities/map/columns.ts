import { areaOf } from '@liren/contract/map/ring'
import { anchorOf, extentOf, type Geometry, lengthOf, pointsOf } from '@liren/contract/map/shape'
import { cellOf } from './cell.ts'

/** What the table keeps of a shape besides the shape: where it is found, and how large it is. */
export function featureColumns(geometry: Geometry) {
  const [longitude, latitude] = anchorOf(geometry)
  const bounds = extentOf(geometry)
  const points = pointsOf(geometry)
  const size = geometry.type === 'Polygon' ? areaOf(points) : geometry.type === 'LineString' ? lengthOf(points) : null
  return { geometry: JSON.stringify(geometry), ...bounds, longitude, latitude, size, cell: cellOf(bounds) }
}
