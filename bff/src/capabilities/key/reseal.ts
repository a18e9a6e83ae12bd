import { resealWalks } from '../../kernel/crypto/reseal.ts'
import { type Walk, walkStep } from '../../kernel/crypto/walk.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { protectedBy } from '../../kernel/protected.ts'

/** One run of the job does so much at most; the next goes on from there. */
const budgetMs = 20_000

export const walksOf = (kernel: Kernel): Walk[] => {
  const { sealed, guarded } = protectedBy(kernel)
  return resealWalks(kernel.sealer, kernel.keyring, sealed, guarded)
}

/** Brings what is stored to the keys of today, as long as there is something to do and time for it. */
export async function resealForAWhile(kernel: Kernel): Promise<void> {
  const { store, clock, ids, log } = kernel
  const onFailure = (walk: Walk, row: string, error: unknown) =>
    log.error({ err: error, table: walk.table, column: walk.column, row }, 'a sealed value does not open and was left as it is')
  const end = clock.now() + budgetMs
  for (const walk of walksOf(kernel)) {
    while (await walkStep({ store, clock, ids, onFailure }, walk)) {
      if (clock.now() > end) return
      // Requests go first.
      await new Promise((next) => setImmediate(next))
    }
  }
}
