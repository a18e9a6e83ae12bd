import { readFile } from 'node:fs/promises'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import { LRUCache } from 'lru-cache'
import type { StaticFile } from './static-index.ts'

const packers = {
  br: (bytes: Buffer) => promisify(brotliCompress)(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } }),
  gzip: (bytes: Buffer) => promisify(gzip)(bytes, { level: 9 }),
}

/** Packed forms of static files: the twin from the build where there is one, else packed once and kept. */
export function createPacks(maxBytes = 32 * 1024 * 1024) {
  const kept = new LRUCache<string, Promise<Buffer>>({ max: 2000 })
  let held = 0
  return {
    get(file: StaticFile, encoding: keyof typeof packers): Promise<Buffer> {
      const key = `${encoding} ${file.modified} ${file.path}`
      const known = kept.get(key)
      if (known) return known
      const twin = file.encodings.get(encoding)
      const packed = twin ? readFile(twin.path) : readFile(file.path).then(packers[encoding])
      kept.set(key, packed)
      packed.then(
        (bytes) => {
          held += bytes.length
          // Builds are small; whoever has more is served all the same, only packed again now and then.
          if (held > maxBytes) {
            kept.clear()
            held = 0
          }
        },
        () => kept.delete(key),
      )
      return packed
    },
  }
}
