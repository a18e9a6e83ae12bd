export type StatementKind = 'begin' | 'end' | 'read' | 'write'

const writing = /\b(INSERT|UPDATE|DELETE|REPLACE)\b/i

/** What a statement does to the write lock. A WITH that only might write counts as a write, which is merely slower. */
export function statementKind(sql: string): StatementKind {
  const word = /^\s*([a-z]+)/i.exec(sql)?.[1]?.toUpperCase()
  switch (word) {
    case 'BEGIN':
      return 'begin'
    case 'COMMIT':
    case 'END':
      return 'end'
    case 'ROLLBACK':
      return /\bTO\b/i.test(sql) ? 'read' : 'end'
    case 'SELECT':
    case 'VALUES':
    case 'EXPLAIN':
    case 'PRAGMA':
    case 'SAVEPOINT':
    case 'RELEASE':
      return 'read'
    case 'WITH':
      return writing.test(sql) ? 'write' : 'read'
    default:
      return 'write'
  }
}
