import { useCall, useClient } from '@liren/client'
import { repairEndpoints } from '@liren/contract/capabilities/repair'
import type { IconName } from '@/look/icons'
import { LinkButton, PlainButton } from '@/parts/button'
import { Icon } from '@/parts/icon'
import { Loaded } from '@/parts/loaded'
import { useMe } from '@/parts/me'
import { EmergencyBar, LatestNotices, useLatestNotices } from '@/parts/notice/home'
import { TodoCards, useTodo } from '@/parts/todo-cards'
import { Box, Tap } from '@/platform/elements'
import { go } from '@/platform/nav'
import { common } from '@/words/common'
import { environmentWords } from '@/words/environment'
import { homeWords as words } from '@/words/home'
import { useSay } from '@/words/kit'
import { searchWords } from '@/words/search'
import { talkWords } from '@/words/talk'
import './home.css'

/** A few large keys and what waits; the same data and pages as the standard version. */
export function ElderHome() {
  const say = useSay()
  const { platform, settings, session } = useClient()
  const { me, status } = useMe()
  const todo = useTodo(status === 'signed-in')
  const notices = useLatestNotices()
  const desk = useCall(repairEndpoints.categories, {}, { keep: true }).data?.emergencyPhone

  const tiles: readonly { id: string; icon: IconName; title: string; onTap: () => void }[] = [
    { id: 'elder-report', icon: 'wrench', title: say(words.report), onTap: () => go('/pkg-case/new') },
    ...(desk ? [{ id: 'elder-call', icon: 'phone' as const, title: say(words.callDesk), onTap: () => void platform.call(desk) }] : []),
    { id: 'elder-cases', icon: 'list', title: say(words.myCases), onTap: () => go('/pkg-case/list') },
    ...(me?.households.length
      ? [
          { id: 'elder-keeper', icon: 'message' as const, title: say(talkWords.findKeeper), onTap: () => go('/pkg-house/keeper') },
          { id: 'elder-air', icon: 'sun' as const, title: say(environmentWords.title), onTap: () => go('/pkg-life/environment') },
        ]
      : []),
    { id: 'elder-search', icon: 'search', title: say(searchWords.title), onTap: () => go('/pkg-sys/search') },
    { id: 'elder-more', icon: 'more', title: say(words.moreServices), onTap: () => go('/pkg-life/services') },
  ]
  return (
    <>
      <Box className="display">{me ? say(words.hello(me.user.name)) : say(words.guest)}</Box>
      <Box className="row between">
        <Box />
        <LinkButton id="elder-off" onTap={() => settings.change({ elder: false })}>
          {say(words.standard)}
        </LinkButton>
      </Box>
      <EmergencyBar of={notices} />
      <Box className="elder-tiles">
        {tiles.map(({ id, icon, title, onTap }) => (
          <Tap key={id} id={id} className="elder-tile" onTap={onTap}>
            <Icon name={icon} />
            {title}
          </Tap>
        ))}
      </Box>
      {status === 'guest' ? (
        <PlainButton id="home-sign-in" onTap={() => void session.ask()}>
          {say(common.signIn)}
        </PlainButton>
      ) : null}
      {status === 'signed-in' ? (
        <Loaded of={todo} shape="cards">
          {({ cards }) => (
            <TodoCards cards={cards} end={me?.end ?? 'resident'} none={<Box className="card center">{say(words.nothing)}</Box>} />
          )}
        </Loaded>
      ) : null}
      <LatestNotices of={notices} />
    </>
  )
}
