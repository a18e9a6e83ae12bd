import { z } from '@liren/contract'
import { protocol } from '../protocol.ts'
import { decodeFrame } from './codec.ts'
import { openPlatform } from './platform.ts'
import { simulation } from './simulate.ts'

const addressSchema = z.object({
  /** The pile's own number, fourteen digits. */
  pile: z.string().check(z.regex(/^\d{14}$/)),
  /** Where it must come from: the protocol itself knows no secret. */
  from: z.optional(z.string().check(z.regex(/^[0-9a-f.:]{2,45}$/))),
  /** Its SIM as it tells it at its login; another one is refused. */
  sim: z.optional(z.string().check(z.regex(/^[0-9A-F]{20}$/))),
  /** Its bodies are encrypted; the key is its secret. A plain frame of it is refused then. */
  cipher: z.optional(
    z.object({
      mode: z.enum(['ecb', 'cbc']),
      padding: z.enum(['pkcs7', 'zero']),
      iv: z.optional(z.string().check(z.regex(/^[0-9a-fA-F]{16}$/))),
    }),
  ),
  /** Piles limit their power in percent of this. */
  ratedW: z.optional(z.number().check(z.minimum(100), z.maximum(1e7))),
  /** Free charging: any card will do. */
  acceptsEveryCard: z._default(z.boolean(), false),
  /** How much a charging may cost where the order does not say. */
  balanceFen: z._default(z.number().check(z.int(), z.minimum(0), z.maximum(100_000_000)), 10_000),
})
export type PileAddress = z.infer<typeof addressSchema>

/** Charging piles that dial the platform and speak 云快充 1.5 or 1.6. */
export const ykc = protocol<PileAddress>({
  name: 'ykc',
  text: '云快充 1.5 and 1.6 charging piles; they dial in over TCP',
  address: addressSchema,
  decode: decodeFrame,
  open: openPlatform,
  simulate: simulation,
})
