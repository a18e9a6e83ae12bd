import type { Kernel } from '../../kernel/kernel.ts'
import { among } from '../../kernel/store/condition.ts'
import { unscoped } from '../../kernel/store/scope.ts'
import { pathsAbove } from '../place/read.ts'

/** The published data sets that hand on the files of an archive at a place, newest first; their names only. */
export async function datasetsOver(kernel: Kernel, archive: string, placePath: string, most: number): Promise<string[]> {
  const above = among('place_path', pathsAbove(placePath))
  const rows = await unscoped<{ name: string }>(kernel.store, 'which data sets a file that the asker reaches goes into', {
    sql: `SELECT name FROM datasets WHERE archive = ? AND state = 'published' AND ${above.sql} ORDER BY id DESC LIMIT ${most}`,
    params: [archive, ...above.params],
  })
  return rows.map(({ name }) => name)
}
