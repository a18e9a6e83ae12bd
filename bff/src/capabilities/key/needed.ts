import { envelopePrefix } from '../../kernel/crypto/envelope.ts'
import type { KeyPurpose } from '../../kernel/crypto/keyring.ts'
import { macColumnOf } from '../../kernel/crypto/reseal.ts'
import { looseIndexes } from '../../kernel/identity/guard.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { protectedBy } from '../../kernel/protected.ts'
import { unscoped } from '../../kernel/store/scope.ts'
import type { Tx } from '../../kernel/store/store.ts'

/** A column that still holds something under this version; undefined when nothing does. */
export async function stillNeeds(kernel: Kernel, purpose: KeyPurpose, version: number, tx: Tx): Promise<string | undefined> {
  const { sealed, guarded } = protectedBy(kernel)
  const indexes = sealed.flatMap(({ table, blindColumn, suffixColumn }) =>
    [blindColumn, suffixColumn].filter((column) => column !== undefined).map((column) => ({ table, column })),
  )
  const places: Partial<Record<KeyPurpose, readonly { table: string; column: string }[]>> = {
    seal: sealed,
    index: [...indexes, ...looseIndexes],
    row: guarded.map((table) => ({ table: table.table, column: macColumnOf(table) })),
  }
  const prefix = purpose === 'seal' ? envelopePrefix(version) : `${version}.`
  for (const { table, column } of places[purpose] ?? []) {
    const statement = { sql: `SELECT 1 AS one FROM ${table} WHERE ${column} LIKE ? LIMIT 1`, params: [`${prefix}%`] }
    if ((await unscoped(kernel.store, 'a key is destroyed only when no row needs it', statement, tx)).length > 0)
      return `${table}.${column}`
  }
  return undefined
}
