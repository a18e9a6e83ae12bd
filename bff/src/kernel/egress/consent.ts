import type { Kernel } from '../kernel.ts'
import type { Tx } from '../store/store.ts'

/** Of these files of people, those who agreed that others get their data. */
export type Agreeing = (ids: readonly string[], tx?: Tx) => Promise<ReadonlySet<string>>

const asked = new WeakMap<object, Agreeing>()

/** Whoever keeps the ledger of consents answers for it; without one nobody has agreed. */
export const askAgreement = (kernel: Pick<Kernel, 'store'>, agreeing: Agreeing): void => void asked.set(kernel.store, agreeing)

export const agreeingPeople = (kernel: Pick<Kernel, 'store'>, ids: readonly string[], tx?: Tx): Promise<ReadonlySet<string>> =>
  asked.get(kernel.store)?.(ids, tx) ?? Promise.resolve(new Set())
