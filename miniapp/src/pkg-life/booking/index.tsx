import { useCall } from '@liren/client'
import { bookingEndpoints, type OpenRoom } from '@liren/contract/capabilities/booking'
import { useState } from 'react'
import { PrimaryButton } from '@/parts/button'
import { EmptyState } from '@/parts/empty-state'
import { Loaded } from '@/parts/loaded'
import { Page } from '@/parts/page'
import { PermissionGate } from '@/parts/permission-gate'
import { Segmented } from '@/parts/segmented'
import { Tag } from '@/parts/status-tag'
import { Box } from '@/platform/elements'
import { useParams } from '@/platform/nav'
import { useDidShow, usePull } from '@/platform/shown'
import { bookingWords as words } from '@/words/booking'
import { type Say, useSay } from '@/words/kit'
import { Mine } from './mine'
import { SlotSheet } from './slot-sheet'

type View = keyof typeof words.views
const views = Object.keys(words.views) as View[]

/** Public spaces of one's own estate by the slot, and what one booked. */
export default function BookingPage() {
  const say = useSay()
  return (
    <Page page="pkg-life/booking" title={words.title}>
      <PermissionGate house permission="booking.book" preview={say(words.preview)}>
        <Bookings />
      </PermissionGate>
    </Page>
  )
}

function Bookings() {
  const say = useSay()
  const params = useParams()
  const [view, setView] = useState<View>(params.view === 'mine' ? 'mine' : 'spaces')
  return (
    <>
      <Segmented
        label={say(words.title)}
        value={view}
        onChange={setView}
        options={views.map((value) => ({ value, words: say(words.views[value]) }))}
      />
      {view === 'spaces' ? <Spaces onBooked={() => setView('mine')} /> : <Mine />}
    </>
  )
}

function Spaces({ onBooked }: { onBooked: () => void }) {
  const say = useSay()
  const call = useCall(bookingEndpoints.open, { query: {} }, { keep: true })
  const [chosen, setChosen] = useState<OpenRoom>()
  useDidShow(() => void call.reload())
  usePull(call.reload)
  return (
    <>
      <Loaded of={call} shape="cards">
        {({ items }) =>
          items.length === 0 ? (
            <EmptyState scene="calm" title={say(words.none)} body={say(words.noneBody)} />
          ) : (
            items.map((room) => <RoomCard key={room.id} room={room} onChoose={() => setChosen(room)} />)
          )
        }
      </Loaded>
      {chosen ? <SlotSheet room={chosen} onClose={() => setChosen(undefined)} onBooked={onBooked} /> : null}
    </>
  )
}

const daysOf = (say: Say, days: readonly number[]): string =>
  days.length === 7 ? say(words.daily) : say(words.week(days.map((day) => say(words.weekdays)[day - 1]).join('')))

function RoomCard({ room, onChoose }: { room: OpenRoom; onChoose: () => void }) {
  const say = useSay()
  return (
    <Box className="card stack gap-8" id={`space-${room.id}`}>
      <Box className="row between gap-8">
        <Box className="heading grow">{room.name}</Box>
        {room.needsApproval ? <Tag tone="neutral" icon="hourglass" words={say(words.approval)} /> : null}
      </Box>
      <Box className="secondary">{[room.place, say(words.holds(room.capacity))].filter((part) => part !== '').join(' · ')}</Box>
      {room.hours.map(({ days, from, to }) => (
        <Box key={`${days.join()}-${from}`} className="small number">{`${daysOf(say, days)} ${from}–${to}`}</Box>
      ))}
      <PrimaryButton id={`choose-${room.id}`} onTap={onChoose}>
        {say(words.choose)}
      </PrimaryButton>
    </Box>
  )
}
