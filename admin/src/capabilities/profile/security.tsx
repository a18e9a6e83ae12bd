import { session } from '@liren/contract/capabilities/session'
import { App, Button, Modal } from 'antd'
import { useState } from 'react'
import { call } from '../../app/api/call.ts'
import { useWords } from '../../app/language/use.ts'
import { ChangeStep } from '../../app/session/change-step.tsx'
import { EnrolStep } from '../../app/session/enrol-step.tsx'
import { sessionStore, useMe } from '../../app/session/store.ts'
import { Card, Facts } from '../../parts/page/page.tsx'
import { StatusTag } from '../../parts/tag/status-tag.tsx'
import { DayText } from '../../parts/text/time.tsx'
import { words } from './words.ts'

/** Password and second factor. */
export function Security() {
  const t = useWords(words)
  const me = useMe()
  const { message } = App.useApp()
  const [doing, setDoing] = useState<'password' | 'factor'>()
  const close = () => setDoing(undefined)
  const enrolled = me.secondFactor === 'enrolled'
  return (
    <>
      <Card title={t('password')} extra={<Button onClick={() => setDoing('password')}>{t('changePassword')}</Button>}>
        <Facts items={[{ label: t('passwordExpires'), value: <DayText at={me.passwordExpiresAt} /> }]} />
        <p style={{ marginTop: 12, color: 'var(--text-3)' }}>{t('passwordText')}</p>
      </Card>
      <Card
        title={t('factor')}
        extra={
          !enrolled && (
            <Button type="primary" onClick={() => setDoing('factor')}>
              {t('enrol')}
            </Button>
          )
        }
      >
        {enrolled ? (
          <>
            <StatusTag tone="success" icon="check">
              {t('factorOn')}
            </StatusTag>
            <p style={{ marginTop: 12, color: 'var(--text-3)' }}>{t('lost')}</p>
          </>
        ) : (
          <p>{t('factorOff')}</p>
        )}
      </Card>
      <Modal open={doing === 'password'} onCancel={close} footer={null} destroyOnHidden mask={{ closable: false }} width={440}>
        <ChangeStep
          title={t('changePassword')}
          text={t('passwordText')}
          onDone={(next) => {
            sessionStore.enter(next)
            close()
            void message.success(t('passwordChanged'))
          }}
        />
      </Modal>
      <Modal open={doing === 'factor'} onCancel={close} footer={null} destroyOnHidden mask={{ closable: false }} width={480}>
        <EnrolStep
          onDone={async () => {
            sessionStore.enter(await call(session.endpoints.me))
            close()
            void message.success(t('enrolDone'))
          }}
        />
      </Modal>
    </>
  )
}
