import { useClient, useObservable, useSettings } from '@liren/client'
import { useState } from 'react'
import { LinkButton, PrimaryButton } from '@/parts/button'
import { EmptyState } from '@/parts/empty-state'
import { EnvironmentCard } from '@/parts/environment/home-card'
import { EstatePicker } from '@/parts/estate-picker'
import { Icon } from '@/parts/icon'
import { Loaded } from '@/parts/loaded'
import { useMe } from '@/parts/me'
import { EmergencyBar, LatestNotices, useLatestNotices } from '@/parts/notice/home'
import { SearchDoor } from '@/parts/search-door'
import { KeeperCell } from '@/parts/talk/keeper-card'
import { TileGrid, useTiles } from '@/parts/tiles'
import { TodoCards, useTodo } from '@/parts/todo-cards'
import { Box, Tap } from '@/platform/elements'
import { go } from '@/platform/nav'
import { usePull } from '@/platform/shown'
import { common } from '@/words/common'
import { homeWords as words } from '@/words/home'
import { useSay } from '@/words/kit'
import './home.css'

const shownTiles = 8

export function StandardHome({ offerElder }: { offerElder: boolean }) {
  const say = useSay()
  const { me, status } = useMe()
  const todo = useTodo(status === 'signed-in')
  const tiles = useTiles('resident')
  const notices = useLatestNotices()
  usePull(() => Promise.all([todo.reload(), tiles.reload(), notices.reload()]))
  return (
    <>
      <Greeting />
      <EmergencyBar of={notices} />
      <SearchDoor />
      {offerElder ? <ElderOffer /> : null}
      {status === 'guest' ? <GuestCard /> : null}
      {me && me.households.length === 0 && me.end === 'resident' ? (
        <Box className="card" id="bind-card">
          <Box className="heading">{say(words.bindCard)}</Box>
          <Box className="secondary home-gap">{say(words.bindCardBody)}</Box>
          <PrimaryButton id="bind-house" onTap={() => go('/pkg-house/bind')}>
            {say(words.bindCard)}
          </PrimaryButton>
        </Box>
      ) : null}
      <Tap id="home-report" className="card home-report" onTap={() => go('/pkg-case/new')}>
        <Box className="home-report-sign">
          <Icon name="camera" />
        </Box>
        <Box className="grow">
          <Box className="heading">{say(words.report)}</Box>
          <Box className="secondary">{say(words.reportHint)}</Box>
        </Box>
        <Icon name="forward" />
      </Tap>
      <KeeperCell id="home-keeper" card />
      <EnvironmentCard />
      {status === 'signed-in' ? (
        <Box as="section">
          <Box className="section-title heading" as="h2">
            {say(words.todo)}
          </Box>
          <Loaded of={todo} shape="cards">
            {({ cards }) => (
              <TodoCards
                cards={cards}
                end={me?.end ?? 'resident'}
                none={
                  <Box className="card">
                    <EmptyState scene="calm" title={say(words.nothing)} body={say(words.nothingBody)} />
                  </Box>
                }
              />
            )}
          </Loaded>
        </Box>
      ) : null}
      <Box as="section">
        <Box className="row between">
          <Box className="section-title heading" as="h2">
            {say(words.services)}
          </Box>
          <LinkButton id="all-services" onTap={() => go('/pkg-life/services')}>
            {say(words.allServices)}
          </LinkButton>
        </Box>
        <Box className="card">
          <Loaded of={tiles} shape="tiles">
            {({ items }) => <TileGrid tiles={items.slice(0, shownTiles)} />}
          </Loaded>
        </Box>
      </Box>
      <LatestNotices of={notices} />
      {me?.isDemo ? <Box className="small center">{say(words.demo)}</Box> : null}
    </>
  )
}

function Greeting() {
  const say = useSay()
  const { community } = useClient()
  const { me } = useMe()
  const chosen = useObservable(community)
  const [picking, setPicking] = useState(false)
  const estate = me?.households[0]?.estate.name ?? chosen?.name
  return (
    <Box className="home-head">
      <Box className="home-skyline" mute />
      <Box className="display">{me ? say(words.hello(me.user.name)) : say(words.guest)}</Box>
      <Tap id="estate" className="row gap-4 home-estate" onTap={() => setPicking(true)} label={say(words.changeEstate)}>
        <Icon name="place" />
        {estate ?? say(words.chooseEstate)}
        <Icon name="down" className="home-down" />
      </Tap>
      <EstatePicker
        open={picking}
        onClose={() => setPicking(false)}
        onChoose={(choice) => {
          community.choose(choice)
          setPicking(false)
        }}
      />
    </Box>
  )
}

function GuestCard() {
  const say = useSay()
  const { session } = useClient()
  return (
    <Box className="card" id="guest-card">
      <Box className="heading">{say(words.guestCard)}</Box>
      <Box className="secondary home-gap">{say(words.guestCardBody)}</Box>
      <PrimaryButton id="home-sign-in" onTap={() => void session.ask()}>
        {say(common.signIn)}
      </PrimaryButton>
    </Box>
  )
}

/** Offered once, in the page, to whoever has set large text in the system. */
function ElderOffer() {
  const say = useSay()
  const { settings } = useClient()
  const { elderOffered } = useSettings()
  if (elderOffered) return null
  return (
    <Box className="card row between gap-12 wrap" id="elder-offer">
      <Box className="grow">{say(words.elderOffer)}</Box>
      <LinkButton onTap={() => settings.change({ elder: true, elderOffered: true })}>{say(words.elderOn)}</LinkButton>
      <LinkButton onTap={() => settings.change({ elderOffered: true })}>{say(words.elderNo)}</LinkButton>
    </Box>
  )
}
