import type { Point3 } from '@liren/contract/map/glb'

const minus = (a: Point3, b: Point3): Point3 => [a[0] - b[0], a[1] - b[1], a[2] - b[2]]
const cross = (a: Point3, b: Point3): Point3 => [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]]
const dot = (a: Point3, b: Point3): number => a[0] * b[0] + a[1] * b[1] + a[2] * b[2]

/** How far along the way from one point to another the first triangle is met, from 0 to 1; undefined where none is. */
export function firstHit(from: Point3, to: Point3, positions: Float32Array, indices: Uint32Array): number | undefined {
  const way = minus(to, from)
  const corner = (i: number): Point3 => {
    const at = (indices[i] ?? 0) * 3
    return [positions[at] ?? 0, positions[at + 1] ?? 0, positions[at + 2] ?? 0]
  }
  let first: number | undefined
  for (let i = 0; i < indices.length; i += 3) {
    const a = corner(i)
    const [one, two] = [minus(corner(i + 1), a), minus(corner(i + 2), a)]
    const across = cross(way, two)
    const size = dot(one, across)
    if (size === 0) continue
    const start = minus(from, a)
    const u = dot(start, across) / size
    const up = cross(start, one)
    const v = dot(way, up) / size
    const along = dot(two, up) / size
    if (u >= 0 && v >= 0 && u + v <= 1 && along >= 0 && along <= 1 && along < (first ?? 2)) first = along
  }
  return first
}
