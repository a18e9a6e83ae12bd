import { z } from '@liren/contract'
import { protocol } from '../protocol.ts'
import { decode } from './codec.ts'
import { type FaultList, faultLists } from './faults.ts'
import { openLifts } from './lifts.ts'
import { simulation } from './simulate.ts'

const addressSchema = z.object({
  /** 设备注册代码. */
  registration: z.optional(z.string().check(z.regex(/^\d{20}$/))),
  /** The number of the rescue line, 96333 in many cities. */
  rescueNumber: z.optional(z.string().check(z.regex(/^\d{6}$/))),
  /** Whose numbers its faults have. */
  list: z._default(z.enum(Object.keys(faultLists) as FaultList[]), 'gb-2017'),
})
export type LiftAddress = z.infer<typeof addressSchema>

/** Lifts with the items of GB/T 24476. */
export const gb24476 = protocol<LiftAddress>({
  name: 'gb24476',
  text: 'Lifts: items and faults of GB/T 24476 over MQTT (lift/<code>/report) or HTTP (/lift/<code>/<secret>)',
  address: addressSchema,
  isText: true,
  decode,
  open: openLifts,
  simulate: simulation,
})
