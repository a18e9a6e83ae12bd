import { App, ConfigProvider } from 'antd'
import { StrictMode, useEffect, useMemo } from 'react'
import { pageNonce } from './csp.ts'
import { ErrorBoundary } from './error-boundary.tsx'
import { speak } from './language/antd.ts'
import { useLanguage } from './language/use.ts'
import { Addresses } from './router.tsx'
import { Reauthenticate } from './session/reauthenticate.tsx'
import { antdTheme } from './theme/antd.ts'
import { useCalm, useMode } from './theme/mode.ts'
import { paint } from './theme/paint.ts'

const csp = { nonce: pageNonce }

/** Looks, language and address around everything. */
export function Root() {
  const mode = useMode()
  const calm = useCalm()
  const language = useLanguage()
  const theme = useMemo(() => antdTheme(mode, calm), [mode, calm])
  const locale = useMemo(() => speak(language), [language])
  useEffect(() => {
    paint(mode)
    document.documentElement.dataset.calm = String(calm)
  }, [mode, calm])
  return (
    <StrictMode>
      <ConfigProvider
        theme={theme}
        locale={locale}
        csp={csp}
        wave={{ disabled: true }}
        button={{ autoInsertSpace: false }}
        form={{ requiredMark: 'optional' }}
      >
        <App message={{ duration: 2, maxCount: 3 }} component={false}>
          <ErrorBoundary>
            <Reauthenticate />
            <Addresses />
          </ErrorBoundary>
        </App>
      </ConfigProvider>
    </StrictMode>
  )
}
