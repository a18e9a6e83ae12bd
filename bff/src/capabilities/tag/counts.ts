import type { Archive } from '@liren/contract/archive/index'
import type { TagCount } from '@liren/contract/capabilities/tag'
import { placesOf } from '../../engines/archive/place.ts'
import { guardedTag } from '../../engines/archive/tagged.ts'
import type { Scope } from '../../kernel/http/route.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { combine } from '../../kernel/store/condition.ts'
import { scopedRows, underPlaces } from '../../kernel/store/scope.ts'
import type { TagWord } from './words.ts'

/** How many files in use carry each tag, within reach. Guarded ones are counted by their index and never opened. */
export async function countTags(
  kernel: Kernel,
  definition: Archive,
  scope: Scope,
  words: ReadonlyMap<string, TagWord>,
  placeId: string | undefined,
): Promise<TagCount[]> {
  const place = placeId === undefined ? undefined : ((await placesOf(kernel, [placeId])).get(placeId)?.path ?? null)
  const where = combine('AND', [
    underPlaces('f.place_path', scope.places),
    ...(place === undefined ? [] : [underPlaces('f.place_path', place === null ? [] : [place])]),
    { sql: "f.state = 'active' AND t.archive = ? AND t.removed_at IS NULL", params: [definition.name] },
  ])
  const rows = await scopedRows<{ tag: string; tag_index: string | null; files: number }>(kernel.store, scope, definition.table, {
    sql: `SELECT t.tag, t.tag_index, COUNT(*) AS files FROM archive_tags t JOIN ${definition.table} f ON f.id = t.file_id
          WHERE ${where.sql} GROUP BY t.tag, t.tag_index`,
    params: where.params,
  })
  return [...words.values()].map(({ code, text, isGuarded, isRetired }) => {
    const keys = isGuarded ? kernel.sealer.blindIndexes(code, guardedTag) : []
    const own = rows.filter((row) => (isGuarded ? keys.includes(row.tag_index ?? '') : row.tag === code))
    return { tag: code, text, isGuarded, isRetired, files: own.reduce((sum, { files }) => sum + Number(files), 0) }
  })
}
