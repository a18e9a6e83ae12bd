import type { Condition } from './condition.ts'
import type { Changed, Connector } from './connector.ts'
import type { SqlValue, Store, Tx } from './store.ts'

/** What a store is made of, for the parts of the kernel that are about the store itself. */
export interface Internals {
  readonly connector: Connector
  /** Like `store.run` and `store.rows`, for callers that have dealt with scope. */
  change(sql: string, params: readonly SqlValue[], tx: Tx | undefined): Promise<Changed>
  rows<T extends object>(sql: string, params: readonly SqlValue[], tx: Tx | undefined): Promise<T[]>
  rowsOf(statements: readonly Condition[], tx: Tx | undefined): Promise<object[][]>
}

const known = new WeakMap<Store, Internals>()

export function setInternals(store: Store, internals: Internals): void {
  known.set(store, internals)
}

export function internalsOf(store: Store): Internals {
  const internals = known.get(store)
  if (!internals) throw new Error('This is not a store that openStore made')
  return internals
}
