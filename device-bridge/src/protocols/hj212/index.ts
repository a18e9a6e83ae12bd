import { z } from '@liren/contract'
import { badFrame, type Decoded, goodFrame, protocol } from '../protocol.ts'
import { parseData } from './codec.ts'
import { cutFrame } from './frame.ts'
import { openStations } from './listen.ts'
import { simulation } from './simulate.ts'

const addressSchema = z.object({
  /** The station's own number, up to 24 characters. */
  mn: z.string().check(z.regex(/^[0-9A-Za-z_-]{1,24}$/)),
  /** Its access code. */
  pw: z.string().check(z.minLength(1), z.maxLength(32)),
  /** In what it counts dust; the packets do not say. */
  dust: z.optional(z.enum(['ug', 'mg'])),
})
export type StationAddress = z.infer<typeof addressSchema>

function decode(bytes: Buffer): Decoded {
  const cut = cutFrame(bytes)
  if (!cut.ok) return badFrame(cut.at, cut.why)
  const parsed = parseData(cut.data)
  return parsed.ok ? goodFrame(parsed.packet) : badFrame(6 + parsed.at, parsed.why)
}

/** Stations that measure air, dust, noise and water. */
export const hj212 = protocol<StationAddress>({
  name: 'hj212',
  text: 'HJ 212-2017 environment stations; they dial in over TCP',
  address: addressSchema,
  isText: true,
  decode,
  open: openStations,
  simulate: simulation,
})
