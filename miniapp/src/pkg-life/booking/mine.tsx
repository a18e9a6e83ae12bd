import { clockTime, exactTime, usePage, useSend, useSettings } from '@liren/client'
import { type BookingState, bookingEndpoints, bookingStates, type OwnBooking } from '@liren/contract/capabilities/booking'
import { useState } from 'react'
import type { IconName } from '@/look/icons'
import { PlainButton, PrimaryButton } from '@/parts/button'
import { CursorList } from '@/parts/cursor-list'
import { EmptyState } from '@/parts/empty-state'
import { ErrorNote } from '@/parts/error-panel'
import { Sheet } from '@/parts/sheet'
import { Tag, type Tone } from '@/parts/status-tag'
import { useToast } from '@/parts/toast'
import { Box } from '@/platform/elements'
import { useDidShow, usePull } from '@/platform/shown'
import { bookingWords as words } from '@/words/booking'
import { useSay } from '@/words/kit'

const looks: Readonly<Record<BookingState, { tone: Tone; icon: IconName }>> = {
  waiting: { tone: 'warning', icon: 'hourglass' },
  booked: { tone: 'info', icon: 'check' },
  'in-use': { tone: 'success', icon: 'arrow' },
  ended: { tone: 'neutral', icon: 'check' },
  missed: { tone: 'neutral', icon: 'alert' },
  refused: { tone: 'neutral', icon: 'return' },
  cancelled: { tone: 'neutral', icon: 'return' },
}

/** What one booked, the code as long as it opens, and the way back until the limit. */
export function Mine() {
  const say = useSay()
  const list = usePage(bookingEndpoints.mine, { query: { limit: 20 } }, { on: ['booking.'] })
  const [leaving, setLeaving] = useState<OwnBooking>()
  useDidShow(() => void list.reload())
  usePull(list.reload)
  return (
    <>
      <CursorList
        of={list}
        shape="cards"
        keyOf={({ id }) => id}
        empty={<EmptyState scene="calm" title={say(words.noBookings)} body={say(words.noBookingsBody)} />}
      >
        {(booking) => <Card booking={booking} onCancel={() => setLeaving(booking)} />}
      </CursorList>
      {leaving ? (
        <CancelSheet
          booking={leaving}
          onClose={() => setLeaving(undefined)}
          onDone={() => {
            setLeaving(undefined)
            void list.reload()
          }}
        />
      ) : null}
    </>
  )
}

const whenOf = ({ startsAt, endsAt }: OwnBooking): string => `${exactTime(startsAt)}–${clockTime(endsAt)}`

function Card({ booking, onCancel }: { booking: OwnBooking; onCancel: () => void }) {
  const say = useSay()
  const { language } = useSettings()
  return (
    <Box className="card stack gap-8" id={`booking-${booking.id}`}>
      <Box className="row between gap-8">
        <Box className="heading grow">{booking.space.name}</Box>
        <Tag {...looks[booking.state]} words={bookingStates[booking.state][language]} />
      </Box>
      <Box className="number">{whenOf(booking)}</Box>
      <Box className="secondary">
        {[booking.place, say(words.count(booking.people)), booking.purpose].filter((part) => part !== '').join(' · ')}
      </Box>
      {booking.code === null ? null : (
        <Box className="stack gap-8">
          <Box className="row between gap-8">
            <Box>{say(words.code)}</Box>
            <Box className="title number" id={`code-${booking.id}`}>
              {booking.code}
            </Box>
          </Box>
          <Box className="small">{say(words.codeHint(clockTime(booking.opensFrom), clockTime(booking.endsAt)))}</Box>
        </Box>
      )}
      {booking.reason === null ? null : <Box className="secondary">{booking.reason}</Box>}
      {booking.can.includes('cancel') ? (
        <>
          <Box className="small">{say(words.cancelUntil(exactTime(booking.cancelUntil)))}</Box>
          <PlainButton id={`cancel-${booking.id}`} onTap={onCancel}>
            {say(words.cancel)}
          </PlainButton>
        </>
      ) : null}
    </Box>
  )
}

function CancelSheet({ booking, onClose, onDone }: { booking: OwnBooking; onClose: () => void; onDone: () => void }) {
  const say = useSay()
  const toast = useToast()
  const { send, sending, error } = useSend(bookingEndpoints.drop)
  const cancel = async () => {
    if ((await send({ params: { id: booking.id }, body: { version: booking.version } })) === null) return
    toast(words.cancelled)
    onDone()
  }
  return (
    <Sheet
      open
      id="cancel-booking"
      title={say(words.cancelTitle)}
      onClose={onClose}
      footer={
        <PrimaryButton id="cancel-booking-send" busy={sending} onTap={() => void cancel()}>
          {say(words.cancel)}
        </PrimaryButton>
      }
    >
      <Box>{`${booking.space.name} · ${whenOf(booking)}`}</Box>
      <Box className="secondary">{say(words.cancelBody)}</Box>
      <ErrorNote error={error} />
    </Sheet>
  )
}
