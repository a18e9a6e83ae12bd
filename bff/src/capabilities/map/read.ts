import type { Position } from '@liren/contract/map/position'
import { isInside } from '@liren/contract/map/ring'
import { pointsOf } from '@liren/contract/map/shape'
import type { Kernel } from '../../kernel/kernel.ts'
import { among } from '../../kernel/store/condition.ts'
import { unscoped } from '../../kernel/store/scope.ts'
import type { Tx } from '../../kernel/store/store.ts'
import { pathsAbove } from '../place/read.ts'
import { columns, type FeatureRow, geometryOf, source } from './row.ts'

/** Whether a point lies within the community of a place; undefined where nobody has drawn its boundary. */
export async function isWithinCommunity(kernel: Kernel, placePath: string, point: Position, tx?: Tx): Promise<boolean | undefined> {
  const above = among('f.place_path', pathsAbove(placePath))
  const rows = await unscoped<FeatureRow>(
    kernel.store,
    'the boundary of a community is the same for everybody',
    {
      sql: `SELECT ${columns} FROM ${source} WHERE ${above.sql} AND p.kind = 'community' AND f.kind = 'boundary' AND f.state = 'active' LIMIT 1`,
      params: above.params,
    },
    tx,
  )
  const [boundary] = rows
  return boundary && isInside(point, pointsOf(geometryOf(boundary)))
}
