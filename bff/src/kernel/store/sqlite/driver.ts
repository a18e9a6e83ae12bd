import { createRequire } from 'node:module'
import type { DatabaseSync } from '@photostructure/sqlite'
import { StoreError } from '../store-error.ts'

type Driver = typeof DatabaseSync
export type RawDatabase = InstanceType<Driver>
export type RawStatement = ReturnType<RawDatabase['prepare']>

let found: { name: string; Database: Driver } | undefined

/** SQLite of this Node if it has one; else the same interface from a package with prebuilt binaries. */
export function sqliteDriver(): { name: string; Database: Driver } {
  found ??= builtIn() ?? packaged()
  return found
}

/** Newer than the types we build with; absent in the first releases of Node 20. */
const process_ = process as { getBuiltinModule?: (name: string) => unknown }

function builtIn() {
  const module = process_.getBuiltinModule?.('node:sqlite') as { DatabaseSync: Driver } | undefined
  return module && { name: 'node:sqlite', Database: module.DatabaseSync }
}

function packaged() {
  try {
    const module = createRequire(import.meta.url)('@photostructure/sqlite') as { DatabaseSync: Driver }
    return { name: '@photostructure/sqlite', Database: module.DatabaseSync }
  } catch (cause) {
    throw new StoreError('no-driver', { detail: '@photostructure/sqlite', cause })
  }
}
