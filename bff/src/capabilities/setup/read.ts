import type { Kernel } from '../../kernel/kernel.ts'
import { insertOnce } from '../../kernel/store/insert-once.ts'
import type { Tx } from '../../kernel/store/store.ts'

export interface Progress {
  readonly done: readonly string[]
  readonly language: 'zh' | 'en'
  readonly appearance: 'light' | 'dark' | 'auto'
  readonly community: { readonly name: string } | null
  /** The city over everything, once it is made. */
  readonly root: { readonly id: string; readonly path: string } | null
}

const nothingDone: Progress = { done: [], language: 'zh', appearance: 'auto', community: null, root: null }

/** How far the set-up has come. */
export async function readProgress(kernel: Kernel, tx?: Tx): Promise<Progress> {
  const [row] = await kernel.store.rows<{ value: string }>("SELECT value FROM platform_settings WHERE name = 'setup'", [], tx)
  return row ? { ...nothingDone, ...(JSON.parse(row.value) as Partial<Progress>) } : nothingDone
}

/** Two who set up at the same moment do it one after the other. */
export async function lockProgress(kernel: Kernel, tx: Tx): Promise<void> {
  await insertOnce(kernel.store, 'platform_settings', { name: 'setup', value: '{}', updated_at: kernel.clock.now() }, tx)
  await kernel.store.run("UPDATE platform_settings SET updated_at = updated_at + 1 WHERE name = 'setup'", [], tx)
}

/** Under the lock. */
export async function writeProgress(kernel: Kernel, progress: Progress, tx: Tx): Promise<void> {
  const sql = "UPDATE platform_settings SET value = ?, updated_at = ? WHERE name = 'setup'"
  await kernel.store.run(sql, [JSON.stringify(progress), kernel.clock.now()], tx)
}

/** Set up means: the wizard came to its end, or a community was there before the wizard was ever opened. */
export async function isSetUp(kernel: Kernel, tx?: Tx): Promise<boolean> {
  const { done } = await readProgress(kernel, tx)
  if (done.length > 0) return done.includes('finish')
  return (await kernel.store.rows("SELECT id FROM places WHERE kind = 'estate' LIMIT 1", [], tx)).length > 0
}
