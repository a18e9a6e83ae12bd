import { z } from '@liren/contract'
import { protocol } from '../protocol.ts'
import { decodeNotice } from './codec.ts'
import { simulation } from './simulate.ts'
import { openTerminals } from './terminals.ts'

const addressSchema = z.object({
  /** `http://10.0.0.9`: where we ask it and listen to its stream; left out for devices that only push. */
  url: z.optional(z.string().check(z.regex(/^https?:\/\/[^/\s]+$/))),
  user: z._default(z.string().check(z.minLength(1), z.maxLength(60)), 'admin'),
  /** PEM of the certificate that it shows over HTTPS, where nobody else has signed it. */
  ca: z.optional(z.string().check(z.maxLength(8000))),
  /** We keep its stream of alerts open. */
  listens: z._default(z.boolean(), false),
  /** As it names itself in its notices; another one is refused. */
  mac: z.optional(z.string().check(z.regex(/^[0-9a-f]{2}(:[0-9a-f]{2}){5}$/))),
  lane: z.optional(z.number().check(z.int(), z.minimum(0), z.maximum(64))),
  /** Where the lane leads. */
  direction: z._default(z.enum(['in', 'out', 'unknown']), 'unknown'),
})
export type TerminalAddress = z.infer<typeof addressSchema>

/** Hikvision terminals, plate cameras and cameras. */
export const isapi = protocol<TerminalAddress>({
  name: 'isapi',
  text: 'Hikvision ISAPI terminals and cameras; they post to /isapi/<code>/<secret>, or their alert stream is read',
  address: addressSchema,
  isText: true,
  decode: decodeNotice,
  open: openTerminals,
  simulate: simulation,
})
