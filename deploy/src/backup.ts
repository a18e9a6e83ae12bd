import { createWriteStream, existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import type { Readable } from 'node:stream'
import { type Census, createCensus } from './census.ts'
import { censusOfSqlite, databaseOf } from './database.ts'
import { byLine, load, readKey, type SavedFile, save } from './files.ts'
import { program } from './program.ts'

export interface Manifest {
  readonly format: 1
  readonly madeAt: string
  readonly engine: 'sqlite' | 'mysql' | 'postgres'
  readonly database: SavedFile
  readonly data: SavedFile
  readonly tables: Census
  /** Where the log of the database stood at the moment of the backup. */
  readonly log?: { readonly file: string; readonly position: number }
}

export interface BackupOptions {
  readonly db: string
  readonly data: string
  readonly to: string
  readonly keyFile?: string | undefined
  readonly now?: Date
}

/** Kept elsewhere, made anew, or of this run alone. Keys never lie beside what they open. */
const notSaved = ['liren.db*', 'keys', 'ballast', 'logs', 'running.pid', '.write-test-*']

/** Saves database and data folder while the house is open. Returns the folder of the backup. */
export async function backup({ db, data, to, keyFile, now = new Date() }: BackupOptions): Promise<string> {
  const key = keyFile ? readKey(keyFile) : undefined
  const name = `liren-${now.toISOString().replaceAll(/[-:]|\.\d+/g, '')}`
  const folder = join(resolve(to), `.${name}.unfinished`)
  if (existsSync(join(to, name))) throw new Error(`${join(to, name)} is there already.`)
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const database = databaseOf(db)
  const census = createCensus()
  let log: Manifest['log']
  let saved: SavedFile | undefined
  await database.dump(async (source) => {
    const lines = byLine((line) => {
      census.line(line)
      const at = /^-- CHANGE MASTER TO MASTER_LOG_FILE='([^']+)', MASTER_LOG_POS=(\d+)/.exec(line)
      if (at) log = { file: at[1] as string, position: Number(at[2]) }
    })
    const stream: Readable = database.kind === 'sqlite' ? source : source.pipe(lines)
    source.once('error', (error) => lines.destroy(error))
    saved = await save(stream, folder, 'database.gz', key)
  })
  const tables = database.kind === 'sqlite' ? await censusOfSaved(folder, saved as SavedFile, key) : census.done()
  const tar = program('tar', ['-C', data, ...notSaved.map((pattern) => `--exclude=./${pattern}`), '-cf', '-', '.'])
  tar.child.stdin?.end()
  const [files] = await Promise.all([save(tar.child.stdout as Readable, folder, 'data.tar.gz', key), tar.ended])
  const manifest: Manifest = {
    format: 1,
    madeAt: now.toISOString(),
    engine: database.kind,
    database: saved as SavedFile,
    data: files,
    tables,
    ...(log ? { log } : {}),
  }
  writeFileSync(join(folder, 'manifest.json'), `${JSON.stringify(manifest, null, 1)}\n`, { mode: 0o600 })
  // A backup with this name is a whole one.
  renameSync(folder, join(to, name))
  return join(to, name)
}

/** What is really in the file, not what was meant to be. */
async function censusOfSaved(folder: string, saved: SavedFile, key: Buffer | undefined): Promise<Census> {
  const copy = join(folder, 'census.db')
  try {
    await load(folder, saved, key, createWriteStream(copy, { mode: 0o600 }))
    return censusOfSqlite(copy)
  } finally {
    await rm(copy, { force: true })
  }
}
