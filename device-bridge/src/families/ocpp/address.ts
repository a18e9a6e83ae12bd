import { z } from '@liren/contract'

/** How a pile is known, whatever its version. */
export const pileAddress = {
  /** The last part of the address under which the pile dials in; its code unless said. */
  identity: z.optional(z.string().check(z.minLength(1), z.maxLength(48))),
  /**
   * `basic`: its password (profile 1, over TLS as well). `tls`: its password, and over TLS only (profile 2). `certificate`:
   * its own certificate over TLS (profile 3). `none`: known by its identity alone, and by its network.
   */
  security: z._default(z.enum(['basic', 'tls', 'certificate', 'none']), 'basic'),
  heartbeatSeconds: z._default(z.number().check(z.int(), z.minimum(10), z.maximum(86_400)), 60),
  /** Piles without subprotocol header are refused unless said. */
  needsSubprotocol: z._default(z.boolean(), true),
  /** Free charging: any card will do. */
  acceptsEveryCard: z._default(z.boolean(), false),
}
const shape = z.object(pileAddress)
export type AnyPileAddress = z.infer<typeof shape>
