import type { Me } from '@liren/contract/capabilities/session'
import { roleText } from '@liren/contract/identity/builtin-roles'
import { Box, Tap } from '@/platform/elements'
import { go } from '@/platform/nav'
import { useSay } from '@/words/kit'
import { meWords as words } from '@/words/me'
import { Icon } from './icon'
import { EmergencyBar, useLatestNotices } from './notice/home'
import { PersonChip } from './person-chip'

/** What is urgent, who works here as what, and the way to one's own page: settings, identities, signing out. */
export function BenchHead({ me }: { me: Me }) {
  const say = useSay()
  const notices = useLatestNotices()
  const here = me.identities.filter(({ end, place }) => end === me.end && (me.place === null || place?.id === me.place.id))
  const roles = [...new Set(here.flatMap((identity) => identity.roles.map((role) => say(roleText(role)))))]
  const places = [...new Set(here.flatMap(({ place }) => (place ? [place.name] : [])))]
  return (
    <>
      <EmergencyBar of={notices} />
      <Tap
        id="bench-me"
        className="card row gap-12 bench-head"
        onTap={() => go('/pages/me')}
        label={`${me.user.name}，${say(words.title)}`}
      >
        <Box className="grow">
          <PersonChip
            name={me.user.name}
            role={[roles.join(say(words.comma)) || say(words.ends[me.end]), places.join(say(words.comma))].filter(Boolean).join(' · ')}
          />
        </Box>
        <Icon name="forward" className="cell-on" />
      </Tap>
    </>
  )
}
