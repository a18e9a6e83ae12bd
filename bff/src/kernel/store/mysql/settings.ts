import type { Flavour } from '../ddl/flavour.ts'
import { StoreError } from '../store-error.ts'

/** Strict about values; `||` and double quotes as in the standard, so that one SQL serves all stores. */
const sqlMode =
  'STRICT_ALL_TABLES,NO_ZERO_DATE,NO_ZERO_IN_DATE,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION,ANSI_QUOTES,PIPES_AS_CONCAT'
const lockWaitSeconds = 5

/** Run on every new connection: nothing is left to what the server's file happens to say. */
export const pinned = (flavour: Flavour, statementSeconds: number): readonly string[] => [
  'SET NAMES utf8mb4',
  'SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED',
  [
    `SET SESSION sql_mode = '${sqlMode}'`,
    "time_zone = '+00:00'",
    'autocommit = 1',
    `innodb_lock_wait_timeout = ${lockWaitSeconds}`,
    flavour === 'mariadb' ? `max_statement_time = ${statementSeconds}` : `max_execution_time = ${statementSeconds * 1000}`,
  ].join(', '),
]

export interface Found {
  readonly isolation: string
  readonly mode: string
  readonly charset: string
  readonly lockWait: number
  readonly limit: number
  readonly flush: number
  readonly log: number
  readonly syncLog: number
}

/** Asks the server what is in force; the isolation level has another name on older MariaDB. */
export const question = (flavour: Flavour): string =>
  `SELECT ${flavour === 'mariadb' ? '@@session.tx_isolation' : '@@session.transaction_isolation'} AS isolation,
    @@session.sql_mode AS mode, @@session.character_set_connection AS charset, @@session.innodb_lock_wait_timeout AS lockWait,
    ${flavour === 'mariadb' ? '@@session.max_statement_time * 1000' : '@@session.max_execution_time'} AS \`limit\`,
    @@global.innodb_flush_log_at_trx_commit AS flush, @@global.log_bin AS log, @@global.sync_binlog AS syncLog`

/** What is wrong with the settings in force, as `name = value, wanted …`; empty when commits are safe. */
export function weaknesses(found: Found, statementSeconds: number): string[] {
  const wrong: string[] = []
  const want = (ok: boolean, name: string, value: unknown, wanted: string) => {
    if (!ok) wrong.push(`${name} = ${value}, wanted ${wanted}`)
  }
  want(Number(found.flush) === 1, 'innodb_flush_log_at_trx_commit', found.flush, '1')
  want(Number(found.log) === 0 || Number(found.syncLog) === 1, 'sync_binlog', found.syncLog, '1')
  want(found.isolation === 'READ-COMMITTED', 'isolation', found.isolation, 'READ-COMMITTED')
  want(found.mode.includes('STRICT_ALL_TABLES'), 'sql_mode', found.mode, 'STRICT_ALL_TABLES')
  want(found.charset === 'utf8mb4', 'character_set_connection', found.charset, 'utf8mb4')
  want(Number(found.lockWait) === lockWaitSeconds, 'innodb_lock_wait_timeout', found.lockWait, String(lockWaitSeconds))
  want(Number(found.limit) === statementSeconds * 1000, 'statement timeout', `${found.limit} ms`, `${statementSeconds * 1000} ms`)
  return wrong
}

/** Refuses a server that may lose what it acknowledged; a test may accept it, with a warning. */
export function judge(
  found: Found,
  given: { server: string; statementSeconds: number; allowWeak: boolean; warn: (sentence: string) => void },
): void {
  const wrong = weaknesses(found, given.statementSeconds)
  if (wrong.length === 0) return
  const refusal = new StoreError('weak-settings', { detail: `${given.server}: ${wrong.join('; ')}` })
  if (!given.allowWeak) throw refusal
  given.warn(refusal.message)
}
