import { StoreError } from '../store-error.ts'
import { type DatabaseFile, databaseFile, patiently } from './file.ts'
import type { Handle, HandleOptions, Params } from './handle.ts'
import { statementKind } from './statement-kind.ts'

export interface Outcome<T> {
  readonly rows: T[]
  readonly changes: number
  readonly lastID: number
}

/**
 * One connection as callers know it: reads go at once, writes and transactions wait in line for the file.
 * It holds a handle of its own from the first statement until it is closed.
 */
export class Connection {
  readonly #file: DatabaseFile
  readonly #handle: Handle
  #holdsLock = false
  #closed = false

  constructor(path: string, options: HandleOptions) {
    this.#file = databaseFile(path, options)
    this.#handle = this.#file.take()
  }

  /** Answers within this very call; for statements that only read, or inside one's own transaction. */
  rowsNow<T extends object>(sql: string, params?: Params): T[] {
    this.#mustBeOpen()
    return this.#handle.rows<T>(sql, params)
  }

  async execute<T extends object>(sql: string, params?: Params): Promise<Outcome<T>> {
    this.#mustBeOpen()
    switch (statementKind(sql)) {
      case 'begin':
        return this.#begin(sql)
      case 'end':
        return this.#end(sql)
      case 'read':
        return { rows: this.#handle.rows<T>(sql, params), changes: 0, lastID: 0 }
      case 'write':
        return this.#holdsLock ? this.#write(sql, params) : this.#writeAlone(sql, params)
    }
  }

  close(): void {
    if (this.#closed) return
    this.#closed = true
    this.#file.giveBack(this.#handle)
    this.#release()
  }

  /** The handle of a connection that was closed serves another by now. */
  #mustBeOpen(): void {
    if (this.#closed) throw new StoreError('unreachable')
  }

  async #begin<T>(sql: string): Promise<Outcome<T>> {
    await this.#file.lock.acquire()
    this.#holdsLock = true
    try {
      await patiently(() => this.#handle.write(sql))
    } catch (error) {
      this.#release()
      throw error
    }
    return { rows: [], changes: 0, lastID: 0 }
  }

  #end<T>(sql: string): Outcome<T> {
    try {
      // SQLite may have rolled back by itself, e.g. on a full disk; ending that again is not an error.
      if (this.#handle.inTransaction || sql.trimStart().toUpperCase().startsWith('COMMIT')) this.#handle.write(sql)
      return { rows: [], changes: 0, lastID: 0 }
    } catch (error) {
      // A commit that is refused leaves its transaction open, but whoever asked for it will not come back.
      if (this.#handle.inTransaction) this.#handle.write('ROLLBACK')
      throw error
    } finally {
      this.#release()
    }
  }

  async #writeAlone<T extends object>(sql: string, params?: Params): Promise<Outcome<T>> {
    await this.#file.lock.acquire()
    try {
      return await patiently(() => this.#write<T>(sql, params))
    } finally {
      this.#file.lock.release()
    }
  }

  #write<T extends object>(sql: string, params?: Params): Outcome<T> {
    return this.#handle.write<T>(sql, params)
  }

  #release(): void {
    if (!this.#holdsLock) return
    this.#holdsLock = false
    this.#file.lock.release()
  }
}
