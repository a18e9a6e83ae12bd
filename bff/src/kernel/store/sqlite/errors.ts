import { indexName } from '../ddl/index-name.ts'
import { driverError, StoreError } from '../store-error.ts'

/** Extended result codes of SQLite; the low byte is the primary code. */
const primary = {
  busy: 5,
  locked: 6,
  readOnly: 8,
  ioError: 10,
  corrupt: 11,
  full: 13,
  cantOpen: 14,
  tooBig: 18,
  mismatch: 20,
  notADatabase: 26,
}
const extended = { check: 275, foreignKey: 787, notNull: 1299, primaryKey: 1555, unique: 2067, rowid: 2579, dataType: 3091 }

interface SqliteFailure {
  readonly errcode: number
  readonly message: string
}

const isFailure = (error: unknown): error is SqliteFailure =>
  error instanceof Error && typeof (error as Partial<SqliteFailure>).errcode === 'number'

/** `UNIQUE constraint failed: repairs.code, repairs.place_path` → the name that our index has. */
function constraintOf(message: string): string | undefined {
  const columns = /constraint failed: (.+)$/.exec(message)?.[1]?.split(', ')
  const table = columns?.[0]?.split('.')[0]
  if (!columns || !table) return undefined
  return indexName(
    'ux',
    table,
    columns.map((column) => column.slice(table.length + 1)),
  )
}

/** Whether waiting for another process may help. */
export const isBusy = (error: unknown): boolean => {
  const inner = driverError(error)
  return isFailure(inner) && (inner.errcode & 0xff) === primary.busy
}

/** What SQLite's failure means to us; undefined when it is a mistake in our SQL. */
export function sqliteError(error: unknown, file: string): StoreError | undefined {
  const cause = driverError(error)
  if (!isFailure(cause))
    return cause instanceof Error && /manager was closed/.test(cause.message)
      ? new StoreError('unreachable', { detail: file, cause })
      : undefined
  switch (cause.errcode) {
    case extended.primaryKey:
    case extended.rowid:
      return new StoreError('unique', { constraint: 'primary', cause })
    case extended.unique:
      return new StoreError('unique', { constraint: constraintOf(cause.message), cause })
    case extended.foreignKey:
      return new StoreError('reference', { cause })
    case extended.check:
    case extended.notNull:
    case extended.dataType:
      return new StoreError('value', { detail: cause.message, cause })
  }
  switch (cause.errcode & 0xff) {
    case primary.busy:
    case primary.locked:
      return new StoreError('conflict', { cause })
    case primary.full:
      return new StoreError('full', { detail: file, cause })
    case primary.readOnly:
      return new StoreError('unwritable', { detail: file, cause })
    case primary.ioError:
    case primary.corrupt:
    case primary.notADatabase:
      return new StoreError('damaged', { detail: `${file} (${cause.message})`, cause })
    case primary.cantOpen:
      return new StoreError('unwritable', { detail: file, cause })
    case primary.tooBig:
    case primary.mismatch:
      return new StoreError('value', { detail: cause.message, cause })
    default:
      return undefined
  }
}
