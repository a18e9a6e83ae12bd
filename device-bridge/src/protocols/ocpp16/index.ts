import { z } from '@liren/contract'
import { badFrame, type Decoded, goodFrame, protocol } from '../protocol.ts'
import { openPiles } from './listen.ts'
import { readMessage } from './rpc.ts'
import { isAction, requests } from './schemas.ts'
import { simulation } from './simulate.ts'

const addressSchema = z.object({
  /** The last part of the address under which the pile dials in; its code unless said. */
  identity: z.optional(z.string().check(z.minLength(1), z.maxLength(48))),
  /** Profile 1 unless a pile cannot: then it is known by its identity alone, and by its network. */
  security: z._default(z.enum(['basic', 'none']), 'basic'),
  heartbeatSeconds: z._default(z.number().check(z.int(), z.minimum(10), z.maximum(86_400)), 60),
  /** Reads what piles are known to send wrongly without changing its meaning. */
  isLenient: z._default(z.boolean(), true),
  /** Piles without subprotocol header are refused unless said. */
  needsSubprotocol: z._default(z.boolean(), true),
  /** Free charging: any card will do. */
  acceptsEveryCard: z._default(z.boolean(), false),
})
export type PileAddress = z.infer<typeof addressSchema>

function decode(bytes: Buffer): Decoded {
  const read = readMessage(bytes)
  if (!read.ok) return badFrame(read.at, read.why)
  const { message } = read
  if (message.kind !== 'call' || !isAction(message.action)) return goodFrame(message)
  const parsed = z.safeParse(requests[message.action], message.payload)
  if (parsed.success) return goodFrame(message)
  const faults = parsed.error.issues.map((issue) => `${issue.path.join('.') || message.action}: ${issue.message}`)
  return goodFrame({ ...message, faults })
}

/** Charging piles that speak JSON over WebSocket. */
export const ocpp16 = protocol<PileAddress>({
  name: 'ocpp16',
  text: 'OCPP 1.6J charging piles; they dial in at /ocpp/<identity>',
  address: addressSchema,
  isText: true,
  decode,
  open: openPiles,
  simulate: simulation,
})
