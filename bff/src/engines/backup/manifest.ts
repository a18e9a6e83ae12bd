import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Census } from './census.ts'
import { faultOf, type SavedFile } from './files.ts'

export interface Manifest {
  /** 2: an increment, which older versions would take for a whole backup. */
  readonly format: 1 | 2
  /** Missing in those of older versions, which were all full. */
  readonly kind?: 'full' | 'incremental'
  readonly madeAt: string
  readonly engine: 'sqlite' | 'mysql' | 'postgres'
  readonly database: SavedFile
  readonly data: SavedFile
  readonly tables: Census
  /** Every file of the data folder. */
  readonly list?: SavedFile
  /** Of a full one: hashes of pages or rows, with which increments are compared. */
  readonly index?: SavedFile
  /** Of an increment: hashes of rows of the full one that are gone. */
  readonly removed?: SavedFile
  /** The full backup that an increment belongs to. */
  readonly base?: { readonly name: string; readonly sha256: string }
  /** Where the log of the database stood at the moment of the backup. */
  readonly log?: { readonly file: string; readonly position: number }
}

export function readManifest(folder: string): Manifest {
  const manifest = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8')) as Manifest
  if (manifest.format !== 1 && manifest.format !== 2)
    throw new Error(`${folder} was written by a newer version (format ${manifest.format}).`)
  return manifest
}

export const savedFiles = ({ database, data, list, index, removed }: Manifest): SavedFile[] =>
  [database, data, list, index, removed].filter((file) => file !== undefined)

export async function faultsOf(folder: string, files: readonly SavedFile[]): Promise<string[]> {
  const faults = await Promise.all(files.map((file) => faultOf(folder, file)))
  return faults.filter((fault) => fault !== undefined)
}
