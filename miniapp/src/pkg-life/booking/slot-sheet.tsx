import { clockTime, exactTime, useCall, useClient, useSend, useSettings } from '@liren/client'
import { type BookingSlots, bookingEndpoints, type OpenRoom, slotStates } from '@liren/contract/capabilities/booking'
import { useState } from 'react'
import { PlainButton, PrimaryButton } from '@/parts/button'
import { ErrorNote } from '@/parts/error-panel'
import { Choices, FormRow, faultOf } from '@/parts/form'
import { Loaded } from '@/parts/loaded'
import { Segmented } from '@/parts/segmented'
import { Sheet } from '@/parts/sheet'
import { Tag } from '@/parts/status-tag'
import { useToast } from '@/parts/toast'
import { Box, Field } from '@/platform/elements'
import { bookingWords as words } from '@/words/booking'
import { useSay } from '@/words/kit'

const dayMs = 86_400_000
/** As many days as can be looked over; later ones come nearer by themselves. */
const mostDays = 14

type Slot = BookingSlots['slots'][number]
const spanOf = ({ startsAt, endsAt }: Pick<Slot, 'startsAt' | 'endsAt'>): string => `${clockTime(startsAt)}–${clockTime(endsAt)}`

/** A day, a slot, how many come: then it is booked. Whoever was slower is told so and sees the day anew. */
export function SlotSheet({ room, onClose, onBooked }: { room: OpenRoom; onClose: () => void; onBooked: () => void }) {
  const say = useSay()
  const toast = useToast()
  const { platform } = useClient()
  const now = platform.clock.now()
  const days = Array.from({ length: Math.min(room.aheadDays + 1, mostDays) }, (_, i) => exactTime(now + i * dayMs).slice(0, 10))
  const [day, setDay] = useState(days[0] as string)
  const [chosen, setChosen] = useState<Slot>()
  const [people, setPeople] = useState(1)
  const [purpose, setPurpose] = useState('')
  const call = useCall(bookingEndpoints.slots, { params: { id: room.id }, query: { day } }, { on: ['booking.'] })
  const { send, sending, error, faults } = useSend(bookingEndpoints.book)
  const nameOf = (at: string, i: number) => (i === 0 ? say(words.today) : i === 1 ? say(words.tomorrow) : at.slice(5))
  const book = async () => {
    if (!chosen) return
    const made = await send({ body: { spaceId: room.id, startsAt: chosen.startsAt, people, purpose: purpose.trim() } })
    if (made === null) {
      setChosen(undefined)
      return void call.reload()
    }
    toast(made.state === 'waiting' ? words.waits : words.booked)
    onClose()
    onBooked()
  }
  return (
    <Sheet
      open
      id="slot-sheet"
      title={say(words.chooseOf(room.name))}
      onClose={onClose}
      footer={
        <PrimaryButton id="book-slot" busy={sending} disabled={!chosen} onTap={() => void book()}>
          {say(chosen ? words.bookAt(spanOf(chosen)) : words.book)}
        </PrimaryButton>
      }
    >
      <Segmented
        label={say(words.day)}
        value={day}
        onChange={(next) => {
          setDay(next)
          setChosen(undefined)
        }}
        options={days.map((value, i) => ({ value, words: nameOf(value, i) }))}
      />
      <ErrorNote error={error} />
      <FormRow title={say(words.slot)} fault={faultOf(faults, 'body.startsAt')}>
        <Loaded of={call} shape="rows">
          {(found) => <Slots found={found} chosen={chosen} onChoose={setChosen} />}
        </Loaded>
      </FormRow>
      <FormRow title={`${say(words.people)} · ${say(words.holds(room.capacity))}`} fault={faultOf(faults, 'body.people')}>
        <Box className="row gap-12">
          <PlainButton id="fewer" icon="minus" disabled={people <= 1} onTap={() => setPeople(people - 1)}>
            {say(words.less)}
          </PlainButton>
          <Box className="heading number" id="people">
            {people}
          </Box>
          <PlainButton id="more" icon="plus" disabled={people >= room.capacity} onTap={() => setPeople(people + 1)}>
            {say(words.more)}
          </PlainButton>
        </Box>
      </FormRow>
      <FormRow title={say(words.purpose)} optional fault={faultOf(faults, 'body.purpose')}>
        <Field
          id="booking-purpose"
          className="input"
          value={purpose}
          onChange={setPurpose}
          label={say(words.purpose)}
          placeholder={say(words.purposeHint)}
          maxLength={60}
        />
      </FormRow>
      {room.rules === '' ? null : (
        <FormRow title={say(words.rules)}>
          <Box className="secondary">{room.rules}</Box>
        </FormRow>
      )}
    </Sheet>
  )
}

/** Free slots to choose; the others only say how they stand. */
function Slots({ found, chosen, onChoose }: { found: BookingSlots; chosen: Slot | undefined; onChoose: (slot: Slot) => void }) {
  const say = useSay()
  const { language } = useSettings()
  if (found.closed !== null) return <Box>{say(words.closed(found.closed))}</Box>
  const free = found.slots.filter(({ state }) => state === 'free')
  const others = found.slots.filter(({ state }) => state === 'taken' || state === 'mine')
  if (free.length + others.length === 0) return <Box>{say(words.noSlots)}</Box>
  return (
    <Box className="stack gap-12">
      {free.length === 0 ? <Box>{say(words.noSlots)}</Box> : null}
      <Choices
        label={say(words.slot)}
        value={chosen?.startsAt}
        options={free.map((slot) => ({ value: slot.startsAt, words: spanOf(slot), id: `slot-${clockTime(slot.startsAt)}` }))}
        onChange={(startsAt) => {
          const slot = free.find((one) => one.startsAt === startsAt)
          if (slot) onChoose(slot)
        }}
      />
      <Box className="row wrap gap-8">
        {others.map((slot) => (
          <Tag
            key={slot.startsAt}
            tone={slot.state === 'mine' ? 'primary' : 'neutral'}
            icon={slot.state === 'mine' ? 'check' : 'circle'}
            words={`${spanOf(slot)} ${slotStates[slot.state][language]}`}
          />
        ))}
      </Box>
    </Box>
  )
}
