import { type ComponentType, lazy, Suspense } from 'react'
import { BrowserRouter, Navigate, Route, Routes } from 'react-router'
import { LineBones } from '../parts/state/bones.tsx'
import { EmptyState } from '../parts/state/empty.tsx'
import { NotYours } from '../parts/state/not-yours.tsx'
import { words as stateWords } from '../parts/state/words.ts'
import { ErrorBoundary } from './error-boundary.tsx'
import { useLanguage, useWords } from './language/use.ts'
import { say } from './language/words.ts'
import { mayOpen } from './nav/menu.ts'
import { allScreens, type Screen } from './nav/registry.ts'
import { usePermissions } from './session/store.ts'

/** A page that may not be seen says so; the others are fetched when they are first opened. */
function Guarded({ screen, page: Page }: { screen: Screen; page: ComponentType }) {
  const held = usePermissions()
  const language = useLanguage()
  if (!mayOpen(screen, held)) {
    const code = typeof screen.permission === 'string' ? screen.permission : screen.permission?.[0]
    return <NotYours code={code} title={say(language, screen.title)} />
  }
  return (
    <ErrorBoundary key={screen.path}>
      <Suspense fallback={<LineBones lines={6} />}>
        <Page />
      </Suspense>
    </ErrorBoundary>
  )
}

function Lost() {
  const t = useWords(stateWords)
  return <EmptyState scene="cat" title={t('lostTitle')} text={t('lostText')} />
}

const loadShell = () => import('./layout/shell.tsx')
const Shell = lazy(() => loadShell().then((module) => ({ default: module.Shell })))
const SignIn = lazy(() => import('./session/sign-in-page.tsx'))
const FirstSetup = lazy(() => import('./setup/setup-page.tsx'))

/** Made once: a lazy page that were made at every drawing would be fetched at every drawing. */
const pages = allScreens.map((screen) => ({ screen, page: lazy(screen.load) }))

// Those at the door do not wait for the house; everybody else has it fetched at once.
if (!/\/(sign-in|setup)$/.test(location.pathname)) void loadShell()

/** Addresses below /admin. Drafts are kept by the forms themselves, so no page has to hold anybody back. */
export function Addresses() {
  return (
    <BrowserRouter basename="/admin">
      <Suspense>
        <Routes>
          <Route path="/sign-in" element={<SignIn />} />
          <Route path="/setup" element={<FirstSetup />} />
          <Route path="/" element={<Shell />}>
            <Route index element={<Navigate to="/home" replace />} />
            {pages.map(({ screen, page }) => (
              <Route key={screen.path} path={screen.path} element={<Guarded screen={screen} page={page} />} />
            ))}
            <Route path="*" element={<Lost />} />
          </Route>
        </Routes>
      </Suspense>
    </BrowserRouter>
  )
}
