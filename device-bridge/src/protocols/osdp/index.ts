import { z } from '@liren/contract'
import { protocol } from '../protocol.ts'
import { decode } from './codec.ts'
import { openReaders } from './readers.ts'
import { simulation } from './simulate.ts'

const addressSchema = z.object({
  /** The gateway of its RS-485 line. */
  host: z.string().check(z.minLength(1)),
  port: z.number().check(z.int(), z.minimum(1), z.maximum(65_535)),
  address: z.number().check(z.int(), z.minimum(0), z.maximum(126)),
  check: z._default(z.enum(['crc', 'checksum']), 'crc'),
  everyMs: z._default(z.number().check(z.int(), z.minimum(50), z.maximum(10_000)), 200),
  door: z.optional(z.number().check(z.int(), z.minimum(0), z.maximum(256))),
  direction: z.optional(z.enum(['in', 'out'])),
})
export type OsdpAddress = z.infer<typeof addressSchema>

/** Card readers on RS-485. */
export const osdp = protocol<OsdpAddress>({
  name: 'osdp',
  text: 'OSDP card readers behind an RS-485 gateway; cards in Wiegand bits',
  address: addressSchema,
  decode,
  open: openReaders,
  simulate: simulation,
})
