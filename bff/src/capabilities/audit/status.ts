import { forTheTrail } from '../../kernel/audit/entry.ts'
import { trailProtected } from '../../kernel/audit/triggers.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { unscoped } from '../../kernel/store/scope.ts'
import { isoOrNull, trailOf } from './trail.ts'
import { presentVerification, type VerificationRow, verificationColumns } from './verifications.ts'

/** How the trail stands: what is sealed, signed and known in the second place, and when it was last walked. */
export async function trailStatus(kernel: Kernel) {
  const { store, config } = kernel
  const [link] = await store.rows<{ seq: number | null }>('SELECT MAX(seq) AS seq FROM audit_links')
  const [signed] = await store.rows<{ size: number; made_at: number }>(
    'SELECT size, made_at FROM audit_checkpoints ORDER BY size DESC LIMIT 1',
  )
  const oldest = { sql: 'SELECT written_at FROM audit_entries ORDER BY id LIMIT 1', params: [] }
  const [first] = await unscoped<{ written_at: number }>(store, forTheTrail, oldest)
  const [last] = await store.rows<VerificationRow>(
    `SELECT ${verificationColumns} FROM audit_verifications WHERE state <> 'waiting' ORDER BY id DESC LIMIT 1`,
  )
  return {
    sealed: Number(link?.seq ?? 0),
    checkpointSize: Number(signed?.size ?? 0),
    checkpointAt: isoOrNull(signed?.made_at),
    witnessSize: await trailOf(kernel).witness.lastSize(),
    protection: (await trailProtected(store)) ? ('refused' as const) : ('detected' as const),
    keepDays: config.LIREN_AUDIT_DAYS,
    oldestAt: isoOrNull(first?.written_at),
    lastVerification: last ? presentVerification(last) : null,
  }
}
