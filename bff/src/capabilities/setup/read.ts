import type { Kernel } from '../../kernel/kernel.ts'
import type { SqlValue, Tx } from '../../kernel/store/store.ts'

interface Progress {
  readonly done: readonly string[]
  readonly language: 'zh' | 'en'
  readonly appearance: 'light' | 'dark' | 'auto'
  readonly adminId: string | null
  readonly community: { readonly name: string } | null
}

const nothingDone: Progress = { done: [], language: 'zh', appearance: 'auto', adminId: null, community: null }

/** How far the set-up has come. */
export async function readProgress(kernel: Kernel, tx?: Tx): Promise<Progress> {
  const [row] = await kernel.store.rows<{ value: string }>("SELECT value FROM platform_settings WHERE name = 'setup'", [], tx)
  return row ? { ...nothingDone, ...(JSON.parse(row.value) as Partial<Progress>) } : nothingDone
}

export async function writeProgress(kernel: Kernel, progress: Progress, tx: Tx): Promise<void> {
  const values: SqlValue[] = [JSON.stringify(progress), kernel.clock.now()]
  const changed = await kernel.store.run("UPDATE platform_settings SET value = ?, updated_at = ? WHERE name = 'setup'", values, tx)
  if (changed === 0) await kernel.store.run("INSERT INTO platform_settings (value, updated_at, name) VALUES (?, ?, 'setup')", values, tx)
}

/** Set up means: the wizard came to its end, or a community was there before the wizard was ever opened. */
export async function isSetUp(kernel: Kernel, tx?: Tx): Promise<boolean> {
  const { done } = await readProgress(kernel, tx)
  if (done.length > 0) return done.includes('check')
  return (await kernel.store.rows("SELECT id FROM places WHERE kind = 'estate' LIMIT 1", [], tx)).length > 0
}
