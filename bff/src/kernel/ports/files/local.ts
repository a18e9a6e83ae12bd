import { createHash, randomUUID } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { mkdir, open, rename, rm, stat, statfs } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Readable } from 'node:stream'
import { refuse } from '../../errors.ts'
import type { Files } from '../ports.ts'
import { checkKey } from './key.ts'

/** Files on this machine's disk. A file is there whole and synced, or not at all. */
export async function localFiles(root: string): Promise<Files> {
  const parts = join(root, 'parts')
  // What a killed process left half-written is of no use to anybody.
  await rm(parts, { recursive: true, force: true })
  await mkdir(parts, { recursive: true })

  const pathOf = (key: string): string => {
    // Keys begin with the time, so folders are spread by a digest instead.
    const digest = createHash('sha256').update(checkKey(key)).digest('hex')
    return join(root, digest.slice(0, 2), digest.slice(2, 4), key.replaceAll('/', '+'))
  }

  return {
    async put(key, content) {
      const path = pathOf(key)
      const part = join(parts, randomUUID())
      try {
        const size = await writeSynced(part, content)
        await mkdir(dirname(path), { recursive: true })
        await rename(part, path)
        await syncFolder(dirname(path))
        return { size }
      } catch (error) {
        await rm(part, { force: true })
        throw isFull(error) ? refuse('storage.full', { cause: error }) : error
      }
    },
    async open(key) {
      const path = pathOf(key)
      const found = await stat(path).catch(absent)
      return found && { stream: createReadStream(path), size: found.size }
    },
    async remove(key) {
      await rm(pathOf(key), { force: true })
    },
    async free() {
      const disk = await statfs(root)
      return disk.bavail * disk.bsize
    },
  }
}

async function writeSynced(path: string, content: Buffer | Readable): Promise<number> {
  const file = await open(path, 'wx', 0o600)
  try {
    let size = 0
    for await (const chunk of Buffer.isBuffer(content) ? [content] : content) {
      await file.writeFile(chunk)
      size += chunk.length
    }
    await file.sync()
    return size
  } finally {
    await file.close()
  }
}

/** Without this a power cut may forget the new name although the bytes are safe. */
async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r')
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}

const isFull = (error: unknown): boolean => ['ENOSPC', 'EDQUOT'].includes((error as NodeJS.ErrnoException).code ?? '')

function absent(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT') throw error
}
