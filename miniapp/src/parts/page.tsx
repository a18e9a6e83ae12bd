import { useOutbox } from '@liren/client'
import type { Text } from '@liren/contract'
import { type ReactNode, useEffect } from 'react'
import { paintChrome, setTitle } from '@/platform/chrome'
import { Box } from '@/platform/elements'
import { go, type TabPath } from '@/platform/nav'
import { useShown } from '@/platform/shown'
import { common } from '@/words/common'
import { useSay } from '@/words/kit'
import { LinkButton } from './button'
import { useLook } from './look'
import { NewerBar } from './newer-bar'
import { OfflineBar } from './offline-bar'
import type { PageKey } from './page-keys'
import { SignInSheet } from './sign-in/sheet'
import { TabBar } from './tab-bar'
import { ToastHost } from './toast'
import { TopBar } from './top-bar'
import './page.css'

interface PageProps {
  readonly page: PageKey
  readonly title: Text
  /** The tab this page is; others have no tab bar. */
  readonly tab?: TabPath
  /** Where an identity begins: there is no way back from it. */
  readonly root?: boolean
  /** Stays at the lower edge: the one primary action. */
  readonly footer?: ReactNode
  readonly children: ReactNode
  /** Drawn edge to edge. */
  readonly wide?: boolean
}

/** What every page has: its look, the bar, the news about the network, the sheet for signing in, its help. */
export function Page({ page, title, tab, root = tab !== undefined, footer, children, wide }: PageProps) {
  const look = useLook()
  const say = useSay()
  const shown = useShown()
  const { waiting, stopped } = useOutbox()
  const words = say(title)

  useEffect(() => {
    if (!shown) return
    setTitle(words)
    paintChrome(look)
  }, [shown, words, look])

  return (
    <Box className={`${look.className} page`} style={look.style}>
      <TopBar title={words} root={root} />
      <OfflineBar />
      <NewerBar />
      {waiting + stopped > 0 && page !== 'pkg-sys/outbox' ? (
        <LinkButton
          className={`page-outbox ${stopped > 0 ? 'tone-danger' : ''}`}
          icon={stopped > 0 ? 'alert' : 'clock'}
          onTap={() => go('/pkg-sys/outbox')}
        >
          {say(stopped > 0 ? common.stoppedToSend(stopped) : common.waitingToSend(waiting))}
        </LinkButton>
      ) : null}
      <Box className={`page-body ${wide ? 'page-wide' : ''}`} as="main">
        {children}
        {page === 'pkg-sys/help' ? null : (
          <Box className="page-help">
            <LinkButton icon="help" id="page-help" onTap={() => go('/pkg-sys/help', { page })}>
              {say(common.help)}
            </LinkButton>
          </Box>
        )}
      </Box>
      <Box className={tab ? 'page-tab-room' : 'page-foot-room'} />
      {footer}
      {tab ? <TabBar current={tab} /> : null}
      {shown ? <ToastHost /> : null}
      {shown ? <SignInSheet /> : null}
    </Box>
  )
}
