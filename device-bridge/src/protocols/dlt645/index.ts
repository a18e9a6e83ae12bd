import { z } from '@liren/contract'
import { openBusMeters } from '../bus-meters.ts'
import { protocol } from '../protocol.ts'
import { decodeFrame } from './codec.ts'
import { language } from './meter.ts'
import { simulation } from './simulate.ts'

const addressSchema = z.object({
  host: z.string().check(z.minLength(1)),
  port: z.number().check(z.int(), z.minimum(1), z.maximum(65_535)),
  /** Twelve digits as printed. All A asks whoever is alone on the line. */
  meter: z.string().check(z.regex(/^(\d{12}|a{12})$/)),
  phases: z._default(z.union([z.literal(1), z.literal(3)]), 1),
  everySeconds: z._default(z.number().check(z.int(), z.minimum(1), z.maximum(86_400)), 900),
  timeoutMs: z._default(z.number().check(z.int(), z.minimum(50), z.maximum(30_000)), 2000),
  /** Level and password, eight hex digits, where the relay may be moved. */
  password: z.optional(z.string().check(z.regex(/^[0-9a-f]{8}$/))),
  operator: z._default(z.string().check(z.regex(/^[0-9a-f]{8}$/)), '00000000'),
})
export type MeterAddress = z.infer<typeof addressSchema>

/** Electricity meters behind a gateway, one question at a time on each line. */
export const dlt645 = protocol<MeterAddress>({
  name: 'dlt645',
  text: 'DL/T 645-2007 electricity meters behind a TCP gateway; 1997 is read by decode',
  address: addressSchema,
  decode: decodeFrame,
  open: (deps) => openBusMeters(deps, language),
  simulate: simulation,
})
