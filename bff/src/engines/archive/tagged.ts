import type { Archive } from '@liren/contract/archive/index'
import type { SealedColumn } from '../../kernel/crypto/sealer.ts'
import type { Principal } from '../../kernel/http/route.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { among, type Condition, combine } from '../../kernel/store/condition.ts'
import { mayReadField } from './present.ts'

/** A tag that only few may know of is sealed, and found by its blind index; the column of open ones is empty then. */
export const guardedTag = { table: 'archive_tags', column: 'tag_sealed' } as const
export const sealedTags: readonly SealedColumn[] = [{ ...guardedTag, blindColumn: 'tag_index' }]

/** Guarded tags are for whoever may read the field that guards them. */
export const maySeeGuarded = (viewer: Principal, definition: Archive): boolean =>
  definition.guardedTags !== undefined && mayReadField(viewer, definition, definition.guardedTags.by)

/** Files that carry a tag now; guarded ones are found by whoever may know of them. */
export function tagged({ sealer }: Pick<Kernel, 'sealer'>, definition: Archive, viewer: Principal, tag: string): Condition {
  const open: Condition = { sql: "(tag = ? AND tag <> '')", params: [tag] }
  const is = maySeeGuarded(viewer, definition) ? combine('OR', [open, among('tag_index', sealer.blindIndexes(tag, guardedTag))]) : open
  return {
    sql: `id IN (SELECT file_id FROM archive_tags WHERE archive = ? AND removed_at IS NULL AND ${is.sql})`,
    params: [definition.name, ...is.params],
  }
}
