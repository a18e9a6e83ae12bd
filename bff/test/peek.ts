import { unscoped } from '../src/kernel/store/scope.ts'
import type { SqlValue, Store } from '../src/kernel/store/store.ts'

/** What is stored, looked at from outside the house: for tests that read scoped tables. */
export const peek = <T extends object>(store: Store, sql: string, params: SqlValue[] = []): Promise<T[]> =>
  unscoped<T>(store, 'a test looks at what is stored', { sql, params })
