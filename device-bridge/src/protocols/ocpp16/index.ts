import { z } from '@liren/contract'
import { pileAddress } from '../../families/ocpp/address.ts'
import { decodeCalls } from '../../families/ocpp/decode.ts'
import { protocol } from '../protocol.ts'
import { openPiles } from './listen.ts'
import { requests } from './schemas.ts'
import { simulation } from './simulate.ts'

const addressSchema = z.object({
  ...pileAddress,
  /** Reads what piles are known to send wrongly without changing its meaning. */
  isLenient: z._default(z.boolean(), true),
})
export type PileAddress = z.infer<typeof addressSchema>

/** Charging piles that speak JSON over WebSocket. */
export const ocpp16 = protocol<PileAddress>({
  name: 'ocpp16',
  text: 'OCPP 1.6J charging piles; they dial in at /ocpp/<identity>',
  address: addressSchema,
  isText: true,
  decode: decodeCalls(requests),
  open: openPiles,
  simulate: simulation,
})
