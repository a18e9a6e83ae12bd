import { type ComponentType, lazy, Suspense } from 'react'
import { createBrowserRouter, Navigate } from 'react-router'
import { LineBones } from '../parts/state/bones.tsx'
import { EmptyState } from '../parts/state/empty.tsx'
import { NotYours } from '../parts/state/not-yours.tsx'
import { words as stateWords } from '../parts/state/words.ts'
import { ErrorBoundary } from './error-boundary.tsx'
import { useLanguage, useWords } from './language/use.ts'
import { say } from './language/words.ts'
import { Shell } from './layout/shell.tsx'
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

const SignIn = lazy(() => import('./session/sign-in-page.tsx'))

export function createRouter() {
  return createBrowserRouter(
    [
      {
        path: '/sign-in',
        element: (
          <Suspense>
            <SignIn />
          </Suspense>
        ),
      },
      {
        path: '/',
        element: <Shell />,
        children: [
          { index: true, element: <Navigate to="/home" replace /> },
          ...allScreens.map((screen) => ({ path: screen.path, element: <Guarded screen={screen} page={lazy(screen.load)} /> })),
          { path: '*', element: <Lost /> },
        ],
      },
    ],
    { basename: '/admin' },
  )
}
