import { z } from '@liren/contract'
import { pileAddress } from '../../families/ocpp/address.ts'
import { decodeCalls } from '../../families/ocpp/decode.ts'
import { protocol } from '../protocol.ts'
import { openStations } from './listen.ts'
import { requests, tokenTypes } from './schemas.ts'
import { simulation } from './simulate.ts'

const addressSchema = z.object({
  ...pileAddress,
  /** Of what kind the tokens of the platform are, as its stations know them. */
  tokenType: z._default(z.enum(tokenTypes), 'Central'),
})
export type StationAddress = z.infer<typeof addressSchema>

/** Charging stations that speak JSON over WebSocket in the newer version. */
export const ocpp201 = protocol<StationAddress>({
  name: 'ocpp201',
  text: 'OCPP 2.0.1 charging stations; they dial in at /ocpp201/<identity>',
  address: addressSchema,
  isText: true,
  decode: decodeCalls(requests),
  open: openStations,
  simulate: simulation,
})
