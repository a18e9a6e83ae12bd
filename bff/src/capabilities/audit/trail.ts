import { join } from 'node:path'
import { recordStop } from '../../kernel/audit/operations.ts'
import { type SealDependencies, sealAudit } from '../../kernel/audit/seal.ts'
import { fileWitness } from '../../kernel/audit/witness.ts'
import type { Kernel } from '../../kernel/kernel.ts'

/** The trail of this house with its second place. */
export const trailOf = (kernel: Kernel): SealDependencies => {
  const { store, clock, ids, crypto, keyring, log, config } = kernel
  return { store, clock, ids, crypto, keyring, log, witness: fileWitness(join(config.LIREN_DATA, 'audit-checkpoints')) }
}

/** The last words of a process: that it stops, signed for at once, so that nothing is left open over night. */
export async function closeTrail(kernel: Kernel, instance: string): Promise<void> {
  try {
    await recordStop(kernel.audit, instance)
    await kernel.lock.tryWith('audit-seal', 30_000, () => sealAudit(trailOf(kernel), { checkpointNow: true }))
  } catch (error) {
    kernel.log.error({ err: error }, 'the stop could not be written into the audit trail')
  }
}

export const iso = (at: number): string => new Date(at).toISOString()
export const isoOrNull = (at: number | null | undefined): string | null => (at === null || at === undefined ? null : iso(Number(at)))
