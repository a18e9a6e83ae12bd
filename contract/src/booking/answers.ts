import { daySchema, idSchema, instantSchema, versionSchema } from '../kernel/id.ts'
import { field, L1, L2, L3 } from '../kernel/level.ts'
import { z } from '../kernel/zod.ts'
import { type ArmingPlan, planSchema } from '../zone/plan.ts'
import { bookingStateNames, slotStateNames, tryResultNames } from './words.ts'

const whole = (from: number, to: number) => z.number().check(z.int(), z.minimum(from), z.maximum(to))
/** Stretches of the week in which it is open. */
export type OpenHours = ArmingPlan

/** What somebody lays down about booking one space. */
export const roomRules = {
  isOpen: z.boolean(),
  hours: planSchema,
  slotMinutes: whole(15, 720),
  aheadDays: whole(1, 90),
  /** How many open bookings one household may have of it. */
  mostOpen: whole(1, 20),
  needsApproval: z.boolean(),
  capacity: whole(1, 10_000),
  rules: z.string().check(z.trim(), z.maxLength(500)),
  /** So long before the slot the code opens already. */
  earlyMinutes: whole(0, 60),
  /** Residents may cancel until so long before the slot. */
  cancelMinutes: whole(0, 2880),
  closedDays: z.array(z.object({ day: daySchema(), reason: z.string().check(z.trim(), z.maxLength(60)) })).check(z.maxLength(60)),
}
const device = z.object({ id: idSchema(), name: z.string() })

export const roomSchema = L2(
  z.object({
    id: idSchema(),
    name: z.string(),
    place: z.string(),
    /** Null where nobody said yet how it is booked. */
    booking: z.nullable(
      z.object({ ...roomRules, lock: z.nullable(device), lockDoor: z.nullable(whole(1, 256)), reader: z.nullable(device) }),
    ),
    version: versionSchema(),
  }),
)
export type BookingRoom = z.infer<typeof roomSchema>

const booked = {
  id: idSchema(),
  space: z.object({ id: idSchema(), name: z.string() }),
  startsAt: instantSchema(),
  endsAt: instantSchema(),
  state: z.enum(bookingStateNames),
  people: z.number(),
  purpose: z.string(),
  reason: z.nullable(z.string()),
  bookedAt: instantSchema(),
  version: versionSchema(),
}

export const bookingSchema = L2(
  z.object({
    ...booked,
    house: z.string(),
    booker: field(z.string(), { level: 'L3', key: 'person.name', mask: 'name' }),
    openedAt: z.nullable(instantSchema()),
    /** Falsified by shorter hours or a day that was closed since. */
    isWithinHours: z.boolean(),
    can: z.array(z.enum(['decide', 'cancel'])),
  }),
)
export type Booking = z.infer<typeof bookingSchema>

/** What whoever booked sees, the code as long as it may open. */
export const ownBookingSchema = L2(
  z.object({
    ...booked,
    place: z.string(),
    code: z.nullable(L3(z.string())),
    opensFrom: instantSchema(),
    cancelUntil: instantSchema(),
    can: z.array(z.enum(['cancel'])),
  }),
)
export type OwnBooking = z.infer<typeof ownBookingSchema>

export const openRoomSchema = L2(
  z.object({
    id: idSchema(),
    name: z.string(),
    place: z.string(),
    capacity: z.number(),
    rules: z.string(),
    hours: planSchema,
    slotMinutes: z.number(),
    aheadDays: z.number(),
    mostOpen: z.number(),
    needsApproval: z.boolean(),
    cancelMinutes: z.number(),
    hasLock: z.boolean(),
  }),
)
export type OpenRoom = z.infer<typeof openRoomSchema>

export const slotsSchema = L2(
  z.object({
    day: daySchema(),
    /** Why nothing is open on a closed day. */
    closed: z.nullable(z.string()),
    slots: z.array(z.object({ startsAt: instantSchema(), endsAt: instantSchema(), state: z.enum(slotStateNames) })),
  }),
)
export type BookingSlots = z.infer<typeof slotsSchema>

export const trySchema = L2(
  z.object({
    id: L1(idSchema()),
    at: instantSchema(),
    result: z.enum(tryResultNames),
    space: z.string(),
    device: z.string(),
    bookingId: z.nullable(idSchema()),
  }),
)
export type BookingTry = z.infer<typeof trySchema>
