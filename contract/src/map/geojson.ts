import type { Fault } from '../kernel/error.ts'
import { type Bounds, boundsOf, type Line, type Position, rounded } from './position.ts'

export const mostFeatures = 2000
export const mostCorners = 100_000
const mostFaults = 20
const mostFacts = 40
const longestFact = 500

export type Facts = Readonly<Record<string, string | number | boolean>>

/** One thing of a file: its shapes, cut into single ones, and what the file says of it. */
export interface ReadFeature {
  readonly key: string
  readonly name: string
  readonly facts: Facts
  readonly geometry: ReadGeometry
  /** Where its name stands. */
  readonly at: Position
}

export type ReadGeometry =
  | { readonly type: 'MultiPoint'; readonly coordinates: Line }
  | { readonly type: 'MultiLineString'; readonly coordinates: readonly Line[] }
  | { readonly type: 'MultiPolygon'; readonly coordinates: readonly (readonly Line[])[] }

export interface ReadGeoJson {
  readonly features: readonly ReadFeature[]
  readonly bounds: Bounds
}

/** The only ways to name longitude and latitude of WGS-84 or CGCS2000; RFC 7946 names none at all. */
const known = /(CRS84|EPSG:{1,2}(4326|4490))$/i

type Json = Readonly<Record<string, unknown>>
const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value)

/** Reads a GeoJSON file to the letter of its format. What cannot be read is said feature by feature; nothing of it is guessed. */
export function readGeoJson(content: string): ReadGeoJson | { readonly faults: readonly Fault[] } {
  const faults: Fault[] = []
  const fault = (path: string, zh: string, en: string) => {
    if (faults.length < mostFaults) faults.push({ path, zh, en })
  }
  const root = parsed(content)
  if (!isObject(root)) return { faults: [{ path: 'file', zh: '不是 JSON 文件', en: 'This is not a JSON file' }] }
  const crs = isObject(root.crs) && isObject(root.crs.properties) ? root.crs.properties.name : undefined
  if (crs !== undefined && !(typeof crs === 'string' && known.test(crs)))
    fault('file.crs', '坐标系须为 WGS-84 或 CGCS2000 经纬度', 'Coordinates must be longitude and latitude of WGS-84 or CGCS2000')
  const list = root.type === 'Feature' ? [root] : root.type === 'FeatureCollection' ? root.features : undefined
  if (!Array.isArray(list) || list.length === 0) {
    fault('file', '文件中没有要素（FeatureCollection）', 'There is no FeatureCollection with features in it')
    return { faults }
  }
  if (list.length > mostFeatures) fault('file', `要素超过 ${mostFeatures} 个`, `More than ${mostFeatures} features`)
  let corners = 0
  const features: ReadFeature[] = []
  for (const [i, one] of list.slice(0, mostFeatures).entries()) {
    const path = `file.features.${i}`
    const read = isObject(one) && one.type === 'Feature' ? readGeometry(one.geometry) : undefined
    if (!read) {
      fault(
        `${path}.geometry`,
        `第 ${i + 1} 个要素的图形有误或超出经纬度范围`,
        `The shape of feature ${i + 1} is not valid longitudes and latitudes`,
      )
      continue
    }
    corners += read.points.length
    const facts = readFacts((one as Json).properties)
    if (!facts) {
      fault(
        `${path}.properties`,
        `第 ${i + 1} 个要素的属性须为文字、数字或是否`,
        `Properties of feature ${i + 1} must be words, numbers or yes and no`,
      )
      continue
    }
    features.push({ key: String(i + 1), name: nameOf(facts), facts, geometry: read.geometry, at: middleOf(read.points) })
  }
  if (corners > mostCorners) fault('file', `坐标点超过 ${mostCorners} 个`, `More than ${mostCorners} points`)
  if (faults.length > 0) return { faults }
  return { features, bounds: boundsOf(features.flatMap(({ geometry }) => pointsOf(geometry))) }
}

function parsed(content: string): unknown {
  try {
    return JSON.parse(content.replace(/^\uFEFF/, ''))
  } catch {
    return undefined
  }
}

const nameOf = (facts: Facts): string => {
  const name = facts.name ?? facts['名称'] ?? facts.NAME ?? ''
  return String(name).slice(0, 60)
}

function readFacts(value: unknown): Facts | undefined {
  if (value === null || value === undefined) return {}
  if (!isObject(value)) return undefined
  const all = Object.entries(value).filter(([, fact]) => fact !== null)
  const isPlain = all.every(
    ([name, fact]) =>
      name.length <= 60 &&
      ((typeof fact === 'string' && fact.length <= longestFact) || typeof fact === 'number' || typeof fact === 'boolean'),
  )
  return isPlain && all.length <= mostFacts ? (Object.fromEntries(all) as Facts) : undefined
}

const isNumber = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value)

function position(value: unknown): Position | undefined {
  if (!Array.isArray(value) || value.length < 2 || value.length > 4) return undefined
  const [longitude, latitude] = value as unknown[]
  if (!isNumber(longitude) || !isNumber(latitude) || Math.abs(longitude) > 180 || Math.abs(latitude) > 85) return undefined
  return rounded([longitude, latitude])
}

function all<T>(value: unknown, read: (one: unknown) => T | undefined): T[] | undefined {
  if (!Array.isArray(value) || value.length === 0 || value.length > mostCorners) return undefined
  const out: T[] = []
  for (const one of value) {
    const got = read(one)
    if (got === undefined) return undefined
    out.push(got)
  }
  return out
}

const line = (least: number) => (value: unknown) => {
  const points = all(value, position)
  return points && points.length >= least ? points : undefined
}
const polygon = (value: unknown) => all(value, line(4))

function readGeometry(value: unknown): { geometry: ReadGeometry; points: Line } | undefined {
  if (!isObject(value)) return undefined
  const { type, coordinates } = value
  const geometry = typeof type === 'string' && /^(Multi)?(Point|LineString|Polygon)$/.test(type) ? single(type, coordinates) : undefined
  return geometry && { geometry, points: pointsOf(geometry) }
}

function single(type: string, given: unknown): ReadGeometry | undefined {
  const many = type.startsWith('Multi') ? given : [given]
  if (type.endsWith('Point')) {
    const coordinates = all(many, position)
    return coordinates && { type: 'MultiPoint', coordinates }
  }
  if (type.endsWith('LineString')) {
    const coordinates = all(many, line(2))
    return coordinates && { type: 'MultiLineString', coordinates }
  }
  const coordinates = all(many, polygon)
  return coordinates && { type: 'MultiPolygon', coordinates }
}

const pointsOf = (geometry: ReadGeometry): Line =>
  geometry.type === 'MultiPoint' ? geometry.coordinates : (geometry.coordinates.flat(geometry.type === 'MultiPolygon' ? 2 : 1) as Line)

function middleOf(points: Line): Position {
  const { west, south, east, north } = boundsOf(points)
  return rounded([(west + east) / 2, (south + north) / 2])
}
