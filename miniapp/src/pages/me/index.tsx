import { useClient, useOutbox, useSettings } from '@liren/client'
import { session as contract } from '@liren/contract/capabilities/session'
import { useState } from 'react'
import { PlainButton, PrimaryButton } from '@/parts/button'
import { Cell, CellGroup } from '@/parts/cell'
import { SwitchRow } from '@/parts/form'
import { useMe } from '@/parts/me'
import { Page } from '@/parts/page'
import { PersonChip } from '@/parts/person-chip'
import { homeOf } from '@/parts/role'
import { RoleSwitch } from '@/parts/role-switch'
import { Sheet } from '@/parts/sheet'
import { KeeperCell } from '@/parts/talk/keeper-card'
import { useTiles } from '@/parts/tiles'
import { Box } from '@/platform/elements'
import { go, restart } from '@/platform/nav'
import { chargingWords } from '@/words/charging'
import { common } from '@/words/common'
import { energyWords } from '@/words/energy'
import { environmentWords } from '@/words/environment'
import { useSay } from '@/words/kit'
import { mapWords } from '@/words/map'
import { meWords as words } from '@/words/me'
import { ownWords } from '@/words/visit'
import { wasteWords } from '@/words/waste'

/** For people who have a home here. */
const ofHomes = [
  { id: 'me-map', app: 'map', icon: 'place', title: mapWords.row, hint: mapWords.rowHint, to: '/pkg-life/map' },
  { id: 'me-energy', app: 'energy', icon: 'gauge', title: energyWords.row, hint: energyWords.rowHint, to: '/pkg-house/energy' },
  {
    id: 'me-air',
    app: 'environment',
    icon: 'sun',
    title: environmentWords.title,
    hint: environmentWords.rowHint,
    to: '/pkg-life/environment',
  },
  { id: 'me-waste', app: 'waste', icon: 'leaf', title: wasteWords.row, hint: wasteWords.rowHint, to: '/pkg-house/waste' },
  { id: 'me-charging', app: 'charging', icon: 'plug', title: chargingWords.row, hint: chargingWords.rowHint, to: '/pkg-house/charging' },
] as const

/** Who I am here, what is mine, and how this app is set. */
export default function MePage() {
  const say = useSay()
  const { session, settings } = useClient()
  const { elder } = useSettings()
  const { me, status } = useMe()
  const { waiting, stopped } = useOutbox()
  const [leaving, setLeaving] = useState(false)
  // what the centre took off the shelf has no row either
  const shelf = useTiles('resident').data?.items.map(({ code }) => code)
  const onShelf = (code: string) => shelf === undefined || shelf.includes(code)

  return (
    <Page page="pages/me" title={words.title} tab="/pages/me">
      <Box className="card" id="me-card">
        {me ? (
          <PersonChip name={me.user.name} role={me.user.phone ?? say(words.noPhone)} />
        ) : (
          <Box className="stack gap-12">
            <Box>
              <Box className="heading">{say(words.guest)}</Box>
              <Box className="secondary">{say(words.guestBody)}</Box>
            </Box>
            {status === 'starting' ? null : (
              <PrimaryButton id="me-sign-in" onTap={() => void session.ask()}>
                {say(common.signIn)}
              </PrimaryButton>
            )}
          </Box>
        )}
      </Box>
      <Box className="card card-flush">
        <SwitchRow
          id="elder-switch"
          title={say(words.elder)}
          hint={say(words.elderHint)}
          on={elder}
          onChange={(on) => settings.change({ elder: on, elderOffered: true })}
        />
      </Box>
      {me && homeOf(me.end) !== '/pages/home' && me.end !== 'admin' ? (
        <CellGroup>
          <Cell id="me-bench" icon="tool" title={say(words.bench)} hint={say(words.ends[me.end])} onTap={() => restart(homeOf(me.end))} />
        </CellGroup>
      ) : null}
      {me ? <RoleSwitch me={me} /> : null}
      <CellGroup>
        {onShelf('house') ? (
          <Cell
            id="me-houses"
            icon="home"
            title={say(words.houses)}
            onTap={() => go('/pkg-house/list')}
            extra={me?.households.length || undefined}
          />
        ) : null}
        {onShelf('members') ? (
          <Cell id="me-members" icon="people" title={say(words.members)} onTap={() => go('/pkg-house/members')} />
        ) : null}
        {me ? (
          <Cell id="me-file" icon="person" title={say(ownWords.row)} hint={say(ownWords.rowHint)} onTap={() => go('/pkg-house/own-file')} />
        ) : null}
        {(me?.households.length ?? 0) > 0
          ? ofHomes
              .filter(({ app }) => onShelf(app))
              .map(({ id, icon, title, hint, to }) => (
                <Cell key={id} id={id} icon={icon} title={say(title)} hint={say(hint)} onTap={() => go(to)} />
              ))
          : null}
        {onShelf('keeper') ? <KeeperCell id="me-keeper" /> : null}
        {onShelf('my-cases') ? <Cell id="me-cases" icon="list" title={say(words.cases)} onTap={() => go('/pkg-case/list')} /> : null}
        {waiting + stopped > 0 ? (
          <Cell id="me-outbox" icon="clock" title={say(words.outbox)} extra={waiting + stopped} onTap={() => go('/pkg-sys/outbox')} />
        ) : null}
      </CellGroup>
      <CellGroup>
        <Cell id="me-settings" icon="gear" title={say(words.settings)} onTap={() => go('/pkg-sys/settings')} />
        <Cell id="me-help" icon="help" title={say(words.help)} onTap={() => go('/pkg-sys/help')} />
        <Cell id="me-feedback" icon="message" title={say(words.feedback)} onTap={() => go('/pkg-sys/feedback')} />
        <Cell id="me-privacy" icon="shield" title={say(words.privacy)} onTap={() => go('/pkg-sys/privacy')} />
        <Cell id="me-about" icon="info" title={say(words.about)} onTap={() => go('/pkg-sys/about')} />
      </CellGroup>
      {me ? (
        <PlainButton id="sign-out" icon="logout" onTap={() => setLeaving(true)}>
          {say(words.signOut)}
        </PlainButton>
      ) : null}
      <SignOutSheet open={leaving} onClose={() => setLeaving(false)} />
    </Page>
  )
}

function SignOutSheet({ open, onClose }: { open: boolean; onClose: () => void }) {
  const say = useSay()
  const client = useClient()
  const leave = async () => {
    // told to the server if it can be reached; this device forgets in any case
    await client.api.call(contract.endpoints.signOut, {}).catch(() => undefined)
    await client.signOut()
    onClose()
    restart('/pages/home')
  }
  return (
    <Sheet
      open={open}
      id="sign-out-sheet"
      title={say(words.signOut)}
      onClose={onClose}
      footer={
        <>
          <PlainButton onTap={onClose}>{say(words.stay)}</PlainButton>
          <PrimaryButton id="sign-out-sure" onTap={() => void leave()}>
            {say(words.signOut)}
          </PrimaryButton>
        </>
      }
    >
      <Box>{say(words.signOutAsk)}</Box>
    </Sheet>
  )
}
