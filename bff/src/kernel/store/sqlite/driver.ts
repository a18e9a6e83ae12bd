import { createRequire } from 'node:module'
import type { DatabaseSync } from '@photostructure/sqlite'
import { StoreError } from '../store-error.ts'

type Driver = typeof DatabaseSync
export type RawDatabase = InstanceType<Driver>
export type RawStatement = ReturnType<RawDatabase['prepare']>

type Copy = (from: RawDatabase, to: string, options: { rate: number }) => Promise<unknown>

let found: { name: string; Database: Driver; backup?: Copy | undefined } | undefined

/** SQLite of this Node if it has one; else the same interface from a package with prebuilt binaries. */
export function sqliteDriver(): { name: string; Database: Driver; backup?: Copy | undefined } {
  found ??= builtIn() ?? packaged()
  return found
}

/** Newer than the types we build with; absent in the first releases of Node 20. */
const process_ = process as { getBuiltinModule?: (name: string) => unknown }

function builtIn() {
  const module = process_.getBuiltinModule?.('node:sqlite') as { DatabaseSync: Driver; backup?: Copy } | undefined
  return module && { name: 'node:sqlite', Database: module.DatabaseSync, backup: module.backup }
}

function packaged() {
  try {
    const module = createRequire(import.meta.url)('@photostructure/sqlite') as { DatabaseSync: Driver; backup?: Copy }
    return { name: '@photostructure/sqlite', Database: module.DatabaseSync, backup: module.backup }
  } catch (cause) {
    throw new StoreError('no-driver', { detail: '@photostructure/sqlite', cause })
  }
}

/** A copy of a database in use, as it is at one moment; pages stay where they were as far as this SQLite can do that. */
export async function copySqlite(file: string, copy: string): Promise<void> {
  const { Database, backup } = sqliteDriver()
  const source = new Database(file, { readOnly: true })
  try {
    // All pages in one step: what others write meanwhile waits in the log and does not begin it anew.
    if (backup) await backup(source, copy, { rate: 0x7fffffff })
    else source.exec(`VACUUM INTO '${copy.replaceAll("'", "''")}'`)
  } finally {
    source.close()
  }
}
