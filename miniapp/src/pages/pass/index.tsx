import { useMe } from '@/parts/me'
import { ShelfTab } from '@/parts/shelf-tab'
import { passWords as words } from '@/words/home'
import { DoorCodes } from './door-codes'
import { Recent } from './recent'

/** Doors, visitors and vehicles, as far as they are on the shelf; the codes and passages of the household are there without it. */
export default function Pass() {
  const { me, may } = useMe()
  const lives = (me?.households.length ?? 0) > 0
  const passes = lives && may('passage.own')
  return (
    <ShelfTab
      page="pages/pass"
      tab="/pages/pass"
      title={words.title}
      under={['/pkg-visit', '/pkg-pass']}
      scene="gate"
      empty={words.empty}
      emptyBody={words.emptyBody}
    >
      {passes ? (
        <>
          {may('booking.book') ? <DoorCodes /> : null}
          <Recent />
        </>
      ) : null}
    </ShelfTab>
  )
}
