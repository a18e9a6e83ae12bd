import { demoIdPattern, isDemoId, type Text, text } from '@liren/contract'
import type { Kernel } from '../kernel.ts'
import { unscoped } from '../store/scope.ts'

/** Why a real house does not open over a demonstration. */
export const demoLeft: Text = text(
  '数据库里还有演示社区的账号，其口令是公开的：请先停用这些账号，或用 LIREN_DATA / LIREN_DB_URL 换一个数据库。',
  'This database still holds accounts of the demo community, whose passwords are public: disable them first, or choose another database with LIREN_DATA or LIREN_DB_URL.',
)

export class DemoLeftError extends Error {
  constructor() {
    super(demoLeft.en)
    this.name = 'DemoLeftError'
  }
}

/** People of the demonstration are nobody outside of it, whatever way of signing in they try. */
export const isBarred = (kernel: Pick<Kernel, 'config'>, userId: string): boolean => !kernel.config.LIREN_DEMO && isDemoId(userId)

/** Whether the database holds accounts that anybody could sign in to: personas, and whoever has the password of the documents. */
export async function hasDemoAccounts(kernel: Kernel): Promise<boolean> {
  const [row] = await unscoped<{ id: string }>(kernel.store, 'accounts of the demonstration are looked for before opening', {
    sql: "SELECT id FROM users WHERE state = 'active' AND (persona IS NOT NULL OR (password_hash IS NOT NULL AND id LIKE ?)) LIMIT 1",
    params: [demoIdPattern],
  })
  return row !== undefined
}

/** A production start over the demonstration is refused here too, not only by the start command. */
export async function assertNoDemoAccounts(kernel: Kernel): Promise<void> {
  if (kernel.config.mode === 'production' && (await hasDemoAccounts(kernel))) throw new DemoLeftError()
}
