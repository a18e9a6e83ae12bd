import { createHash } from 'node:crypto'
import { createReadStream, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { Readable } from 'node:stream'
import type { Census } from './census.ts'
import { databaseOf, type Snapshot } from './database.ts'
import { loadWhole, readKey, type SavedFile, save } from './files.ts'
import { changedFiles, filesOf, leftOut, listOf, packed, readList } from './folder.ts'
import { faultsOf, type Manifest, readManifest, savedFiles } from './manifest.ts'
import { changedPages, pageIndex } from './pages.ts'
import { rowSet } from './row-set.ts'
import { changedDump, wholeDump } from './rows.ts'
import { censusOfSqlite } from './sqlite.ts'

export const phases = ['database', 'rows', 'files', 'done'] as const
export type Phase = (typeof phases)[number]

export interface BackupOptions {
  readonly db: string
  readonly data: string
  readonly to: string
  readonly keyFile?: string | undefined
  readonly now: Date
  /** Folder of a full backup: only what is not as it was there is saved. */
  readonly since?: string | undefined
  readonly onPhase?: (phase: Phase) => void | Promise<void>
}

interface Base {
  readonly folder: string
  readonly manifest: Manifest
}

/** `liren-20260304T013000Z`, and with `-increment` what follows a full one. */
export const backupName = (now: Date, kind: 'full' | 'incremental'): string =>
  `liren-${now.toISOString().replaceAll(/[-:]|\.\d+/g, '')}${kind === 'full' ? '' : '-increment'}`

/** Where a backup grows; it gets its name when it is whole. */
export const unfinishedFolder = (to: string, name: string): string => join(resolve(to), `.${name}.unfinished`)

/** Saves database and data folder while the house is open. Returns the folder of the backup. */
export async function backup(options: BackupOptions): Promise<string> {
  const { db, data, to, keyFile, now, since, onPhase } = options
  const key = keyFile ? readKey(keyFile) : undefined
  const database = databaseOf(db)
  const base = since === undefined ? undefined : await readBase(since, database.kind)
  const skip = leftOut(data, to)
  const name = backupName(now, base ? 'incremental' : 'full')
  const folder = unfinishedFolder(to, name)
  if (existsSync(join(to, name))) throw new Error(`${join(to, name)} is there already.`)
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  try {
    await onPhase?.('database')
    let saved: Saved | undefined
    await database.snapshot(async (snapshot) => {
      saved = await saveDatabase(snapshot, folder, key, base, database.kind === 'postgres', onPhase)
    })
    await onPhase?.('files')
    const files = await filesOf(data, skip)
    const only = base && changedFiles(files, readList(await loadWhole(base.folder, base.manifest.list as SavedFile, key)))
    const tar = packed(data, skip, only)
    const [archive] = await Promise.all([save(tar.out, folder, 'data.tar.gz', key), tar.ended])
    const manifest: Manifest = {
      format: base ? 2 : 1,
      kind: base ? 'incremental' : 'full',
      madeAt: now.toISOString(),
      engine: database.kind,
      ...(saved as Saved),
      data: archive,
      list: await save(listOf(files), folder, 'files.gz', key),
      ...(base ? { base: { name: basename(base.folder), sha256: manifestSum(base.folder, 'sha256') } } : {}),
    }
    writeFileSync(join(folder, 'manifest.json'), `${JSON.stringify(manifest, null, 1)}\n`, { mode: 0o600 })
    // A backup with this name is a whole one.
    renameSync(folder, join(to, name))
  } catch (error) {
    rmSync(folder, { recursive: true, force: true })
    throw error
  }
  await onPhase?.('done')
  return join(to, name)
}

type Saved = Pick<Manifest, 'database' | 'tables' | 'index' | 'removed' | 'log'>

async function saveDatabase(
  snapshot: Snapshot,
  folder: string,
  key: Buffer | undefined,
  base: Base | undefined,
  multiline: boolean,
  onPhase: BackupOptions['onPhase'],
): Promise<Saved> {
  const before = base && (await loadWhole(base.folder, base.manifest.index as SavedFile, key))
  if ('file' in snapshot) {
    const source = before ? changedPages(snapshot.file, before) : createReadStream(snapshot.file)
    const database = await save(source, folder, 'database.gz', key)
    await onPhase?.('rows')
    const tables: Census = await censusOfSqlite(snapshot.file)
    if (before) return { database, tables }
    return { database, tables, index: await save(pageIndex(snapshot.file), folder, 'index.gz', key) }
  }
  const dump = before ? changedDump(snapshot.lines, await rowSet(before), multiline) : wholeDump(snapshot.lines, multiline)
  const database = await save(dump.out, folder, 'database.gz', key)
  await onPhase?.('rows')
  const rows = await save(Readable.from([dump.rows()]), folder, before ? 'removed.gz' : 'index.gz', key)
  const log = dump.log()
  return { database, tables: dump.census(), ...(before ? { removed: rows } : { index: rows }), ...(log ? { log } : {}) }
}

/** An increment on a damaged full backup, or on another increment, would be worth nothing. */
async function readBase(folder: string, engine: Manifest['engine']): Promise<Base> {
  const manifest = readManifest(folder)
  if (manifest.kind === 'incremental') throw new Error(`${folder} is an increment itself; increments follow a full backup.`)
  if (manifest.engine !== engine) throw new Error(`${folder} is a backup of ${manifest.engine}, not of ${engine}.`)
  if (!manifest.index || !manifest.list) throw new Error(`${folder} was made by a version without increments; make a full backup first.`)
  const faults = await faultsOf(folder, savedFiles(manifest))
  if (faults.length > 0) throw new Error(`The full backup is damaged: ${faults.join('; ')}. Make a new one first.`)
  return { folder: resolve(folder), manifest }
}

/** A checksum over the manifest, which holds those of all files: it stands for the whole backup. */
export const manifestSum = (folder: string, algorithm: 'sha256' | 'sm3'): string =>
  createHash(algorithm)
    .update(readFileSync(join(folder, 'manifest.json')))
    .digest('hex')

/** The full backup that an increment belongs to lies beside it. */
export const baseFolderOf = (folder: string, manifest: Manifest): string =>
  join(dirname(resolve(folder)), manifest.base?.name ?? basename(folder))
