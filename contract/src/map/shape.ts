import type { Fault } from '../kernel/error.ts'
import { z } from '../kernel/zod.ts'
import { type Bounds, boundsOf, type Line, metresApart, type Position, rounded, same } from './position.ts'
import { areaOf, centreOf, isClosed, selfCrossing, wound } from './ring.ts'

/** What a feature is drawn as. Areas are one ring without holes: nothing of a community has any. */
export const shapes = ['point', 'line', 'area'] as const
export type Shape = (typeof shapes)[number]

export const mostPoints: Readonly<Record<Shape, number>> = { point: 1, line: 1000, area: 500 }
/** Smaller than a door plate is a slip of the hand. */
const leastArea = 0.5

export const positionSchema = () =>
  z.tuple([z.number().check(z.minimum(-180), z.maximum(180)), z.number().check(z.minimum(-85), z.maximum(85))])

/** GeoJSON, WGS-84 or CGCS2000, whose difference is below what is drawn here. */
export const geometrySchema = () =>
  z.union([
    z.object({ type: z.literal('Point'), coordinates: positionSchema() }),
    z.object({ type: z.literal('LineString'), coordinates: z.array(positionSchema()).check(z.maxLength(mostPoints.line)) }),
    z.object({
      type: z.literal('Polygon'),
      coordinates: z.array(z.array(positionSchema()).check(z.maxLength(mostPoints.area + 1))).check(z.maxLength(20)),
    }),
  ])
export type Geometry =
  | { readonly type: 'Point'; readonly coordinates: Position }
  | { readonly type: 'LineString'; readonly coordinates: Line }
  | { readonly type: 'Polygon'; readonly coordinates: readonly Line[] }

const shapeOfType = { Point: 'point', LineString: 'line', Polygon: 'area' } as const
export const shapeOf = (geometry: Geometry): Shape => shapeOfType[geometry.type]

export const pointsOf = (geometry: Geometry): Line =>
  geometry.type === 'Point'
    ? [geometry.coordinates]
    : geometry.type === 'LineString'
      ? geometry.coordinates
      : (geometry.coordinates[0] ?? [])

export const areaGeometry = (ring: Line): Geometry => ({ type: 'Polygon', coordinates: [ring] })

/** Where a label or a marker stands. */
export function anchorOf(geometry: Geometry): Position {
  const points = pointsOf(geometry)
  if (geometry.type === 'Polygon') return centreOf(points)
  return points[Math.floor(points.length / 2)] ?? [0, 0]
}

export const extentOf = (geometry: Geometry): Bounds => boundsOf(pointsOf(geometry))

/** Rounded to centimetres, points that fall together once, rings closed and counter-clockwise: one way to write one shape. */
export function tidied(geometry: Geometry): Geometry {
  if (geometry.type === 'Point') return { type: 'Point', coordinates: rounded(geometry.coordinates) }
  const points = pointsOf(geometry).map(rounded)
  const once = points.filter((point, i) => i === 0 || !same(point, points[i - 1] as Position))
  return geometry.type === 'LineString' ? { type: 'LineString', coordinates: once } : areaGeometry(wound(once))
}

/** Everything that is wrong with a drawing, at once. */
export function shapeFaults(geometry: Geometry, path = 'geometry'): Fault[] {
  const fault = (zh: string, en: string): Fault => ({ path, zh, en })
  if (geometry.type === 'Point') return []
  if (geometry.type === 'Polygon' && geometry.coordinates.length !== 1)
    return [fault('面须为一个不带洞的环', 'An area is one ring without holes')]
  const points = pointsOf(tidied(geometry))
  if (geometry.type === 'LineString')
    return points.length >= 2 ? [] : [fault('线至少需要两个不同的点', 'A line needs two different points')]
  if (!isClosed(points)) return [fault('环未闭合，或不足三个不同的点', 'The ring is not closed, or has fewer than three different points')]
  const crossing = selfCrossing(points)
  if (crossing) {
    const [i, j] = crossing
    return [fault(`边界自相交：第 ${i + 1} 段与第 ${j + 1} 段`, `The boundary crosses itself: segments ${i + 1} and ${j + 1}`)]
  }
  return areaOf(points) < leastArea ? [fault('面积过小', 'The area is too small')] : []
}

export const lengthOf = (line: Line): number =>
  line.reduce((sum, point, i) => (i === 0 ? 0 : sum + metresApart(line[i - 1] as Position, point)), 0)
