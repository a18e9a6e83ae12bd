import { faceErrors } from '@liren/contract/capabilities/face'
import { refuseWith } from '../../kernel/errors.ts'
import type { PrepareContext } from '../../kernel/http/route.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { inspect } from '../../kernel/upload/inspect.ts'
import { receiveFile } from '../../kernel/upload/receive.ts'

export interface TakenFace {
  /** The small picture, drawn anew; no more of a face than a door needs. */
  readonly bytes: Buffer
  /** Digest of what came: a repeated request must bring the same picture. */
  readonly content: string
}

/** Receives a face into memory and nowhere else: nothing of it is written before it is sealed. */
export const receiveFace =
  (kernel: Kernel) =>
  async (ctx: PrepareContext): Promise<TakenFace> => {
    try {
      const bytes = await receiveFile(ctx.koa.req)
      const { kind, thumb } = await inspect(bytes)
      if (kind !== 'image' || !thumb) throw refuseWith(faceErrors, 'face.picture-only')
      return { bytes: thumb, content: kernel.crypto.sm3(bytes).toString('hex') }
    } catch (error) {
      ctx.koa.set('connection', 'close')
      throw error
    }
  }
