import type { Text } from '@liren/contract'
import type { FileTag } from '@liren/contract/capabilities/tag'
import { guardedTag } from '../../engines/archive/tagged.ts'
import type { Kernel } from '../../kernel/kernel.ts'

export interface TagRow {
  readonly id: string
  readonly archive: string
  readonly file_id: string
  /** Empty for a guarded one, which is sealed. */
  readonly tag: string
  readonly tag_sealed: string | null
  readonly source: string
  readonly tagged_at: number
  readonly tagged_by: string | null
  readonly removed_at: number | null
  readonly removed_by: string | null
  readonly remove_reason: string | null
}

export const tagColumns = 'id, archive, file_id, tag, tag_sealed, source, tagged_at, tagged_by, removed_at, removed_by, remove_reason'

export const codeOf = ({ sealer }: Pick<Kernel, 'sealer'>, row: Pick<TagRow, 'id' | 'tag' | 'tag_sealed'>): string =>
  row.tag_sealed === null ? row.tag : sealer.open(row.tag_sealed, { ...guardedTag, row: row.id })

const iso = (at: number | null) => (at === null ? null : new Date(Number(at)).toISOString())

export function presentTag(kernel: Kernel, row: TagRow, words: ReadonlyMap<string, Text>, names: ReadonlyMap<string, string>): FileTag {
  const tag = codeOf(kernel, row)
  const nameOf = (id: string | null) => (id === null ? null : (names.get(id) ?? null))
  return {
    ...{
      id: row.id,
      tag,
      text: words.get(tag) ?? { zh: tag, en: tag },
      isGuarded: row.tag_sealed !== null,
      source: row.source as 'manual',
    },
    ...{ taggedAt: iso(row.tagged_at) as string, taggedBy: nameOf(row.tagged_by) },
    ...{ removedAt: iso(row.removed_at), removedBy: nameOf(row.removed_by), removeReason: row.remove_reason },
  }
}
