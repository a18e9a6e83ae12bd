import { z } from '@liren/contract'
import { protocol } from '../protocol.ts'
import { openCameras } from './cameras.ts'
import { decodePush } from './codec.ts'
import { simulation } from './simulate.ts'

const addressSchema = z.object({
  /** As a terminal names itself (`facesluiceId`, `DeviceID`); such messages need it. */
  deviceId: z.optional(z.string().check(z.regex(/^[A-Za-z0-9_-]{1,64}$/))),
  /** It hangs in the car of a lift. */
  inLift: z._default(z.boolean(), false),
})
export type CameraAddress = z.infer<typeof addressSchema>

/** Findings of cameras and records of face terminals, over HTTP and MQTT. */
export const cameraHttp = protocol<CameraAddress>({
  name: 'camera-http',
  text: 'findings of cameras and face terminals; they post to /camera/<code>/<secret>, or publish over MQTT',
  address: addressSchema,
  isText: true,
  decode: decodePush,
  open: openCameras,
  simulate: simulation,
})
