import { mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import type { Manifest } from './backup.ts'
import { type Census, createCensus, differences } from './census.ts'
import { censusOfSqlite, databaseOf, replayLog } from './database.ts'
import { byLine, faultOf, load, readKey } from './files.ts'
import { program } from './program.ts'

export interface RestoreOptions {
  readonly from: string
  readonly db: string
  readonly data: string
  readonly keyFile?: string | undefined
  /** Folder with the log of the lost database: what was written after the backup is brought back too. */
  readonly log?: string | undefined
  readonly logDatabase?: string | undefined
}

export function readManifest(folder: string): Manifest {
  const manifest = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8')) as Manifest
  if (manifest.format !== 1) throw new Error(`${folder} was written by a newer version (format ${manifest.format}).`)
  return manifest
}

/** Looks whether a backup is whole; nothing is touched. */
export async function verify(folder: string): Promise<string[]> {
  const manifest = readManifest(folder)
  const faults = await Promise.all([manifest.database, manifest.data].map((file) => faultOf(folder, file)))
  return faults.filter((fault) => fault !== undefined)
}

/** Brings a backup back into an empty database and an empty folder, and proves that the rows are the same. */
export async function restore(options: RestoreOptions): Promise<{ tables: number; rows: number }> {
  const { from, db, data } = options
  const manifest = readManifest(from)
  const faults = await verify(from)
  if (faults.length > 0) throw new Error(`The backup is damaged, nothing was changed: ${faults.join('; ')}.`)
  const database = databaseOf(db)
  if (database.kind !== manifest.engine)
    throw new Error(`This is a backup of ${manifest.engine}; it cannot be restored into ${database.kind}.`)
  if (!(await database.isEmpty())) throw new Error('The database is not empty, nothing was changed. Restore into a new one.')
  mkdirSync(data, { recursive: true, mode: 0o750 })
  // A key may have been put there first.
  const there = readdirSync(data).filter((name) => name !== 'keys')
  if (there.length > 0) throw new Error(`The folder ${data} is not empty, nothing was changed.`)
  const key = options.keyFile ? readKey(options.keyFile) : undefined

  await database.load((target) => load(from, manifest.database, key, target))
  const tar = program('tar', ['-C', data, '--ignore-zeros', '-xf', '-'])
  tar.child.stdout?.resume()
  await Promise.all([load(from, manifest.data, key, tar.child.stdin as NonNullable<typeof tar.child.stdin>), tar.ended])

  const found = await censusOf(db)
  const wrong = differences(manifest.tables, found)
  if (wrong.length > 0) throw new Error(`What was restored is not what was saved: ${wrong.join('; ')}.`)
  if (options.log) await forward(options, manifest)
  return { tables: Object.keys(found).length, rows: Object.values(found).reduce((sum, { rows }) => sum + rows, 0) }
}

/** Counts a database as it is now, in the way in which backups are counted. */
export async function censusOf(db: string): Promise<Census> {
  const database = databaseOf(db)
  if (database.kind === 'sqlite') return censusOfSqlite(db.slice('sqlite:'.length))
  const census = createCensus()
  await database.dump(async (source) => {
    const lines = byLine(census.line)
    const sink = new PassThrough().resume()
    source.once('error', (error) => sink.destroy(error))
    await new Promise<void>((resolve, reject) => source.pipe(lines).pipe(sink).once('finish', resolve).once('error', reject))
  })
  return census.done()
}

async function forward({ db, log, logDatabase }: RestoreOptions, manifest: Manifest): Promise<void> {
  if (manifest.engine !== 'mysql' || !manifest.log)
    throw new Error('This backup does not say where the log stood; it was made without one.')
  const { file, position } = manifest.log
  const [stem] = file.split('.')
  const files = readdirSync(log as string)
    .filter((name) => name.startsWith(`${stem}.`) && /\.\d+$/.test(name) && name >= file)
    .sort()
    .map((name) => join(log as string, name))
  if (files.length === 0) throw new Error(`${log} does not hold ${file}, with which the log after the backup begins.`)
  const url = new URL(db)
  await replayLog(url, files, { position, database: logDatabase ?? decodeURIComponent(url.pathname.slice(1)) })
}
