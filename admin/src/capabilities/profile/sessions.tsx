import { session } from '@liren/contract/capabilities/session'
import { App, Button } from 'antd'
import { useState } from 'react'
import { useAction, useQuery } from '../../app/api/use.ts'
import { useWords } from '../../app/language/use.ts'
import { ActionDialog } from '../../parts/action/action-dialog.tsx'
import { FormError } from '../../parts/form/error.tsx'
import { Card } from '../../parts/page/page.tsx'
import { SessionList } from '../../parts/session/session-list.tsx'
import { Shown } from '../../parts/state/shown.tsx'
import { words } from './words.ts'

/** Where one is signed in, and the way to end it. */
export function MySessions() {
  const t = useWords(words)
  const { message } = App.useApp()
  const asked = useQuery(session.endpoints.list)
  const close = useAction(session.endpoints.close)
  const closeAll = useAction(session.endpoints.closeAll)
  const [ending, setEnding] = useState<string>()
  const [asking, setAsking] = useState(false)
  const count = (asked.data?.items ?? []).filter((item) => !item.isCurrent).length
  return (
    <Card
      title={t('tabSessions')}
      extra={
        count > 0 && (
          <Button size="small" danger onClick={() => setAsking(true)}>
            {t('endOthers')}
          </Button>
        )
      }
    >
      <FormError error={close.error} />
      <Shown asked={asked}>
        {(data) => (
          <SessionList
            sessions={data.items}
            ending={close.running ? ending : undefined}
            onEnd={async (it) => {
              setEnding(it.id)
              if (await close.done({ params: { id: it.id } })) void message.success(t('ended'))
            }}
          />
        )}
      </Shown>
      <ActionDialog
        open={asking}
        onClose={() => setAsking(false)}
        title={t('endOthersTitle', { count })}
        submit={t('endOthersSubmit', { count })}
        danger
        running={closeAll.running}
        error={closeAll.error}
        onSubmit={async () => {
          if (!(await closeAll.done({ query: { keepThis: 'true' } }))) return false
          void message.success(t('ended'))
          return true
        }}
      />
    </Card>
  )
}
