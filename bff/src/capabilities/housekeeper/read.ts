import type { Kernel } from '../../kernel/kernel.ts'
import { unscoped } from '../../kernel/store/scope.ts'
import type { Tx } from '../../kernel/store/store.ts'
import { type AskRow, contentPlace, type WordRow } from './row.ts'

/** What a resident asked to be mended, for whoever mends it. */
export interface AskedRepair {
  readonly residentId: string
  readonly houseId: string
  readonly description: string
  readonly photos: readonly string[]
}

export async function askedRepair(kernel: Kernel, askId: string, tx: Tx): Promise<AskedRepair | undefined> {
  const [ask] = await unscoped<AskRow>(
    kernel.store,
    'a request becomes a repair in the name of who made it',
    { sql: 'SELECT * FROM housekeeper_asks WHERE id = ? AND repair_id IS NULL', params: [askId] },
    tx,
  )
  if (!ask) return undefined
  const [word] = await kernel.store.rows<WordRow>('SELECT * FROM housekeeper_words WHERE id = ?', [ask.word_id], tx)
  if (!word) return undefined
  return {
    residentId: ask.resident_id,
    houseId: ask.house_id,
    description: kernel.sealer.open(word.content, contentPlace(word.id)),
    photos: word.photos === null ? [] : (JSON.parse(word.photos) as string[]),
  }
}
