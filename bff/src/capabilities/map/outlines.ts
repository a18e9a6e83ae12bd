import type { Line } from '@liren/contract/map/position'
import { pointsOf } from '@liren/contract/map/shape'
import type { Kernel } from '../../kernel/kernel.ts'
import { among } from '../../kernel/store/condition.ts'
import { unscoped } from '../../kernel/store/scope.ts'
import { pathsAbove } from '../place/read.ts'
import { type FeatureRow, geometryOf } from './row.ts'

type Outlined = Pick<FeatureRow, 'place_path' | 'geometry'>

/** The outlines of the buildings in which these stand, asked for at once; of each path that of the building around it. */
export async function outlinesOf(
  kernel: Kernel,
  rows: readonly { readonly place_path: string }[],
): Promise<(path: string) => Line | undefined> {
  const paths = [...new Set(rows.flatMap((row) => pathsAbove(row.place_path)))]
  if (paths.length === 0) return () => undefined
  const at = among('place_path', paths)
  const drawn = await unscoped<Outlined>(kernel.store, 'what stands where is the same for everybody', {
    sql: `SELECT place_path, geometry FROM map_features WHERE ${at.sql} AND kind = 'building' AND state = 'active'`,
    params: at.params,
  })
  const byPath = new Map(drawn.map((row) => [row.place_path, pointsOf(geometryOf(row))]))
  return (path) => byPath.get(pathsAbove(path).find((above) => byPath.has(above)) ?? '')
}

/** A list to the schema, a line to whoever reckons with it. */
export const mutable = (line: Line): [number, number][] => line.map(([x, y]) => [x, y])
