import { join } from 'node:path'
import type { SealDependencies } from '../../kernel/audit/seal.ts'
import { fileWitness } from '../../kernel/audit/witness.ts'
import type { Kernel } from '../../kernel/kernel.ts'

/** The trail of this house with its second place. */
export const trailOf = (kernel: Kernel): SealDependencies => {
  const { store, clock, ids, crypto, keyring, log, config } = kernel
  return { store, clock, ids, crypto, keyring, log, witness: fileWitness(join(config.LIREN_DATA, 'audit-checkpoints')) }
}

export const iso = (at: number): string => new Date(at).toISOString()
export const isoOrNull = (at: number | null | undefined): string | null => (at === null || at === undefined ? null : iso(Number(at)))
