/** Longitude and latitude in degrees. */
export type Point = readonly [longitude: number, latitude: number]

/** Krasovsky 1940, on which the shift is defined. */
const axis = 6_378_245
const eccentricity = 0.006693421622965943

const sine = (times: number, x: number): number => Math.sin(times * Math.PI * x)

function northOf(x: number, y: number): number {
  const waves =
    (20 * sine(6, x) + 20 * sine(2, x) + 20 * sine(1, y) + 40 * sine(1 / 3, y) + 160 * sine(1 / 12, y) + 320 * sine(1 / 30, y)) * (2 / 3)
  return -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * Math.sqrt(Math.abs(x)) + waves
}

function eastOf(x: number, y: number): number {
  const waves =
    (20 * sine(6, x) + 20 * sine(2, x) + 20 * sine(1, x) + 40 * sine(1 / 3, x) + 150 * sine(1 / 12, x) + 300 * sine(1 / 30, x)) * (2 / 3)
  return 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * Math.sqrt(Math.abs(x)) + waves
}

/** Outside of it the maps of the messenger are not shifted. */
const isShifted = ([longitude, latitude]: Point): boolean =>
  longitude >= 72.004 && longitude <= 137.8347 && latitude >= 0.8293 && latitude <= 55.8271

/** What everything here is kept in, as the maps of the messenger want it; nothing but their door may ask for it. */
export function toGcj(point: Point): Point {
  if (!isShifted(point)) return point
  const [longitude, latitude] = point
  const [x, y] = [longitude - 105, latitude - 35]
  const slope = (latitude / 180) * Math.PI
  const bulge = 1 - eccentricity * Math.sin(slope) ** 2
  const north = (northOf(x, y) * 180) / (((axis * (1 - eccentricity)) / (bulge * Math.sqrt(bulge))) * Math.PI)
  const east = (eastOf(x, y) * 180) / ((axis / Math.sqrt(bulge)) * Math.cos(slope) * Math.PI)
  return [longitude + east, latitude + north]
}

/** The shift changes so slowly that what is left over shrinks a thousandfold with each turn. */
const turns = 6

/** The way back, for a point that somebody chose on such a map. */
export function fromGcj(point: Point): Point {
  if (!isShifted(point)) return point
  let [longitude, latitude] = point
  for (let turn = 0; turn < turns; turn++) {
    const [x, y] = toGcj([longitude, latitude])
    longitude += point[0] - x
    latitude += point[1] - y
  }
  return [longitude, latitude]
}
