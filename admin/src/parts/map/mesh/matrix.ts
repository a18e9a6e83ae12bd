import type { Point3 } from '@liren/contract/map/glb'
import type { Position } from '@liren/contract/map/position'

/** Sixteen numbers, column after column. */
export type Matrix = ArrayLike<number>

const degreeMetres = 111_319.49
/** The engine measures heights on this globe. */
const heightRadius = 6_371_008.8
const radians = (degrees: number): number => (degrees * Math.PI) / 180

/** From metres east, north and up of a point to the square on which the engine draws the world. */
export function worldOf([longitude, latitude]: Position): Matrix {
  const sine = Math.sin(radians(latitude))
  const shrink = Math.cos(radians(latitude))
  const metre = 1 / (360 * degreeMetres * shrink)
  const x = 0.5 + longitude / 360
  const y = 0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI)
  return [metre, 0, 0, 0, 0, -metre, 0, 0, 0, 0, 1 / (2 * Math.PI * heightRadius * shrink), 0, x, y, 0, 1]
}

export function times(a: Matrix, b: Matrix): number[] {
  const out: number[] = []
  for (let column = 0; column < 4; column++)
    for (let row = 0; row < 4; row++) {
      let sum = 0
      for (let k = 0; k < 4; k++) sum += (a[k * 4 + row] ?? 0) * (b[column * 4 + k] ?? 0)
      out.push(sum)
    }
  return out
}

/** The matrix that leads back, by elimination; undefined where there is none. */
export function inverse(m: Matrix): number[] | undefined {
  const rows = [0, 1, 2, 3].map((row) => [
    ...[0, 1, 2, 3].map((column) => m[column * 4 + row] ?? 0),
    ...[0, 1, 2, 3].map((column) => Number(row === column)),
  ])
  for (let pivot = 0; pivot < 4; pivot++) {
    const best = rows.slice(pivot).reduce((a, b) => (Math.abs(b[pivot] ?? 0) > Math.abs(a[pivot] ?? 0) ? b : a))
    const by = best[pivot] ?? 0
    if (by === 0 || !Number.isFinite(by)) return undefined
    rows.splice(rows.indexOf(best), 1)
    const row = best.map((value) => value / by)
    rows.forEach((other, i) => {
      const factor = other[pivot] ?? 0
      rows[i] = other.map((value, k) => value - factor * (row[k] ?? 0))
    })
    rows.splice(pivot, 0, row)
  }
  return [0, 1, 2, 3].flatMap((column) => rows.map((row) => row[column + 4] ?? 0))
}

export function through(m: Matrix, [x, y, z]: Point3): Point3 {
  const [a = 0, b = 0, c = 0, w = 1] = [0, 1, 2, 3].map(
    (row) => (m[row] ?? 0) * x + (m[4 + row] ?? 0) * y + (m[8 + row] ?? 0) * z + (m[12 + row] ?? 0),
  )
  return [a / w, b / w, c / w]
}
