import { createWriteStream, existsSync, mkdirSync, readdirSync, renameSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { setImmediate as breath } from 'node:timers/promises'
import { copySqlite, sqliteDriver } from '../../kernel/store/sqlite/driver.ts'
import { type Census, createCensus } from './census.ts'
import type { Database } from './database.ts'

export function sqlite(file: string): Database {
  return {
    kind: 'sqlite',
    async snapshot(use) {
      if (!existsSync(file)) throw new Error(`There is no database at ${file}.`)
      const copy = `${file}.backup-${process.pid}`
      await removeLost(file)
      try {
        await copySqlite(file, copy)
        await use({ file: copy })
      } finally {
        await rm(copy, { force: true })
      }
    },
    isEmpty: async () => !existsSync(file),
    async load(from) {
      mkdirSync(dirname(file), { recursive: true, mode: 0o750 })
      await from(createWriteStream(`${file}.restoring`, { mode: 0o640 }))
      renameSync(`${file}.restoring`, file)
    },
  }
}

/** Copies of processes that were killed while they made one. */
async function removeLost(file: string): Promise<void> {
  for (const name of readdirSync(dirname(file))) {
    const pid = name.startsWith(`${basename(file)}.backup-`) ? /-(\d+)$/.exec(name)?.[1] : undefined
    if (pid !== undefined && (Number(pid) === process.pid || !isAlive(Number(pid)))) await rm(join(dirname(file), name), { force: true })
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/** The rows of a SQLite file, table by table; others get their turn between two of them. */
export async function censusOfSqlite(file: string): Promise<Census> {
  const { Database: Driver } = sqliteDriver()
  const database = new Driver(file, { readOnly: true })
  try {
    const census = createCensus()
    const tables = database.prepare("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'").all() as {
      name: string
    }[]
    for (const { name } of tables) {
      census.table(name)
      // A cursor does not outlive a turn of the loop: others wait for one table, not for all.
      for (const row of database.prepare(`SELECT * FROM "${name}"`).iterate()) census.row(name, JSON.stringify(row, plain))
      await breath()
    }
    return census.done()
  } finally {
    database.close()
  }
}

const plain = (_: string, value: unknown) =>
  value instanceof Uint8Array ? Buffer.from(value).toString('hex') : typeof value === 'bigint' ? value.toString() : value
