import { type ReadIfc, readIfc } from '@liren/contract/map/ifc'
import { ifcErrors, maxIfcBytes } from '@liren/contract/map/ifc-model'
import { refuseWith } from '../../../kernel/errors.ts'
import type { PrepareContext } from '../../../kernel/http/route.ts'
import type { Kernel } from '../../../kernel/kernel.ts'
import { receiveFile } from '../../../kernel/upload/receive.ts'
import { textOf } from '../overlay/receive.ts'

export interface ReceivedIfc {
  readonly read: ReadIfc
  readonly bytes: number
  /** Digest of the bytes: a repeated request must bring the same file. */
  readonly content: string
}

const limit = { bytes: maxIfcBytes, tooLarge: () => refuseWith(ifcErrors, 'map.ifc-too-large') }

/** Takes the file in and reads it whole before anything is written; whoever may not see the building is told so first. */
export async function receiveIfc(kernel: Kernel, ctx: PrepareContext, before: () => Promise<unknown>): Promise<ReceivedIfc> {
  try {
    await before()
    const bytes = await receiveFile(ctx.koa.req, limit)
    const read = readIfc(textOf(bytes))
    if ('fault' in read) throw refuseWith(ifcErrors, 'map.ifc-not-read', { faults: [{ path: 'file', ...read.fault }] })
    return { read, bytes: bytes.length, content: kernel.crypto.sm3(bytes).toString('hex') }
  } catch (error) {
    // the rest of the body may still be on its way
    ctx.koa.set('connection', 'close')
    throw error
  }
}
