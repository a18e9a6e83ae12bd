import type { GuardedTable, SealedColumn } from './crypto/sealer.ts'
import { guardedTables, sealedColumns } from './identity/guard.ts'
import type { Kernel } from './kernel.ts'

/** Sealed columns of the kernel's own tables. */
const kernelColumns: readonly SealedColumn[] = [{ table: 'idempotency_keys', column: 'answer' }, ...sealedColumns]

/** Everything that is stored under keys: what the kernel keeps, and what the capabilities declare. */
export function protectedBy({ surface }: Pick<Kernel, 'surface'>): {
  readonly sealed: readonly SealedColumn[]
  readonly guarded: readonly GuardedTable[]
} {
  const sealed = [...kernelColumns, ...surface.capabilities.flatMap((capability) => capability.sealed ?? [])]
  const guarded = [...guardedTables, ...surface.capabilities.flatMap((capability) => capability.guarded ?? [])]
  return {
    sealed: [...new Map(sealed.map((column) => [`${column.table}.${column.column}`, column])).values()],
    guarded: [...new Map(guarded.map((table) => [table.table, table])).values()],
  }
}
