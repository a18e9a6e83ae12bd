import { fileErrors, maxFileBytes } from '@liren/contract/capabilities/file'
import { atMost } from '../crypto/at-most.ts'
import { refuseWith } from '../errors.ts'
import { hidesSomething } from './dangers.ts'
import { redraw } from './image.ts'
import { checkPdf } from './pdf.ts'
import { typeOf } from './sniff.ts'

/** What is kept of an upload. */
export interface Accepted {
  readonly kind: 'image' | 'pdf' | 'text'
  readonly type: 'image/jpeg' | 'image/png' | 'application/pdf' | 'text/plain; charset=utf-8'
  readonly main: Buffer
  readonly thumb: Buffer | null
  readonly width: number | null
  readonly height: number | null
}

/** Decoding takes memory and a core; the others wait. */
const gate = atMost(2)

/** Looks at the bytes themselves and makes of them what may be kept, or refuses with the reason. */
export async function inspect(bytes: Buffer): Promise<Accepted> {
  if (bytes.length === 0) throw refuseWith(fileErrors, 'file.empty')
  if (bytes.length > maxFileBytes) throw refuseWith(fileErrors, 'file.too-large')
  const type = typeOf(bytes)
  if (type === undefined) throw refuseWith(fileErrors, 'file.type-refused')
  if (type === 'heic') throw refuseWith(fileErrors, 'file.heic-refused')
  if (type === 'pdf') {
    checkPdf(bytes)
    return { kind: 'pdf', type: 'application/pdf', main: bytes, thumb: null, width: null, height: null }
  }
  if (type === 'text') {
    if (hidesSomething(bytes)) throw refuseWith(fileErrors, 'file.dangerous')
    return { kind: 'text', type: 'text/plain; charset=utf-8', main: bytes, thumb: null, width: null, height: null }
  }
  return gate(async () => ({ kind: 'image', ...(await redraw(bytes, type)) }))
}
