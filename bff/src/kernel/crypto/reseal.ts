import type { SqlValue } from '../store/store.ts'
import { envelopePrefix } from './envelope.ts'
import type { Keyring } from './keyring.ts'
import type { GuardedTable, RowFields, SealedColumn, Sealer } from './sealer.ts'
import type { Walk, WalkRow } from './walk.ts'

const rowColumnOf = (of: { readonly rowColumn?: string }): string => of.rowColumn ?? 'id'
export const macColumnOf = (guarded: GuardedTable): string => guarded.macColumn ?? 'row_mac'

/** The columns of a row that its MAC covers. */
export const guardedFields = (guarded: GuardedTable, row: WalkRow): RowFields =>
  Object.fromEntries(guarded.columns.map((column) => [column, row[column] ?? null]))

/** One walk for every sealed column and every guarded table, towards the versions that are current now. */
export function resealWalks(sealer: Sealer, keyring: Keyring, sealed: readonly SealedColumn[], guarded: readonly GuardedTable[]): Walk[] {
  return [
    ...sealed.map((column) =>
      columnWalk(
        sealer,
        keyring,
        column,
        guarded.find(({ table }) => table === column.table),
      ),
    ),
    ...guarded.map((table) => macWalk(sealer, keyring, table)),
  ]
}

function columnWalk(sealer: Sealer, keyring: Keyring, sealed: SealedColumn, guarded: GuardedTable | undefined): Walk {
  const { table, column, blindColumn, suffixColumn, normalise = (plain: string) => plain } = sealed
  const rowColumn = rowColumnOf(sealed)
  const [sealVersion, indexVersion] = [keyring.currentVersion('seal'), keyring.currentVersion('index')]
  const indexes = [...(blindColumn ? [blindColumn] : []), ...(suffixColumn ? [suffixColumn] : [])]
  /** The MAC of the row covers this very value, so it moves with it. */
  const carried = guarded?.columns.includes(column) ? guarded : undefined
  const behind = [`${column} NOT LIKE ?`, ...indexes.map((index) => `${index} NOT LIKE ?`)].join(' OR ')
  return {
    table,
    column,
    target: indexes.length > 0 ? `${sealVersion}.${indexVersion}` : String(sealVersion),
    rowColumn,
    columns: [column, ...indexes, ...(carried ? [...carried.columns, macColumnOf(carried)] : [])],
    versionColumn: carried?.versionColumn,
    behind: {
      sql: `${column} IS NOT NULL AND (${behind})`,
      params: [`${envelopePrefix(sealVersion)}%`, ...indexes.map(() => `${indexVersion}.%`)],
    },
    change(row) {
      const value = row[column]
      if (typeof value !== 'string') return undefined
      const upToDate =
        value.startsWith(envelopePrefix(sealVersion)) && indexes.every((index) => String(row[index]).startsWith(`${indexVersion}.`))
      if (upToDate) return undefined
      const place = { table, column, row: String(row[rowColumn]) }
      const plain = sealer.open(value, place)
      const change: Record<string, SqlValue> = { [column]: sealer.seal(plain, place) }
      if (blindColumn) change[blindColumn] = sealer.blindIndex(normalise(plain), { table, column })
      if (suffixColumn) change[suffixColumn] = sealer.suffixIndex(normalise(plain), { table, column })
      if (carried) change[macColumnOf(carried)] = movedMac(sealer, carried, row, change)
      return change
    },
  }
}

function macWalk(sealer: Sealer, keyring: Keyring, guarded: GuardedTable): Walk {
  const column = macColumnOf(guarded)
  const version = keyring.currentVersion('row')
  return {
    table: guarded.table,
    column,
    target: String(version),
    rowColumn: rowColumnOf(guarded),
    columns: [...guarded.columns, column],
    behind: { sql: `${column} NOT LIKE ?`, params: [`${version}.%`] },
    change: (row) => (String(row[column]).startsWith(`${version}.`) ? undefined : { [column]: movedMac(sealer, guarded, row, {}) }),
  }
}

/** A row that somebody altered must not come out of this with a MAC that makes it look right. */
function movedMac(sealer: Sealer, guarded: GuardedTable, row: WalkRow, change: Readonly<Record<string, SqlValue>>): string {
  const id = String(row[rowColumnOf(guarded)])
  if (!sealer.rowIntact(guarded.table, id, guardedFields(guarded, row), String(row[macColumnOf(guarded)])))
    throw new Error('the row was altered behind the application')
  return sealer.rowMac(guarded.table, id, guardedFields(guarded, { ...row, ...change } as WalkRow))
}
