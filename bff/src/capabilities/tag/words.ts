import type { Text } from '@liren/contract'
import type { Archive } from '@liren/contract/archive/index'
import { maySeeGuarded } from '../../engines/archive/tagged.ts'
import { refuse } from '../../kernel/errors.ts'
import type { Principal } from '../../kernel/http/route.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { among } from '../../kernel/store/condition.ts'
import type { Tx } from '../../kernel/store/store.ts'

export interface TagWord {
  readonly code: string
  readonly text: Text
  readonly isGuarded: boolean
  readonly isRetired: boolean
}

/** The tags of an archive that this viewer may know of; `everybody` is the house itself. */
export async function wordsFor(
  kernel: Kernel,
  definition: Archive,
  viewer: Principal | 'everybody',
  tx?: Tx,
): Promise<Map<string, TagWord>> {
  const guarded = viewer === 'everybody' || maySeeGuarded(viewer, definition) ? definition.guardedTags?.dictionary : undefined
  const wanted = among('dictionary', [definition.tags, ...(guarded === undefined ? [] : [guarded])])
  const rows = await kernel.store.rows<{ dictionary: string; code: string; zh: string; en: string; is_retired: number }>(
    `SELECT dictionary, code, zh, en, is_retired FROM dictionary_items WHERE ${wanted.sql} ORDER BY dictionary, sort, code`,
    wanted.params,
    tx,
  )
  // a word that is in both is guarded
  const inOrder = [...rows].sort((a, b) => Number(a.dictionary === guarded) - Number(b.dictionary === guarded))
  return new Map(
    inOrder.map(({ dictionary, code, zh, en, is_retired }) => [
      code,
      { code, text: { zh, en }, isGuarded: dictionary === guarded, isRetired: is_retired === 1 },
    ]),
  )
}

export const textsOf = (words: ReadonlyMap<string, TagWord>): Map<string, Text> =>
  new Map([...words].map(([code, { text }]) => [code, text]))

/** Refuses tags that are in no dictionary or no longer given out, each at its own place. */
export function checkWords(words: ReadonlyMap<string, TagWord>, given: readonly (readonly [path: string, tag: string])[]): void {
  const faults = given
    .filter(([, tag]) => words.get(tag)?.isRetired !== false)
    .map(([path]) => ({ path, zh: '没有这个标签', en: 'There is no such tag' }))
  if (faults.length > 0) throw refuse('request.invalid', { faults })
}
