import { text } from '@liren/contract'
import { booking as contract } from '@liren/contract/capabilities/booking'
import type { CapabilityFactory } from '../../kernel/capability.ts'
import { answerLocks, wakeLocks } from './door.ts'
import { overJob } from './due.ts'
import { bookingData } from './personal.ts'
import { bookingRoutes } from './routes.ts'
import { codeAt, normaliseCode } from './row.ts'

const least = text('平台下限', 'The least that this platform keeps')
const kept = { action: 'delete' as const, leastDays: 30, usualDays: 365, basis: least }

/** Public spaces by the slot: one household each, and the code of a booking opens its lock in its slot only. */
export const booking: CapabilityFactory = (kernel) => ({
  contract,
  routes: bookingRoutes(kernel),
  consumers: [answerLocks(kernel), wakeLocks(kernel)],
  jobs: [overJob(kernel)],
  personal: [bookingData(kernel)],
  sealed: [{ ...codeAt, blindColumn: 'code_index', normalise: normaliseCode }],
  placedTables: ['booking_rooms', 'bookings'],
  retained: [
    {
      ...{ ...kept, class: 'booking', text: text('场地预约', 'Bookings of spaces'), table: 'bookings', at: 'ends_at' },
      about: [{ subject: 'user', column: 'user_id' }],
    },
    {
      ...{ ...kept, class: 'booking-try', text: text('预约开门记录', 'Codes at the locks of spaces') },
      ...{ table: 'booking_tries', at: 'tried_at', about: [] },
    },
  ],
})
