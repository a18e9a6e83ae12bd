import { z } from '@liren/contract'

const flagOf = (yes: number, no: readonly number[]) =>
  z.optional(z.number().check(z.refine((value) => value === yes || no.includes(value), { error: 'a number without a meaning' })))
const code = () => z.union([z.string().check(z.regex(/^[0-9A-Za-z]{1,8}$/)), z.number().check(z.int(), z.minimum(0), z.maximum(9999))])

/** The items of GB/T 24476 under the names of its chapters 8 to 11. "No" is 0 in some systems and 2 in others. */
export const itemsSchema = z.object({
  serviceMode: z.optional(z.number().check(z.int(), z.minimum(0), z.maximum(7))),
  carStatus: flagOf(1, [0]),
  carDirection: z.optional(z.number().check(z.int(), z.minimum(0), z.maximum(2))),
  doorZone: flagOf(1, [0, 2]),
  carPosition: z.optional(z.string().check(z.maxLength(8))),
  doorStatus: flagOf(1, [0, 2]),
  passengerStatus: flagOf(1, [0, 2]),
  speed: z.optional(z.number().check(z.minimum(-20), z.maximum(20))),
  totalRunningTime: z.optional(z.number().check(z.minimum(0))),
  presentCounterValue: z.optional(z.number().check(z.int(), z.minimum(0))),
})

export const reportSchema = z.object({
  id: z.optional(z.string().check(z.minLength(1), z.maxLength(80))),
  /** The lift: its registration code (20 digits), or its rescue number. */
  lift: z.string().check(z.regex(/^(\d{20}|\d{6})$/)),
  ts: z.optional(z.number().check(z.int(), z.minimum(0))),
  items: z.optional(itemsSchema),
  /** Begun or over, each by its code in the list of its source. */
  faults: z.optional(z.array(z.object({ code: code(), isActive: z._default(z.boolean(), true) })).check(z.maxLength(20))),
})
export type Report = z.infer<typeof reportSchema>

/** A state in the words of the vocabulary. */
export interface Items {
  readonly floor?: string
  readonly direction?: 'up' | 'down' | 'none'
  readonly door?: 'open' | 'closed'
  readonly isMoving?: boolean
  readonly speedMs?: number
  readonly mode?: 'normal' | 'maintenance' | 'fire' | 'firefighter' | 'emergency-power' | 'earthquake' | 'stopped' | 'unknown'
  readonly hasPassenger?: boolean
  readonly inDoorZone?: boolean
}

const modes = ['stopped', 'normal', 'maintenance', 'fire', 'firefighter', 'emergency-power', 'earthquake', 'unknown'] as const

/** Full-width digits and letters as lifts in China write them now and then. */
export const floorOf = (text: string): string => text.normalize('NFKC').trim().slice(0, 8)

export function stateOf(items: z.infer<typeof itemsSchema>): Items {
  const yes = (value: number | undefined): boolean | undefined => (value === undefined ? undefined : value === 1)
  const found = {
    floor: items.carPosition === undefined ? undefined : floorOf(items.carPosition),
    direction: items.carDirection === undefined ? undefined : (['none', 'up', 'down'] as const)[items.carDirection],
    door: items.doorStatus === undefined ? undefined : items.doorStatus === 1 ? 'closed' : 'open',
    isMoving: yes(items.carStatus),
    speedMs: items.speed,
    mode: items.serviceMode === undefined ? undefined : modes[items.serviceMode],
    hasPassenger: yes(items.passengerStatus),
    inDoorZone: yes(items.doorZone),
  }
  return Object.fromEntries(Object.entries(found).filter(([, value]) => value !== undefined)) as Items
}
