import { driverError, StoreError, type StoreErrorCode } from '../store-error.ts'

/** Server error numbers; MariaDB and MySQL share them unless named. */
const byNumber: Readonly<Record<number, StoreErrorCode>> = {
  1044: 'credentials', // no right to the database
  1045: 'credentials',
  1698: 'credentials', // authentication plugin refuses
  1049: 'no-database',
  1040: 'busy', // too many connections
  1203: 'busy',
  1205: 'busy', // waited too long for a lock
  1213: 'conflict', // deadlock
  1020: 'conflict', // row changed since the snapshot
  1412: 'conflict', // table definition changed during the transaction
  1062: 'unique',
  1586: 'unique',
  1451: 'reference',
  1452: 'reference',
  1048: 'value',
  1264: 'value', // out of range
  1267: 'value', // an id or path compared with text that can be none
  1364: 'value', // no default
  1366: 'value', // wrong character or number
  1406: 'value', // too long
  4025: 'value', // check constraint
  1021: 'full',
  1114: 'full',
  1290: 'read-only',
  1792: 'read-only',
  1836: 'read-only',
  1053: 'unreachable', // server shuts down
  1927: 'unreachable', // connection was killed
  1969: 'timeout', // MariaDB: statement timeout
  3024: 'timeout', // MySQL: statement timeout
}

const bySystem: Readonly<Record<string, StoreErrorCode>> = {
  ECONNREFUSED: 'unreachable',
  ECONNRESET: 'unreachable',
  EHOSTUNREACH: 'unreachable',
  ENETUNREACH: 'unreachable',
  ENOENT: 'unreachable',
  ENOTFOUND: 'unreachable',
  EAI_AGAIN: 'unreachable',
  EPIPE: 'unreachable',
  ETIMEDOUT: 'unreachable',
  PROTOCOL_CONNECTION_LOST: 'unreachable',
  PROTOCOL_SEQUENCE_TIMEOUT: 'timeout',
}

interface ServerFailure {
  readonly errno?: number
  readonly code?: string
  readonly message: string
}

/** `Duplicate entry 'x' for key 'repairs.ux_repairs_code'` → `ux_repairs_code`. */
function constraintOf(message: string): string | undefined {
  const key = /for key '([^']+)'$/.exec(message)?.[1]
  const name = key?.slice(key.indexOf('.') + 1)
  return name === 'PRIMARY' ? 'primary' : name
}

/** What MySQL's or MariaDB's failure means to us; undefined when it is a mistake in our SQL. */
export function mysqlError(error: unknown, server: string): StoreError | undefined {
  const cause = driverError(error)
  if (!(cause instanceof Error)) return undefined
  if (cause.name === 'SequelizeConnectionAcquireTimeoutError') return new StoreError('busy', { detail: server, cause })
  const failure = cause as unknown as ServerFailure
  const code = byNumber[failure.errno ?? 0] ?? bySystem[failure.code ?? '']
  if (!code) return closed(cause) ? new StoreError('unreachable', { detail: server, cause }) : undefined
  if (code === 'unique') return new StoreError(code, { constraint: constraintOf(failure.message), cause })
  if (code === 'value' || code === 'reference')
    return new StoreError(code, { detail: code === 'value' ? failure.message : undefined, cause })
  return new StoreError(code, { detail: server, cause })
}

/** The driver has no code for a statement sent over a connection that is gone. */
const closed = (cause: Error): boolean => /closed state|connection is (in )?closed|manager was closed/i.test(cause.message)
