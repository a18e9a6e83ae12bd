import { type RawDatabase, type RawStatement, sqliteDriver } from './driver.ts'

export interface HandleOptions {
  /** `normal` survives a crash of the process; `full` survives a power cut as well, at about a third of the speed. */
  readonly synchronous: 'normal' | 'full'
}

type Value = null | number | bigint | string | Buffer
export type Params = readonly Value[] | Readonly<Record<string, Value>>
interface Prepared {
  readonly statement: RawStatement
  readonly answers: boolean
}

const kept = 200
const longest = 4000

/** One connection to a file: pragmas set, statements kept. It owns the raw database, which closes when let go. */
export class Handle {
  readonly #db: RawDatabase
  readonly #statements = new Map<string, Prepared>()

  constructor(file: string, options: HandleOptions) {
    const { Database } = sqliteDriver()
    this.#db = new Database(file)
    try {
      // Short, because it blocks the event loop; whoever writes waits for other processes without blocking.
      this.#db.exec('PRAGMA busy_timeout = 50')
      this.#db.exec('PRAGMA journal_mode = WAL')
      this.#db.exec(`PRAGMA synchronous = ${options.synchronous === 'full' ? 'FULL' : 'NORMAL'}`)
      this.#db.exec('PRAGMA foreign_keys = ON')
      this.#db.exec('PRAGMA cache_size = -32768')
      this.#db.exec('PRAGMA temp_store = MEMORY')
      // The servers compare with case; and only so can LIKE use an index here.
      this.#db.exec('PRAGMA case_sensitive_like = ON')
      this.#db.exec('PRAGMA trusted_schema = OFF')
    } catch (error) {
      this.#db.close()
      throw error
    }
  }

  rows<T extends object>(sql: string, params: Params = []): T[] {
    return this.#call(this.#prepare(sql).statement, 'all', params) as T[]
  }

  /** Rows of a RETURNING clause, if there is one, and how many rows changed. */
  write<T extends object>(sql: string, params: Params = []): { rows: T[]; changes: number; lastID: number } {
    const { statement, answers } = this.#prepare(sql)
    if (answers) {
      const rows = this.#call(statement, 'all', params) as T[]
      return { rows, changes: rows.length, lastID: 0 }
    }
    const { changes, lastInsertRowid } = this.#call(statement, 'run', params) as { changes: number; lastInsertRowid: number }
    return { rows: [], changes: Number(changes), lastID: Number(lastInsertRowid) }
  }

  get inTransaction(): boolean {
    return this.#db.isTransaction
  }

  close(): void {
    this.#statements.clear()
    // A statement that is not collected yet keeps the connection half open, and what was written in the log beside the file.
    if (!this.#db.isTransaction) this.#bringBack()
    this.#db.close()
  }

  #bringBack(): void {
    try {
      this.#db.exec('PRAGMA wal_checkpoint(TRUNCATE)')
    } catch {
      // a damaged or full disk: the next connection reads the log
    }
  }

  #call(statement: RawStatement, how: 'all' | 'run', params: Params): unknown {
    return Array.isArray(params) ? statement[how](...(params as Value[])) : statement[how](params as Record<string, Value>)
  }

  #prepare(sql: string): Prepared {
    const known = this.#statements.get(sql)
    if (known) {
      // A Map keeps the order of insertion: putting it back makes it the youngest.
      this.#statements.delete(sql)
      this.#statements.set(sql, known)
      return known
    }
    const statement = this.#db.prepare(sql)
    const prepared = { statement, answers: statement.columns().length > 0 }
    if (sql.length <= longest) this.#statements.set(sql, prepared)
    if (this.#statements.size > kept) this.#statements.delete(this.#statements.keys().next().value as string)
    return prepared
  }
}
