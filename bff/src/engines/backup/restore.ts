import { existsSync, mkdirSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { PassThrough, type Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { baseFolderOf, manifestSum } from './backup.ts'
import { type Census, createCensus, differences } from './census.ts'
import { databaseOf, replayLog } from './database.ts'
import { byLine, load, loadWhole, opened, readKey, type SavedFile } from './files.ts'
import { readList, settle } from './folder.ts'
import { faultsOf, type Manifest, readManifest, savedFiles } from './manifest.ts'
import { applyPages } from './pages.ts'
import { program } from './program.ts'
import { mergedDump } from './rows.ts'
import { censusOfSqlite } from './sqlite.ts'

export { readManifest } from './manifest.ts'

export interface RestoreOptions {
  readonly from: string
  readonly db: string
  readonly data: string
  readonly keyFile?: string | undefined
  /** Folder with the log of the lost database: what was written after the backup is brought back too. */
  readonly log?: string | undefined
  readonly logDatabase?: string | undefined
}

/** Looks whether a backup is whole, with the full one that it belongs to; nothing is touched. */
export async function verify(folder: string): Promise<string[]> {
  const manifest = readManifest(folder)
  const faults = await faultsOf(folder, savedFiles(manifest))
  if (!manifest.base) return faults
  const base = baseFolderOf(folder, manifest)
  if (!existsSync(join(base, 'manifest.json'))) return [...faults, `the full backup ${manifest.base.name} does not lie beside it`]
  if (manifestSum(base, 'sha256') !== manifest.base.sha256) return [...faults, `${manifest.base.name} is not the full backup it belongs to`]
  return [...faults, ...(await faultsOf(base, savedFiles(readManifest(base))))]
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

  const full = baseFolderOf(from, manifest)
  const isIncrement = manifest.base !== undefined
  await database.load(async (target) => {
    if (isIncrement && manifest.engine !== 'sqlite')
      await pipeline(await merged(from, full, manifest, key, join(data, '.restoring')), target)
    else await load(full, readManifest(full).database, key, target)
  })
  if (isIncrement && manifest.engine === 'sqlite') await applyPages(db.slice('sqlite:'.length), opened(from, manifest.database, key))
  for (const folder of isIncrement ? [full, from] : [from]) await unpack(folder, data, key)
  if (manifest.list) {
    const missing = await settle(data, readList(await loadWhole(from, manifest.list, key)))
    if (missing.length > 0) throw new Error(`Files are not what was saved: ${missing.slice(0, 5).join(', ')}.`)
  }

  const found = await censusOf(db)
  const wrong = differences(manifest.tables, found)
  if (wrong.length > 0) throw new Error(`What was restored is not what was saved: ${wrong.join('; ')}.`)
  if (options.log) await forward(options, manifest)
  return { tables: Object.keys(found).length, rows: Object.values(found).reduce((sum, { rows }) => sum + rows, 0) }
}

async function merged(from: string, full: string, manifest: Manifest, key: Buffer | undefined, room: string) {
  const removed = await loadWhole(from, manifest.removed as SavedFile, key)
  const base = opened(full, readManifest(full).database, key)
  return mergedDump(base, removed, opened(from, manifest.database, key), room, manifest.engine === 'postgres')
}

async function unpack(folder: string, data: string, key: Buffer | undefined): Promise<void> {
  const tar = program('tar', ['-C', data, '--ignore-zeros', '-xf', '-'])
  tar.child.stdout?.resume()
  await Promise.all([load(folder, readManifest(folder).data, key, tar.child.stdin as Writable), tar.ended])
}

/** Counts a database as it is now, in the way in which backups are counted. */
export async function censusOf(db: string): Promise<Census> {
  if (db.startsWith('sqlite:')) return censusOfSqlite(db.slice('sqlite:'.length))
  const census = createCensus()
  await databaseOf(db).snapshot(async (snapshot) => {
    if ('file' in snapshot) return
    const source = snapshot.lines
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
