import { Box, Tap } from '@/platform/elements'
import { go } from '@/platform/nav'
import { useSay } from '@/words/kit'
import { searchWords as words } from '@/words/search'
import { Icon } from './icon'
import { useMe } from './me'
import './search-door.css'

/** Leads to the one box; it says what is found there. */
export function SearchDoor() {
  const say = useSay()
  const { me } = useMe()
  const hint = say(me === undefined || me.end === 'resident' ? words.door : words.doorWork)
  return (
    <Tap id="search-door" className="search-door" label={`${say(words.title)}，${hint}`} onTap={() => go('/pkg-sys/search')}>
      <Icon name="search" />
      <Box className="grow secondary">{hint}</Box>
    </Tap>
  )
}
