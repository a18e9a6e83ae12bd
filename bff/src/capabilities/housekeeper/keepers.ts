import type { Kernel } from '../../kernel/kernel.ts'
import { among } from '../../kernel/store/condition.ts'
import { unscoped } from '../../kernel/store/scope.ts'
import type { Tx } from '../../kernel/store/store.ts'
import { pathsAbove } from '../place/read.ts'
import type { AbsenceRow, PostRow } from './row.ts'

/** For each of these places the post nearest to it: that of the unit before that of the building, of the estate. */
export async function postsFor(kernel: Kernel, paths: readonly string[], tx?: Tx): Promise<Map<string, PostRow>> {
  const found = new Map<string, PostRow>()
  if (paths.length === 0) return found
  const above = among('place_path', [...new Set(paths.flatMap(pathsAbove))])
  const rows = await unscoped<PostRow>(
    kernel.store,
    'who looks after a house is looked up for whoever lives there',
    { sql: `SELECT * FROM housekeeper_posts WHERE ${above.sql} AND until_at IS NULL`, params: above.params },
    tx,
  )
  const nearest = [...rows].sort((a, b) => b.place_path.length - a.place_path.length)
  for (const path of paths) {
    const post = nearest.find((candidate) => path.startsWith(candidate.place_path))
    if (post) found.set(path, post)
  }
  return found
}

export interface Substitute {
  readonly id: string
  readonly until: number
}

/** Who stands in today for those of them that are away. */
export async function substitutesOf(kernel: Kernel, keepers: readonly string[], now: number, tx?: Tx): Promise<Map<string, Substitute>> {
  const away = among('keeper_id', [...new Set(keepers)])
  const rows = await unscoped<AbsenceRow>(
    kernel.store,
    'messages reach whoever stands in today',
    {
      sql: `SELECT * FROM housekeeper_absences WHERE ${away.sql} AND from_at <= ? AND until_at > ? ORDER BY id`,
      params: [...away.params, now, now],
    },
    tx,
  )
  return new Map(rows.map((row) => [row.keeper_id, { id: row.substitute_id, until: Number(row.until_at) }]))
}

/** Oneself, and those in whose place one answers today. */
export async function servedBy(kernel: Kernel, userId: string, now: number, tx?: Tx): Promise<string[]> {
  const rows = await unscoped<{ keeper_id: string }>(
    kernel.store,
    'a substitute answers in the place of another',
    {
      sql: 'SELECT keeper_id FROM housekeeper_absences WHERE substitute_id = ? AND from_at <= ? AND until_at > ?',
      params: [userId, now, now],
    },
    tx,
  )
  return [...new Set([userId, ...rows.map((row) => row.keeper_id)])]
}

/** Who is to be told: the housekeeper, and the substitute while there is one. */
export async function keepersToTell(kernel: Kernel, keeperId: string | null, now: number, tx?: Tx): Promise<string[]> {
  if (keeperId === null) return []
  const substitute = (await substitutesOf(kernel, [keeperId], now, tx)).get(keeperId)
  return substitute ? [keeperId, substitute.id] : [keeperId]
}
