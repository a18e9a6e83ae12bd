import type { GuardedTable, RowFields, SealedColumn, Sealer } from '../crypto/sealer.ts'

/** Columns that decide about access: a row whose MAC does not fit them is not believed. */
export const guardedTables = [
  {
    table: 'users',
    columns: ['account', 'class', 'place_path', 'state', 'valid_until_at', 'password_hash', 'totp_sealed'],
    versionColumn: 'version',
  },
  { table: 'roles', columns: ['name', 'content'] },
  {
    table: 'role_assignments',
    columns: ['subject_kind', 'subject_id', 'role_id', 'place_id', 'place_path', 'valid_from_at', 'valid_until_at'],
  },
  { table: 'permission_overrides', columns: ['subject_kind', 'subject_id', 'permission', 'effect', 'place_id', 'place_path'] },
] as const satisfies readonly GuardedTable[]

/** Sealed columns of people, so that rotation of the keys finds them. */
export const sealedColumns: readonly SealedColumn[] = [
  { table: 'users', column: 'name_sealed' },
  { table: 'users', column: 'phone_sealed', blindColumn: 'phone_index' },
  { table: 'users', column: 'totp_sealed' },
  { table: 'wechat_identities', column: 'open_id_sealed', blindColumn: 'open_id_index' },
  { table: 'wechat_tickets', column: 'open_id_sealed' },
  { table: 'government_identities', column: 'subject_sealed', blindColumn: 'subject_index' },
  { table: 'household_members', column: 'name_sealed' },
  { table: 'household_members', column: 'phone_sealed', blindColumn: 'phone_index', suffixColumn: 'phone_suffix' },
  { table: 'household_claims', column: 'name_sealed' },
  { table: 'household_claims', column: 'phone_sealed' },
  { table: 'household_claims', column: 'note_sealed' },
  { table: 'household_contacts', column: 'name_sealed' },
  { table: 'household_contacts', column: 'phone_sealed', blindColumn: 'phone_index' },
]

/** Indexes that no sealed column of their own row can renew; a job does. */
export const looseIndexes = [{ table: 'user_name_grams', column: 'gram' }] as const

type GuardedName = (typeof guardedTables)[number]['table']

const fieldsOf = (table: GuardedName, row: object): RowFields => {
  const columns = guardedTables.find((guarded) => guarded.table === table)?.columns ?? []
  const values = row as Record<string, string | number | null>
  return Object.fromEntries(columns.map((column) => [column, values[column] ?? null]))
}

/** The MAC to store beside a row. */
export const macOf = (sealer: Sealer, table: GuardedName, row: { readonly id: string }): string =>
  sealer.rowMac(table, row.id, fieldsOf(table, row))

export const isIntact = (sealer: Sealer, table: GuardedName, row: { readonly id: string; readonly row_mac: string }): boolean =>
  sealer.rowIntact(table, row.id, fieldsOf(table, row), row.row_mac)
