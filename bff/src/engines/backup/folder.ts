import { lstat, readdir, rm } from 'node:fs/promises'
import { isAbsolute, join, relative, resolve } from 'node:path'
import { Readable } from 'node:stream'
import { program } from './program.ts'

export interface KeptFile {
  readonly path: string
  readonly bytes: number
  /** Milliseconds; with the size it tells whether a file is another one. */
  readonly changed: number
}

/** Made anew, of this run alone, or kept elsewhere. Keys never lie beside what they open. */
const notSaved = ['liren.db*', 'keys', 'ballast', 'logs', 'running.pid', '.write-test-*', 'search', 'backups', '.restoring']

/** What is left out of a data folder, the place of the backups among it if it lies inside. */
export function leftOut(data: string, backups: string): string[] {
  const inside = relative(resolve(data), resolve(backups))
  if (inside === '') throw new Error('Backups are kept in a folder of their own, not in the data folder itself.')
  const [first] = inside.split(/[\\/]/)
  return inside.startsWith('..') || isAbsolute(inside) || first === undefined ? notSaved : [...notSaved, first]
}

const matches = (name: string, pattern: string) => (pattern.endsWith('*') ? name.startsWith(pattern.slice(0, -1)) : name === pattern)

/** Every file of a data folder, in a fixed order. */
export async function filesOf(data: string, skip: readonly string[] = notSaved): Promise<KeptFile[]> {
  const found: KeptFile[] = []
  const walk = async (folder: string): Promise<void> => {
    const entries = await readdir(join(data, folder), { withFileTypes: true })
    for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`
      if (folder === '' && skip.some((pattern) => matches(entry.name, pattern))) continue
      if (entry.isDirectory()) await walk(path)
      else if (entry.isFile()) {
        // One that goes away meanwhile was not there.
        const facts = await lstat(join(data, path)).catch(() => undefined)
        if (facts) found.push({ path, bytes: facts.size, changed: Math.trunc(facts.mtimeMs) })
      }
    }
  }
  await walk('')
  return found
}

export const listOf = (files: readonly KeptFile[]): Readable => Readable.from([Buffer.from(JSON.stringify(files))])
export const readList = (bytes: Buffer): KeptFile[] => JSON.parse(bytes.toString()) as KeptFile[]

/** Those that are new or another than they were. */
export function changedFiles(now: readonly KeptFile[], base: readonly KeptFile[]): KeptFile[] {
  const before = new Map(base.map((file) => [file.path, file]))
  return now.filter(({ path, bytes, changed }) => {
    const known = before.get(path)
    return known?.bytes !== bytes || known.changed !== changed
  })
}

/** The whole folder as an archive, or these files of it. */
export function packed(data: string, skip: readonly string[], only?: readonly KeptFile[]): { out: Readable; ended: Promise<void> } {
  const what = only ? ['--null', '--no-recursion', '-T', '-'] : [...skip.map((pattern) => `--exclude=./${pattern}`), '.']
  // What is written to while it is read is a file of this moment or the next; which, the list does not say.
  const tar = program('tar', ['-C', data, '--ignore-failed-read', '-cf', '-', ...what], {}, (complaint) =>
    /file changed as we read it|File removed before we read it/.test(complaint),
  )
  tar.child.stdin?.end(only?.map(({ path }) => `./${path}\0`).join(''))
  return { out: tar.child.stdout as Readable, ended: tar.ended }
}

/** Takes away what is not in the list, and says which files of the list are missing or of another size. */
export async function settle(data: string, list: readonly KeptFile[]): Promise<string[]> {
  const wanted = new Map(list.map((file) => [file.path, file.bytes]))
  const there = new Map((await filesOf(data)).map((file) => [file.path, file.bytes]))
  for (const path of there.keys()) if (!wanted.has(path)) await rm(join(data, path))
  return [...wanted].filter(([path, bytes]) => there.get(path) !== bytes).map(([path]) => path)
}
