import type { Infer } from '@liren/contract'
import type { auditPolicySchema } from '@liren/contract/capabilities/audit'
import { refuse } from '../../kernel/errors.ts'
import { accountById } from '../../kernel/identity/accounts.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { insertOnce } from '../../kernel/store/insert-once.ts'
import type { Tx } from '../../kernel/store/store.ts'
import { iso } from './trail.ts'

export interface PolicyRow {
  user_id: string
  is_reads: number
  reason: string
  updated_at: number
  version: number
}
export const policyColumns = 'user_id, is_reads, reason, updated_at, version'

export const presentPolicy = (row: PolicyRow, names: ReadonlyMap<string, string>): Infer<typeof auditPolicySchema> => ({
  userId: row.user_id,
  userName: names.get(row.user_id) ?? null,
  reads: row.is_reads === 1,
  reason: row.reason,
  updatedAt: iso(row.updated_at),
  version: row.version,
})

interface PolicyChange {
  readonly userId: string
  readonly reads: boolean
  readonly reason: string
  readonly setBy: string
}

/** Sets how a person is watched; returns what was there before and what is there now. */
export async function setPolicy(
  kernel: Kernel,
  change: PolicyChange,
  tx: Tx,
): Promise<{ before: PolicyRow | undefined; after: PolicyRow }> {
  const { store, clock } = kernel
  if (!(await accountById(kernel, change.userId, tx))) throw refuse('not-found')
  const read = async () =>
    (await store.rows<PolicyRow>(`SELECT ${policyColumns} FROM audit_policies WHERE user_id = ?`, [change.userId], tx))[0]
  const before = await read()
  const values = { is_reads: change.reads ? 1 : 0, reason: change.reason, set_by: change.setBy, updated_at: clock.now() }
  if (!(await insertOnce(store, 'audit_policies', { user_id: change.userId, ...values }, tx))) {
    await store.run(
      'UPDATE audit_policies SET is_reads = ?, reason = ?, set_by = ?, updated_at = ?, version = version + 1 WHERE user_id = ?',
      [...Object.values(values), change.userId],
      tx,
    )
  }
  return { before, after: (await read()) as PolicyRow }
}
