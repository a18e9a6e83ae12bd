import { z } from '@liren/contract'
import { badFrame, type Decoded, goodFrame, protocol } from '../protocol.ts'
import { cutPiece } from './frame.ts'
import { openQrReaders } from './readers.ts'
import { simulation } from './simulate.ts'

const addressSchema = z.object({
  /** A reader behind a serial gateway; left out by those that post. */
  host: z.optional(z.string().check(z.minLength(1))),
  port: z.optional(z.number().check(z.int(), z.minimum(1), z.maximum(65_535))),
  /** Where the code stands in what is posted. */
  field: z._default(z.string().check(z.minLength(1), z.maxLength(60)), 'code'),
  door: z.optional(z.number().check(z.int(), z.minimum(0), z.maximum(256))),
  direction: z.optional(z.enum(['in', 'out'])),
})
export type QrAddress = z.infer<typeof addressSchema>

function decode(bytes: Buffer): Decoded {
  const cut = cutPiece(bytes)
  if (!cut.ok) return badFrame(cut.at, cut.why)
  const { ok, data, ...head } = cut
  return goodFrame({ ...head, text: data.toString('utf8') })
}

/** Readers of QR codes. */
export const qrReader = protocol<QrAddress>({
  name: 'qr-reader',
  text: 'QR readers: lines or 55 AA frames behind a gateway, or posted to /qr/<code>/<secret>',
  address: addressSchema,
  decode,
  open: openQrReaders,
  simulate: simulation,
})
