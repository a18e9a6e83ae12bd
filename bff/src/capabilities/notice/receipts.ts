import type { Kernel } from '../../kernel/kernel.ts'
import { insertOnce } from '../../kernel/store/insert-once.ts'
import type { Tx } from '../../kernel/store/store.ts'

/** Somebody has opened it; counted once for a person. */
export async function noteOpened({ store, clock, ids }: Kernel, noticeId: string, userId: string, tx: Tx): Promise<boolean> {
  const now = clock.now()
  const fresh = { id: ids.next(), notice_id: noticeId, user_id: userId, opened_at: now, made_at: now }
  const isFirst =
    (await insertOnce(store, 'notice_receipts', fresh, tx)) ||
    (await store.run(
      'UPDATE notice_receipts SET opened_at = ? WHERE notice_id = ? AND user_id = ? AND opened_at IS NULL',
      [now, noticeId, userId],
      tx,
    )) === 1
  if (isFirst) await store.run('UPDATE notices SET opened = opened + 1 WHERE id = ?', [noticeId], tx)
  return isFirst
}
