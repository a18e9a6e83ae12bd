import { clockTime, exactTime, useCall } from '@liren/client'
import { bookingEndpoints } from '@liren/contract/capabilities/booking'
import { CellGroup } from '@/parts/cell'
import { Box, Tap } from '@/platform/elements'
import { go } from '@/platform/nav'
import { useDidShow } from '@/platform/shown'
import { passWords as words } from '@/words/home'
import { useSay } from '@/words/kit'

/** Codes of booked spaces that still open a door; nothing where there is none. */
export function DoorCodes() {
  const say = useSay()
  const call = useCall(bookingEndpoints.mine, { query: { limit: 10 } }, { keep: true, on: ['booking.'] })
  useDidShow(() => void call.reload())
  const coming = (call.data?.items ?? []).filter(({ code }) => code !== null)
  if (coming.length === 0) return null
  return (
    <CellGroup title={say(words.codes)}>
      {coming.map(({ id, space, code, opensFrom, endsAt }) => (
        <Tap key={id} id={`pass-${id}`} className="cell row between gap-8" onTap={() => go('/pkg-life/booking?view=mine')}>
          <Box className="grow">
            <Box className="cell-title">{space.name}</Box>
            <Box className="secondary">{say(words.opens(exactTime(opensFrom), clockTime(endsAt)))}</Box>
          </Box>
          <Box className="title number">{code}</Box>
        </Tap>
      ))}
    </CellGroup>
  )
}
