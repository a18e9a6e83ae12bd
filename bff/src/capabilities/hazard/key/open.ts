import type { Kernel } from '../../../kernel/kernel.ts'
import { among, combine } from '../../../kernel/store/condition.ts'
import { underPlaces, unscoped } from '../../../kernel/store/scope.ts'
import type { Tx } from '../../../kernel/store/store.ts'
import type { KeyRow } from './places.ts'

type Point = Pick<KeyRow, 'id' | 'place_path' | 'device_id'>

/** Levels of the hazards that nobody has closed, for each key place: those of its device where it is one, else those under its place. */
export async function openAt(kernel: Kernel, points: readonly Point[], tx?: Tx): Promise<ReadonlyMap<string, readonly number[]>> {
  if (points.length === 0) return new Map()
  const places = points.flatMap(({ device_id, place_path }) => (device_id === null ? [place_path] : []))
  const devices = points.flatMap(({ device_id }) => device_id ?? [])
  const where = combine('AND', [
    { sql: "a.phase IN ('open', 'active')", params: [] },
    combine('OR', [underPlaces('a.place_path', places), ...(devices.length === 0 ? [] : [among('a.device_id', devices)])]),
  ])
  const rows = await unscoped<{ level: number; place_path: string; device_id: string | null }>(
    kernel.store,
    'key places that were found are shown with their open hazards',
    {
      sql: `SELECT a.level, a.place_path, a.device_id FROM alarms a JOIN hazard_orders o ON o.id = a.id WHERE ${where.sql}`,
      params: where.params,
    },
    tx,
  )
  const belongs = (point: Point, row: (typeof rows)[number]): boolean =>
    point.device_id === null ? row.place_path.startsWith(point.place_path) : row.device_id === point.device_id
  return new Map(points.map((point) => [point.id, rows.filter((row) => belongs(point, row)).map(({ level }) => Number(level))]))
}
