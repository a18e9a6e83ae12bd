import { promisify } from 'node:util'
import { gunzip, gzipSync } from 'node:zlib'
import { etagOf } from '../web/conditional.ts'
import type { OpenApiDocument } from './document.ts'

const unpack = promisify(gunzip)

/**
 * A document as a process keeps it: packed. As a tree it would be a sixth of everything that the process holds, walked through by
 * every collection of garbage, and hardly ever asked for.
 */
export class KeptDocument {
  readonly packed: Buffer
  readonly etag: string
  /** The version of each interface. */
  readonly revisions: ReadonlyMap<string, string>
  #tree: WeakRef<OpenApiDocument> | undefined

  constructor(document: OpenApiDocument) {
    const json = JSON.stringify(document)
    this.packed = gzipSync(json)
    this.etag = etagOf(json)
    this.revisions = new Map(
      Object.values(document.paths).flatMap((methods) =>
        Object.values(methods).map((one) => [one.operationId, String(one['x-version'])] as const),
      ),
    )
  }

  json(): Promise<Buffer> {
    return unpack(this.packed)
  }

  /** Somebody who searches asks again and again: while memory allows, the tree is not made anew. */
  async tree(): Promise<OpenApiDocument> {
    const known = this.#tree?.deref()
    if (known) return known
    const made = JSON.parse((await this.json()).toString()) as OpenApiDocument
    this.#tree = new WeakRef(made)
    return made
  }
}
