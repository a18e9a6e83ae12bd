import type { Consumer } from '../../kernel/capability.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { dropFaces } from '../face/read.ts'
import { holdOn } from '../retention/read.ts'
import type { MergeRow } from './row.ts'

const batch = 200

/** After its time nothing is left of a merge but that it happened: no copy of either file, no face of the one that ended. */
export async function forgetOld(kernel: Kernel): Promise<void> {
  const { store, clock } = kernel
  for (;;) {
    const rows = await store.rows<MergeRow>(
      `SELECT * FROM duplicate_merges WHERE undo_until_at < ? AND before_sealed IS NOT NULL ORDER BY undo_until_at LIMIT ${batch}`,
      [clock.now()],
    )
    for (const row of rows)
      await store.tx(async (tx) => {
        if (row.archive === 'person') await dropFaces(kernel, { personId: row.merged_id, by: null, reason: '档案已合并' }, tx)
        await store.run('UPDATE duplicate_merges SET before_sealed = NULL WHERE id = ?', [row.id], tx)
      })
    if (rows.length < batch) return
  }
}

/** Whoever takes back the consent to their face means every face of theirs, that of a merged file too. */
export const forgetFaces = (kernel: Kernel): Consumer => ({
  name: 'duplicate.forget-faces',
  on: ['consent.withdrawn'],
  async handle(event, tx) {
    const { personId, purpose } = event.payload as { personId?: string; purpose: string }
    if (!personId || purpose !== 'face' || (await holdOn(kernel, 'person', personId, tx))) return
    const rows = await kernel.store.rows<{ merged_id: string }>(
      'SELECT merged_id FROM duplicate_merges WHERE survivor_id = ? AND undone_at IS NULL',
      [personId],
      tx,
    )
    for (const { merged_id } of rows) await dropFaces(kernel, { personId: merged_id, by: null, reason: '本人撤回同意' }, tx)
  },
})
