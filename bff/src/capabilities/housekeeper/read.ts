import type { Kernel } from '../../kernel/kernel.ts'
import { underPlaces, unscoped } from '../../kernel/store/scope.ts'
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

/** Requests at an estate since, and how many were answered as soon as was promised. */
export async function answersSince(kernel: Kernel, path: string, since: number): Promise<{ answered: number; inTime: number }> {
  const here = underPlaces('place_path', [path])
  const [row] = await unscoped<{ answered: number | null; in_time: number | null }>(kernel.store, 'counted for whoever keeps the estate', {
    sql: `SELECT SUM(CASE WHEN answered_at IS NULL THEN 0 ELSE 1 END) AS answered, SUM(CASE WHEN answered_at <= due_at THEN 1 ELSE 0 END) AS in_time
          FROM housekeeper_asks WHERE ${here.sql} AND asked_at >= ?`,
    params: [...here.params, since],
  })
  return { answered: Number(row?.answered ?? 0), inTime: Number(row?.in_time ?? 0) }
}
