import type { RightsProof } from '@liren/contract/capabilities/rights'
import { recordOperation } from '../../kernel/audit/operations.ts'
import { appendEvents } from '../../kernel/background/outbox.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { personalDataOf } from '../../kernel/personal.ts'
import { subjectOf } from './export.ts'
import { signProof } from './proof.ts'
import { changeRequest, type RightsRequestRow } from './row.ts'

/**
 * Closes an account whose time has come: every capability lets go of what it keeps, in one transaction, and what was
 * erased and what stays for which reason is signed. The file of the account comes last, because others look it up.
 */
export async function closeAccount(kernel: Kernel, row: RightsRequestRow): Promise<RightsProof> {
  const subject = await subjectOf(kernel, row.user_id)
  const parts = personalDataOf(kernel).filter(({ erase }) => erase !== undefined)
  const ordered = [...parts.filter(({ name }) => name !== 'account'), ...parts.filter(({ name }) => name === 'account')]
  return kernel.store.tx(async (tx) => {
    const items: RightsProof['items'] = []
    for (const { name, text, erase } of ordered) {
      const done = await erase?.(subject, tx)
      if (!done) continue
      items.push({
        name,
        text,
        erased: done.erased,
        kept: done.kept?.count ?? 0,
        why: done.kept?.why ?? null,
        basis: done.kept?.basis ?? null,
      })
    }
    const now = kernel.clock.now()
    const proof = signProof(kernel, items, now)
    await changeRequest(kernel, row, { state: 'done', decided_at: now, proof: JSON.stringify(proof), open_key: null }, tx)
    await recordOperation(
      kernel.audit,
      {
        kind: 'application',
        action: 'operation.account-closed',
        subject: 'rights',
        subjectId: row.id,
        after: { digest: proof.digest, items: items.map(({ name, erased, kept }) => ({ name, erased, kept })) },
      },
      tx,
    )
    await appendEvents(kernel, [{ name: 'rights.closed', subject: 'rights', subjectId: row.id, payload: {} }], tx)
    return proof
  })
}
