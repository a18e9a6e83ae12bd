import { z } from '@liren/contract'
import { fieldsSchema } from '../../families/sensors/mapping.ts'
import { protocol } from '../protocol.ts'
import { decode, platforms } from './codec.ts'
import { openPlatforms } from './platforms.ts'
import { simulation } from './simulate.ts'

const addressSchema = z.object({
  /** Of a platform: which form its pushes have. */
  platform: z.optional(z.enum(platforms)),
  /** The address that its pushes come from. */
  from: z.optional(z.string().check(z.regex(/^[0-9a-f.:]{2,45}$/))),
  /** OneNET: the token by which it asks whether the address is ours. */
  token: z.optional(z.string().check(z.minLength(3), z.maxLength(100))),
  /** Of a sensor: as its platform names it. */
  id: z.optional(z.string().check(z.minLength(1), z.maxLength(64))),
  /** Where its values lie, in names or bytes. */
  fields: z.optional(fieldsSchema),
})
export type NbAddress = z.infer<typeof addressSchema>

/** NB-IoT sensors behind the platforms of the carriers. */
export const nbiot = protocol<NbAddress>({
  name: 'nbiot',
  text: 'NB-IoT sensors behind CTWing or OneNET, which push to /nbiot/<platform>/<secret>',
  address: addressSchema,
  isText: true,
  variants: platforms,
  decode,
  open: openPlatforms,
  simulate: simulation,
})
