import type { BookingState, OpenHours, TryResult } from '@liren/contract/capabilities/booking'
import type { Kernel } from '../../kernel/kernel.ts'
import { scopedTable } from '../../kernel/store/scope.ts'

export const bookingColumns = { placePath: 'place_path', owner: 'user_id', also: ['house_id', 'space_id'] }
scopedTable('booking_rooms', { placePath: 'place_path', also: ['space_id'] })
scopedTable('bookings', bookingColumns)
scopedTable('booking_tries', { placePath: 'place_path', also: ['space_id', 'booking_id'] })

export const minute = 60_000

export interface RoomRow {
  readonly space_id: string
  readonly place_path: string
  readonly is_open: number
  readonly hours: string
  readonly slot_minutes: number
  readonly ahead_days: number
  readonly most_open: number
  readonly needs_approval: number
  readonly capacity: number
  readonly rules: string
  readonly early_minutes: number
  readonly cancel_minutes: number
  readonly closed_days: string
  readonly lock_id: string | null
  readonly lock_door: number | null
  readonly reader_id: string | null
  readonly version: number
}

export interface ClosedDay {
  readonly day: string
  readonly reason: string
}

/** What is laid down about booking a space, as numbers and lists. */
export interface Rules {
  readonly isOpen: boolean
  readonly hours: OpenHours
  readonly slotMinutes: number
  readonly aheadDays: number
  readonly mostOpen: number
  readonly needsApproval: boolean
  readonly capacity: number
  readonly rules: string
  readonly earlyMinutes: number
  readonly cancelMinutes: number
  readonly closedDays: ClosedDay[]
}

export const rulesOf = (row: RoomRow): Rules => ({
  ...{ isOpen: Number(row.is_open) === 1, needsApproval: Number(row.needs_approval) === 1, rules: row.rules },
  ...{ hours: JSON.parse(row.hours) as OpenHours, closedDays: JSON.parse(row.closed_days) as ClosedDay[] },
  ...{ slotMinutes: Number(row.slot_minutes), aheadDays: Number(row.ahead_days), mostOpen: Number(row.most_open) },
  ...{ capacity: Number(row.capacity), earlyMinutes: Number(row.early_minutes), cancelMinutes: Number(row.cancel_minutes) },
})

export interface BookingRow {
  readonly id: string
  readonly space_id: string
  readonly place_path: string
  readonly starts_at: number
  readonly ends_at: number
  readonly slot_key: string | null
  readonly state: BookingState
  readonly user_id: string | null
  readonly house_id: string
  readonly people: number
  readonly purpose: string
  readonly code_sealed: string
  readonly code_index: string
  readonly reason: string | null
  readonly booked_at: number
  readonly decided_by: string | null
  readonly opened_at: number | null
  readonly version: number
}

export interface TryRow {
  readonly id: string
  readonly space_id: string
  readonly place_path: string
  readonly device_id: string
  readonly event_id: string
  readonly booking_id: string | null
  readonly result: TryResult
  readonly tried_at: number
}

export const codeAt = { table: 'bookings', column: 'code_sealed' }
/** As it is typed: a keypad sends digits, some of them with the key that ends it. */
export const normaliseCode = (typed: string): string => typed.replace(/\D/g, '')

export const codeOf = ({ sealer }: Pick<Kernel, 'sealer'>, row: BookingRow): string =>
  sealer.open(row.code_sealed, { ...codeAt, row: row.id })

export const slotKey = (spaceId: string, startsAt: number): string => `${spaceId}:${Math.floor(startsAt / minute)}`
export const isOpenState = (state: BookingState): boolean => state === 'waiting' || state === 'booked' || state === 'in-use'
