import type { Kernel } from '../../kernel/kernel.ts'
import { among } from '../../kernel/store/condition.ts'
import { unscoped } from '../../kernel/store/scope.ts'
import { boundAt, credentialAt } from './row.ts'

export { listColumns, listSource, type Placed, peopleById, plateOf, presentPassages } from './present.ts'

/** Whether the credential of this passage has been bound to somebody since. */
export async function isBoundCredential(kernel: Kernel, passageId: string): Promise<boolean> {
  const why = 'whether a stranger has a name by now'
  const sql = 'SELECT credential_sealed FROM passages WHERE id = ?'
  const [row] = await unscoped<{ credential_sealed: string | null }>(kernel.store, why, { sql, params: [passageId] })
  if (row?.credential_sealed == null) return false
  const credential = kernel.sealer.open(row.credential_sealed, { ...credentialAt, row: passageId })
  const some = among('live_key', kernel.sealer.blindIndexes(credential, boundAt))
  return (await kernel.store.rows(`SELECT id FROM passage_credentials WHERE ${some.sql}`, some.params)).length > 0
}
