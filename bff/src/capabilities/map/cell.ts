import type { Bounds } from '@liren/contract/map/position'
import type { Condition } from '../../kernel/store/condition.ts'

/** Cells are no smaller than this zoom's tiles. */
const deepest = 20
const root = 'q'

const column = (longitude: number, zoom: number): number => Math.floor(((longitude + 180) / 360) * 2 ** zoom)
function row(latitude: number, zoom: number): number {
  const sin = Math.sin((latitude * Math.PI) / 180)
  return Math.floor((0.5 - Math.log((1 + sin) / (1 - sin)) / (4 * Math.PI)) * 2 ** zoom)
}

/** The path of quarters from the whole world down to a tile. */
export function cellOfTile(z: number, x: number, y: number): string {
  let cell = root
  for (let bit = z - 1; bit >= 0; bit--) cell += ((x >> bit) & 1) + 2 * ((y >> bit) & 1)
  return cell
}

/** The smallest tile that holds these bounds whole. */
export function cellOf({ west, south, east, north }: Bounds): string {
  let cell = root
  for (let z = 1; z <= deepest; z++) {
    const [x, y] = [column(west, z), row(north, z)]
    if (column(east, z) !== x || row(south, z) !== y) break
    cell = cellOfTile(z, x, y)
  }
  return cell
}

/** What may reach into a tile: it lies in a cell within the tile, or in one of those around it. */
export function meetsCell(name: string, cell: string): Condition {
  const around = Array.from({ length: cell.length }, (_, i) => cell.slice(0, i + 1))
  return {
    sql: `(${name} IN (${around.map(() => '?').join(', ')}) OR (${name} > ? AND ${name} < ?))`,
    params: [...around, cell, `${cell}4`],
  }
}

/** Where a tile lies, with a margin for lines and labels at its edge, as a share of its width. */
export function boundsOfTile(z: number, x: number, y: number, margin = 0): Bounds {
  const size = 2 ** z
  const longitude = (at: number) => (at / size) * 360 - 180
  const latitude = (at: number) => (Math.atan(Math.sinh(Math.PI * (1 - (2 * at) / size))) * 180) / Math.PI
  return { west: longitude(x - margin), east: longitude(x + 1 + margin), north: latitude(y - margin), south: latitude(y + 1 + margin) }
}
