import type { Archive } from '@liren/contract/archive/index'
import type { DuplicateState, SignHow } from '@liren/contract/capabilities/duplicate'
import { findFiles } from '../../engines/archive/find.ts'
import type { FileRow } from '../../engines/archive/row.ts'
import { scopeWith } from '../../kernel/http/access.ts'
import type { Principal } from '../../kernel/http/route.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { type Condition, combine } from '../../kernel/store/condition.ts'
import { scopedTable, underPlaces } from '../../kernel/store/scope.ts'
import type { Tx } from '../../kernel/store/store.ts'

scopedTable('duplicate_pairs', { placePath: 'place_path' })

export interface PairRow {
  readonly id: string
  readonly archive: string
  readonly first_id: string
  readonly second_id: string
  readonly place_path: string
  readonly other_path: string
  readonly state: DuplicateState
  readonly score: number
  readonly signs: string
  readonly found_at: number
  readonly decided_by: string | null
  readonly decided_at: number | null
  readonly reason: string | null
  readonly version: number
}

export interface MergeRow {
  readonly id: string
  readonly pair_id: string
  readonly archive: string
  readonly survivor_id: string
  readonly merged_id: string
  readonly survivor_version: number
  readonly merged_version: number
  readonly change_id: string
  readonly before_sealed: string | null
  readonly followed: string
  readonly merged_by: string
  readonly merged_at: number
  readonly undo_until_at: number
  readonly undone_by: string | null
  readonly undone_at: number | null
}

export const signsOf = (row: Pick<PairRow, 'signs'>) => JSON.parse(row.signs) as { field: string; how: SignHow }[]

/** Ids sort by age: the older file of a pair is its first, whichever was met first. */
export const inOrder = (a: string, b: string): readonly [first: string, second: string] => (a < b ? [a, b] : [b, a])
export const pairKeyOf = (first: string, second: string): string => `${first}:${second}`

/** A pair is there for whoever reaches both of its files. */
export const reachOfBoth = (places: readonly string[]): Condition =>
  combine('AND', [underPlaces('place_path', places), underPlaces('other_path', places)])

/** Both files, for somebody who may do this with files of the archive; fewer than two where one is out of reach. */
export const filesWith = (
  kernel: Kernel,
  viewer: Principal,
  definition: Archive,
  verb: 'read' | 'write',
  ids: readonly string[],
  tx?: Tx,
): Promise<FileRow[]> => {
  const permission = `${definition.name}.${verb}`
  if (!viewer.permissions.has(permission)) return Promise.resolve([])
  return findFiles(kernel, definition, scopeWith(viewer, permission, 'place'), ids, undefined, tx)
}
