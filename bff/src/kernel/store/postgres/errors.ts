import { driverError, StoreError, type StoreErrorCode } from '../store-error.ts'

const byState: Readonly<Record<string, StoreErrorCode>> = {
  '28000': 'credentials',
  '28P01': 'credentials',
  '42501': 'credentials',
  '3D000': 'no-database',
  '40001': 'conflict',
  '40P01': 'conflict',
  '23505': 'unique',
  '23503': 'reference',
  '22001': 'value',
  '22003': 'value',
  '22021': 'value',
  '22P02': 'value',
  '23502': 'value',
  '23514': 'value',
  '53100': 'full',
  '53300': 'busy',
  '55P03': 'busy', // waited too long for a lock
  '57014': 'timeout',
  '25006': 'read-only',
  '57P01': 'unreachable',
  '57P03': 'unreachable',
}

const system = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EPIPE',
  'ETIMEDOUT',
  'ENOENT',
])

interface ServerFailure {
  readonly code?: string
  readonly constraint?: string
  readonly table?: string
  readonly message: string
}

/** What PostgreSQL's failure means to us; undefined when it is a mistake in our SQL. */
export function postgresError(error: unknown, server: string): StoreError | undefined {
  const cause = driverError(error)
  if (!(cause instanceof Error)) return undefined
  if (cause.name === 'SequelizeConnectionAcquireTimeoutError') return new StoreError('busy', { detail: server, cause })
  const failure = cause as unknown as ServerFailure
  if (system.has(failure.code ?? '') || /connection (terminated|timeout|error)|timeout expired|manager was closed/i.test(failure.message)) {
    return new StoreError('unreachable', { detail: server, cause })
  }
  if (/query read timeout/i.test(failure.message)) return new StoreError('timeout', { detail: server, cause })
  const code = byState[failure.code ?? '']
  if (!code) return undefined
  if (code === 'unique') {
    const constraint = failure.constraint === `${failure.table}_pkey` ? 'primary' : failure.constraint
    return new StoreError(code, { constraint, cause })
  }
  return new StoreError(code, { detail: code === 'reference' ? undefined : code === 'value' ? failure.message : server, cause })
}
