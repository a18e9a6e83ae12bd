import { z } from '@liren/contract'
import { openBusMeters } from '../bus-meters.ts'
import { protocol } from '../protocol.ts'
import { decodeFrame } from './codec.ts'
import { language } from './meter.ts'
import { simulation } from './simulate.ts'

const hexByte = () => z.number().check(z.int(), z.minimum(0), z.maximum(255))

const addressSchema = z.object({
  host: z.string().check(z.minLength(1)),
  port: z.number().check(z.int(), z.minimum(1), z.maximum(65_535)),
  /** Fourteen digits in the order of the standard; a vendor that prints wire order is turned round here. */
  meter: z.string().check(z.regex(/^(\d{14}|a{14})$/)),
  /** 16 cold water, 17 hot water, 32 heat, 33 cooling, 48 gas. */
  type: z.number().check(z.int(), z.minimum(0x10), z.maximum(0x49)),
  /** Whether it wants the identifier as 1F 90. */
  isSwapped: z._default(z.boolean(), false),
  /** 4 by the standard; one vendor moves its valve by 42 (2A). */
  valveControl: z._default(hexByte(), 0x04),
  everySeconds: z._default(z.number().check(z.int(), z.minimum(1), z.maximum(86_400)), 3600),
  timeoutMs: z._default(z.number().check(z.int(), z.minimum(50), z.maximum(60_000)), 3000),
})
export type MeterAddress = z.infer<typeof addressSchema>

/** Water, gas and heat meters behind a gateway. */
export const cjt188 = protocol<MeterAddress>({
  name: 'cjt188',
  text: 'CJ/T 188-2004 water, gas and heat meters behind a TCP gateway',
  address: addressSchema,
  decode: decodeFrame,
  open: (deps) => openBusMeters(deps, language),
  simulate: simulation,
})
