import { mapErrors } from '@liren/contract/capabilities/map'
import { checkNeighbours, overlapTolerance, uncovered } from '@liren/contract/map/neighbours'
import { overlapOf } from '@liren/contract/map/overlap'
import { areaOf } from '@liren/contract/map/ring'
import { pointsOf } from '@liren/contract/map/shape'
import { refuseWith } from '../../kernel/errors.ts'
import type { RequestContext } from '../../kernel/http/route.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { among, combine } from '../../kernel/store/condition.ts'
import { underPlaces, unscoped } from '../../kernel/store/scope.ts'
import type { Tx } from '../../kernel/store/store.ts'
import { columns, type FeatureRow, geometryOf, source } from './row.ts'

/** A community has tens of grids; more than this are not compared. */
const mostGrids = 500
/** Of a grid, beyond the boundary of its community: the width of a wall along its side. */
const outsideShare = 0.01

const ringOf = (row: FeatureRow) => pointsOf(geometryOf(row))
/** The community of a grid: the place right above it. */
const parentPath = (path: string): string => path.slice(0, path.lastIndexOf('/', path.length - 2) + 1)

async function drawn(kernel: Kernel, tx: Tx, where: { sql: string; params: readonly string[] }): Promise<FeatureRow[]> {
  return unscoped<FeatureRow>(
    kernel.store,
    'a grid meets all its neighbours, whoever draws it',
    {
      sql: `SELECT ${columns} FROM ${source} WHERE ${where.sql} AND f.state = 'active' ORDER BY f.id LIMIT ${mostGrids}`,
      params: where.params,
    },
    tx,
  )
}

/**
 * Grids that were touched must not overlap others of their community or reach out of it. Tells how much of the
 * community no grid covers, which is a hint and no refusal: a community is not divided in one stroke.
 */
export async function checkGrids(kernel: Kernel, { tx }: Pick<RequestContext, 'tx'>, touched: readonly string[]): Promise<number | null> {
  const mine = (await drawn(kernel, tx, {
    ...among('f.id', touched),
    sql: `${among('f.id', touched).sql} AND f.kind = 'grid'`,
  } as never)) as FeatureRow[]
  let free: number | null = null
  for (const community of new Set(mine.map((row) => parentPath(row.place_path)))) {
    const under = underPlaces('f.place_path', [community])
    const grids = await drawn(kernel, tx, combine('AND', [under, { sql: "f.kind = 'grid'", params: [] }]) as never)
    const [boundary] = await drawn(kernel, tx, { sql: "f.place_path = ? AND f.kind = 'boundary'", params: [community] })
    for (const row of mine.filter((grid) => parentPath(grid.place_path) === community)) {
      const ring = ringOf(row)
      const others = grids
        .filter(({ id }) => id !== row.id)
        .map((grid) => ({ id: grid.id, name: grid.name || grid.place_name, ring: ringOf(grid) }))
      const { overlaps } = checkNeighbours(ring, others)
      if (overlaps.length > 0)
        throw refuseWith(mapErrors, 'map.overlap', {
          details: { id: row.id, overlaps: overlaps.map(({ id, name, area }) => ({ id, name, area: Math.round(area) })) },
        })
      if (boundary && areaOf(ring) - overlapOf(ring, ringOf(boundary)).area > Math.max(overlapTolerance(ring), areaOf(ring) * outsideShare))
        throw refuseWith(mapErrors, 'map.outside', { details: { id: row.id, boundary: boundary.place_name } })
    }
    if (boundary) free = Math.round(uncovered(ringOf(boundary), grids.map(ringOf)))
  }
  return free
}
