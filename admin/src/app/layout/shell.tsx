import { Button, Drawer } from 'antd'
import { useCallback, useEffect, useRef, useState } from 'react'
import { Navigate, Outlet, useLocation } from 'react-router'
import { Marked } from '../../parts/share/marked.tsx'
import { Bone } from '../../parts/state/bones.tsx'
import { EmptyState } from '../../parts/state/empty.tsx'
import { ErrorPanel } from '../../parts/state/error-panel.tsx'
import { useLanguage, useWords } from '../language/use.ts'
import { say } from '../language/words.ts'
import { useLive } from '../live/live.ts'
import { allScreens } from '../nav/registry.ts'
import { prefer, usePreferences } from '../preferences.ts'
import { isReady, sessionStore, useSession } from '../session/store.ts'
import { words as sessionWords } from '../session/words.ts'
import style from './layout.module.css'
import { SideMenu } from './side-menu.tsx'
import { StatusBars } from './status-bars.tsx'
import { TopBar } from './top-bar.tsx'
import { useNarrow } from './use-narrow.ts'
import { words } from './words.ts'

/** The frame around every page for somebody who is signed in; everybody else is led to the door. */
export function Shell() {
  const now = useSession()
  const { pathname, search } = useLocation()
  useEffect(() => {
    if (sessionStore.now().phase === 'asking') void sessionStore.load()
  }, [])
  if (now.phase === 'asking') return <ShellBones />
  if (now.phase === 'failed') return <ErrorPanel error={now.error} retry={() => void sessionStore.load()} />
  if (now.phase === 'anonymous' || !isReady(now.me)) {
    const from = pathname === '/' ? '' : `?from=${encodeURIComponent(pathname + search)}`
    return <Navigate to={`/sign-in${from}`} replace />
  }
  if (now.me.end !== 'admin') return <NotForYou />
  return <Frame key={now.me.user.id} />
}

function Frame() {
  const t = useWords(words)
  const language = useLanguage()
  const { menuCollapsed } = usePreferences()
  const narrow = useNarrow()
  const [open, setOpen] = useState(false)
  const { pathname } = useLocation()
  const main = useRef<HTMLElement>(null)
  useLive()

  const screen = allScreens.find(({ path }) => `/${path}` === pathname)
  useEffect(() => {
    const product = say(language, sessionWords.product)
    document.title = screen === undefined ? product : `${say(language, screen.title)} · ${product}`
  }, [screen, language])

  // A new page begins at its top, and the keyboard begins in it.
  const first = useRef(true)
  // biome-ignore lint/correctness/useExhaustiveDependencies: the address is the occasion
  useEffect(() => {
    setOpen(false)
    if (first.current) {
      first.current = false
      return
    }
    main.current?.focus({ preventScroll: true })
    window.scrollTo(0, 0)
  }, [pathname])

  const toggle = useCallback(() => prefer({ menuCollapsed: !menuCollapsed }), [menuCollapsed])
  const folded = narrow === 'middle' || menuCollapsed
  return (
    <div className={style.shell} data-folded={folded} data-narrow={narrow}>
      <a className={style.skip} href="#main">
        {t('skip')}
      </a>
      {narrow === 'small' ? (
        <Drawer open={open} onClose={() => setOpen(false)} placement="left" size={260} closable={false} styles={{ body: { padding: 0 } }}>
          <SideMenu folded={false} />
        </Drawer>
      ) : (
        <SideMenu folded={folded} onToggle={narrow === 'wide' ? toggle : undefined} />
      )}
      <div className={style.column}>
        <TopBar onMenu={narrow === 'small' ? () => setOpen(true) : undefined} />
        <StatusBars />
        <main ref={main} id="main" tabIndex={-1} className={style.main}>
          <Marked>
            <Outlet />
          </Marked>
        </main>
      </div>
    </div>
  )
}

function NotForYou() {
  const t = useWords(sessionWords)
  return (
    <EmptyState scene="gate" title={t('notForYou')} text={t('notForYouText')}>
      <Button type="primary" onClick={() => void sessionStore.signOut()}>
        {t('signOut')}
      </Button>
    </EmptyState>
  )
}

/** The frame in its final shape while it is asked who is here. */
function ShellBones() {
  const { menuCollapsed } = usePreferences()
  const narrow = useNarrow()
  return (
    <div className={style.shell} data-folded={narrow === 'middle' || menuCollapsed} data-narrow={narrow}>
      {narrow !== 'small' && <div className={style.side} />}
      <div className={style.column}>
        <div className={style.top} />
        <div className={style.main}>
          <Bone width={180} height={28} />
          <Bone height={320} style={{ marginTop: 24, borderRadius: 12 }} />
        </div>
      </div>
    </div>
  )
}
