import { type Booking, type BookingState, bookingStates, type TryResult, tryResults } from '@liren/contract/capabilities/booking'
import { useText } from '../../app/language/use.ts'
import { type Status, StatusTag } from '../../parts/tag/status-tag.tsx'

const looks: Readonly<Record<BookingState, Status>> = {
  waiting: { tone: 'warning', icon: 'hourglass' },
  booked: { tone: 'info', icon: 'clock' },
  'in-use': { tone: 'success', icon: 'play' },
  ended: { tone: 'neutral', icon: 'check' },
  missed: { tone: 'neutral', icon: 'close' },
  refused: { tone: 'neutral', icon: 'close' },
  cancelled: { tone: 'neutral', icon: 'close' },
}

export function BookingTag({ state }: { state: BookingState }) {
  const say = useText()
  return <StatusTag {...looks[state]}>{say(bookingStates[state])}</StatusTag>
}

export function TryTag({ result }: { result: TryResult }) {
  const say = useText()
  const look: Status = result === 'opened' ? { tone: 'success', icon: 'check' } : { tone: 'warning', icon: 'close' }
  return <StatusTag {...look}>{say(tryResults[result])}</StatusTag>
}

/** 2026-03-02 09:00–10:00, by the clocks of the community. */
export const slotText = ({ startsAt, endsAt }: Pick<Booking, 'startsAt' | 'endsAt'>, exact: (at: number) => string): string =>
  `${exact(Date.parse(startsAt)).slice(0, 16)}–${exact(Date.parse(endsAt)).slice(11, 16)}`
