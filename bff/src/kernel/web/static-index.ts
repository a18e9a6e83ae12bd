import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'

export interface StaticFile {
  readonly path: string
  readonly size: number
  readonly modified: number
  readonly encodings: ReadonlyMap<'br' | 'gzip', { path: string; size: number }>
}

/** Every servable file under a folder by its path in the URL. Nothing outside this list can be asked for, whatever the path looks like. */
export type StaticIndex = ReadonlyMap<string, StaticFile>

export async function indexFolder(root: string): Promise<StaticIndex> {
  const found = new Map<string, { path: string; size: number; modified: number }>()
  await walk(root, '', found)
  const index = new Map<string, StaticFile>()
  for (const [name, file] of found) {
    // A packed twin older than its original was made from something else.
    const twin = (suffix: string) => {
      const packed = found.get(name + suffix)
      return packed && packed.modified >= file.modified ? { path: packed.path, size: packed.size } : undefined
    }
    const encodings = new Map<'br' | 'gzip', { path: string; size: number }>()
    const [br, gzip] = [twin('.br'), twin('.gz')]
    if (br) encodings.set('br', br)
    if (gzip) encodings.set('gzip', gzip)
    if (!/\.(br|gz|map)$/.test(name)) index.set(name, { ...file, encodings })
  }
  return index
}

async function walk(folder: string, prefix: string, found: Map<string, { path: string; size: number; modified: number }>): Promise<void> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => [])
  for (const entry of entries) {
    // Links could lead anywhere and dot files are nobody's business.
    if (entry.name.startsWith('.')) continue
    const path = join(folder, entry.name)
    if (entry.isDirectory()) await walk(path, `${prefix}${entry.name}/`, found)
    else if (entry.isFile()) {
      const { size, mtimeMs } = await stat(path)
      found.set(prefix + entry.name, { path, size, modified: Math.floor(mtimeMs) })
    }
  }
}
