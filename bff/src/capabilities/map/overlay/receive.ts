import { type ReadGeoJson, readGeoJson } from '@liren/contract/map/geojson'
import { maxOverlayBytes, overlayErrors } from '@liren/contract/map/overlay'
import { refuseWith } from '../../../kernel/errors.ts'
import type { PrepareContext } from '../../../kernel/http/route.ts'
import type { Kernel } from '../../../kernel/kernel.ts'
import { receiveFile } from '../../../kernel/upload/receive.ts'

export interface ReceivedOverlay {
  readonly read: ReadGeoJson
  /** Digest of the bytes: a repeated request must bring the same file. */
  readonly content: string
}

const limit = { bytes: maxOverlayBytes, tooLarge: () => refuseWith(overlayErrors, 'map.overlay-too-large') }

/** Takes the file in and reads it whole before anything is written. */
export const receiveOverlay =
  (kernel: Kernel) =>
  async (ctx: PrepareContext): Promise<ReceivedOverlay> => {
    try {
      const bytes = await receiveFile(ctx.koa.req, limit)
      const read = readGeoJson(textOf(bytes))
      if ('faults' in read) throw refuseWith(overlayErrors, 'map.overlay-not-read', { faults: [...read.faults] })
      return { read, content: kernel.crypto.sm3(bytes).toString('hex') }
    } catch (error) {
      // the rest of the body may still be on its way
      ctx.koa.set('connection', 'close')
      throw error
    }
  }

/** What is not UTF-8 is nothing that we read either. */
export function textOf(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return ''
  }
}
