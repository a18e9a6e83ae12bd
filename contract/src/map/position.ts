/** Longitude and latitude in degrees, WGS-84; CGCS2000 differs from it by centimetres and is stored alike. */
export type Position = readonly [longitude: number, latitude: number]
/** A ring without its closing point doubled is an error; a closed one repeats its first point as its last. */
export type Line = readonly Position[]

export interface Bounds {
  readonly west: number
  readonly south: number
  readonly east: number
  readonly north: number
}

const metresPerDegree = 111_319.49

/** Metres east and north of an origin. Exact to millimetres within a few kilometres, which is as far as a community reaches. */
export const planeAt = (origin: Position) => {
  const shrink = Math.cos((origin[1] * Math.PI) / 180)
  return {
    to: ([longitude, latitude]: Position): Position => [
      (longitude - origin[0]) * metresPerDegree * shrink,
      (latitude - origin[1]) * metresPerDegree,
    ],
    from: ([x, y]: Position): Position => [origin[0] + x / metresPerDegree / shrink, origin[1] + y / metresPerDegree],
  }
}

export function metresApart(a: Position, b: Position): number {
  const [x, y] = planeAt(a).to(b)
  return Math.hypot(x, y)
}

/** Seven decimals are a centimetre; more would be noise of the arithmetic. */
export const rounded = ([longitude, latitude]: Position): Position => [Math.round(longitude * 1e7) / 1e7, Math.round(latitude * 1e7) / 1e7]

export const same = (a: Position, b: Position): boolean => a[0] === b[0] && a[1] === b[1]

export function boundsOf(points: Line): Bounds {
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity]
  for (const [x, y] of points) {
    west = Math.min(west, x)
    south = Math.min(south, y)
    east = Math.max(east, x)
    north = Math.max(north, y)
  }
  return { west, south, east, north }
}

export const boundsMeet = (a: Bounds, b: Bounds): boolean =>
  a.west <= b.east && b.west <= a.east && a.south <= b.north && b.south <= a.north
