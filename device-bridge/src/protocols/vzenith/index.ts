import { z } from '@liren/contract'
import { protocol } from '../protocol.ts'
import { openCameras } from './cameras.ts'
import { decodePush } from './codec.ts'
import { simulation } from './simulate.ts'

const output = () => z.number().check(z.int(), z.minimum(0), z.maximum(3))
const addressSchema = z.object({
  /** As every message of the camera names it. */
  serial: z.string().check(z.minLength(1), z.maxLength(64)),
  lane: z.optional(z.number().check(z.int(), z.minimum(0), z.maximum(64))),
  /** Where the lane leads. */
  direction: z._default(z.enum(['in', 'out', 'unknown']), 'unknown'),
  /** Output that raises the barrier by a pulse, and another one that lowers it where there is such. */
  openOutput: z._default(output(), 0),
  closeOutput: z.optional(output()),
  /** Input that is closed while the barrier is up. */
  gateInput: z.optional(z.number().check(z.int(), z.minimum(0), z.maximum(4))),
  /** The camera asks again after each answer: then its questions wait for an order, and its results are answered at once. */
  isComet: z._default(z.boolean(), true),
})
export type CameraAddress = z.infer<typeof addressSchema>

/** Plate cameras of Vzenith that push over HTTP and take their orders in the answers. */
export const vzenith = protocol<CameraAddress>({
  name: 'vzenith',
  text: 'Vzenith plate cameras; they post to /vzenith/<code>/<secret>',
  address: addressSchema,
  isText: true,
  decode: decodePush,
  open: openCameras,
  simulate: simulation,
})
