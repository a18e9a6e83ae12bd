import { open, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'

/**
 * A file of nothing that is given up when the disk is nearly full, so that what is being written can be
 * finished and a person has room to work in.
 */
export interface Ballast {
  keep(): Promise<void>
  release(): Promise<void>
}

export function ballastIn(folder: string, bytes = 32 * 1024 * 1024): Ballast {
  const path = join(folder, 'ballast')
  return {
    async keep() {
      const known = await stat(path).catch(() => undefined)
      if (known?.size === bytes) return
      const file = await open(path, 'w', 0o600)
      try {
        // Holes take no room, so it is written out.
        const block = Buffer.alloc(1024 * 1024, 1)
        for (let written = 0; written < bytes; written += block.length)
          await file.writeFile(block.subarray(0, Math.min(block.length, bytes - written)))
        await file.sync()
      } finally {
        await file.close()
      }
    },
    release: () => rm(path, { force: true }),
  }
}
