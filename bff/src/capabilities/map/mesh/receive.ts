import { type ReadGlb, readGlb } from '@liren/contract/map/glb'
import { maxMeshBytes, meshErrors } from '@liren/contract/map/mesh'
import { refuseWith } from '../../../kernel/errors.ts'
import type { PrepareContext } from '../../../kernel/http/route.ts'
import type { Kernel } from '../../../kernel/kernel.ts'
import { receiveFile } from '../../../kernel/upload/receive.ts'

export interface ReceivedMesh {
  readonly read: ReadGlb
  readonly bytes: Buffer
  /** Digest of the bytes: a repeated request must bring the same file. */
  readonly content: string
}

const limit = { bytes: maxMeshBytes, tooLarge: () => refuseWith(meshErrors, 'map.mesh-too-large') }
const decoder = new TextDecoder('utf-8', { fatal: true })
export const decode = (bytes: Uint8Array): string => decoder.decode(bytes)

/** Takes the file in and reads it whole before anything is written. */
export const receiveMesh =
  (kernel: Kernel) =>
  async (ctx: PrepareContext, before?: () => Promise<void>): Promise<ReceivedMesh> => {
    try {
      await before?.()
      const bytes = await receiveFile(ctx.koa.req, limit)
      const read = readGlb(bytes, decode)
      if ('fault' in read) throw refuseWith(meshErrors, 'map.mesh-not-read', { faults: [{ path: 'file', ...read.fault }] })
      return { read, bytes, content: kernel.crypto.sm3(bytes).toString('hex') }
    } catch (error) {
      // the rest of the body may still be on its way
      ctx.koa.set('connection', 'close')
      throw error
    }
  }
