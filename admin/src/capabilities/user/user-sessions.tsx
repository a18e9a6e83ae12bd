import { type User, user } from '@liren/contract/capabilities/user'
import { App, Button } from 'antd'
import { useState } from 'react'
import { useAction, useQuery } from '../../app/api/use.ts'
import { useWords } from '../../app/language/use.ts'
import { ActionDialog } from '../../parts/action/action-dialog.tsx'
import { Section } from '../../parts/drawer/record-drawer.tsx'
import { SessionList } from '../../parts/session/session-list.tsx'
import { Shown } from '../../parts/state/shown.tsx'
import { words } from './words.ts'

/** Where an account is signed in, and the way to end it. */
export function UserSessions({ person }: { person: User }) {
  const t = useWords(words)
  const { message } = App.useApp()
  const asked = useQuery(user.endpoints.sessions, { params: { id: person.id } })
  const { done, running, error } = useAction(user.endpoints.signOut)
  const [asking, setAsking] = useState(false)
  const count = asked.data?.items.length ?? 0
  return (
    <Section
      title={t('sessions')}
      extra={
        count > 0 && (
          <Button size="small" danger onClick={() => setAsking(true)}>
            {t('signOutAll')}
          </Button>
        )
      }
    >
      <Shown
        asked={asked}
        empty={{ when: (data) => data.items.length === 0, show: <p style={{ color: 'var(--text-3)' }}>{t('noSessions')}</p> }}
      >
        {(data) => <SessionList sessions={data.items} />}
      </Shown>
      <ActionDialog
        open={asking}
        onClose={() => setAsking(false)}
        title={t('signOutTitle', { name: person.name, count })}
        submit={t('signOutSubmit', { count })}
        danger
        running={running}
        error={error}
        onSubmit={async () => {
          if (!(await done({ params: { id: person.id } }))) return false
          asked.reload()
          void message.success(t('signedOut'))
          return true
        }}
      />
    </Section>
  )
}
