import type { Me } from '@liren/contract/capabilities/session'
import { App, Button, Modal } from 'antd'
import { lazy, Suspense, useCallback, useEffect, useRef, useState } from 'react'
import { type Ask, gate } from '../api/gate.ts'
import { useWords } from '../language/use.ts'
import { isReady, sessionStore } from './store.ts'
import { words } from './words.ts'

// Forms are heavy and seldom asked for: they come when the question does.
const Question = lazy(() => import('./question.tsx'))

/** Asks in place when a request needs a new sign-in or a second factor; the page and its forms stay behind it. */
export function Reauthenticate() {
  const t = useWords(words)
  const { message } = App.useApp()
  const [ask, setAsk] = useState<Ask>()
  const [me, setMe] = useState<Me>()
  const answer = useRef<((go: boolean) => void) | undefined>(undefined)

  useEffect(
    () =>
      gate.keep((next) => {
        // Before anybody is here, the sign-in page itself is the question.
        if (sessionStore.now().phase !== 'here') return Promise.resolve(false)
        setMe(undefined)
        setAsk(next)
        return new Promise((resolve) => {
          answer.current = resolve
        })
      }),
    [],
  )

  const close = useCallback((go: boolean) => {
    setAsk(undefined)
    answer.current?.(go)
  }, [])

  const enter = useCallback(
    (next: Me) => {
      const now = sessionStore.now()
      const before = now.phase === 'here' ? now.me : undefined
      if (before !== undefined && before.user.id !== next.user.id) {
        void message.warning(t('otherPerson'))
        close(false)
        sessionStore.enter(next)
        return
      }
      setMe(next)
      if (!isReady(next)) return
      sessionStore.enter(next)
      close(true)
    },
    [close, message, t],
  )

  const now = sessionStore.now()
  const known = now.phase === 'here' ? now.me : undefined
  const leave = () => {
    close(false)
    if (ask === 'sign-in') sessionStore.leave()
  }

  return (
    <Modal
      open={ask !== undefined}
      footer={null}
      onCancel={leave}
      width={440}
      destroyOnHidden
      mask={{ closable: false }}
      keyboard={ask === 'step-up'}
    >
      <Suspense>
        {ask !== undefined && <Question ask={ask} me={me} known={known} onDone={enter} />}
        {ask === 'sign-in' && (
          <Button type="link" block onClick={leave} style={{ marginTop: 8 }}>
            {t('leave')}
          </Button>
        )}
      </Suspense>
    </Modal>
  )
}
