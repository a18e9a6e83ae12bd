import type { Kernel } from '../kernel.ts'
import { accountById, nameOf } from './accounts.ts'
import { writeNameGrams } from './name-grams.ts'

/** Renews the pieces of names that were indexed under an older key, some people at a time; says how many. */
export async function renewNameGrams(kernel: Kernel, limit = 500): Promise<number> {
  const current = `${kernel.keyring.currentVersion('index')}.%`
  const behind = await kernel.store.rows<{ user_id: string }>(
    `SELECT DISTINCT user_id FROM user_name_grams WHERE gram NOT LIKE ? ORDER BY user_id LIMIT ${limit}`,
    [current],
  )
  for (const { user_id } of behind)
    await kernel.store.tx(async (tx) => {
      const row = await accountById(kernel, user_id, tx)
      if (row) await writeNameGrams(kernel, row.id, nameOf(kernel, row), tx)
      else await kernel.store.run('DELETE FROM user_name_grams WHERE user_id = ?', [user_id], tx)
    })
  return behind.length
}
