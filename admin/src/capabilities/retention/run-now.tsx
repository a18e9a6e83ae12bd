import { retentionEndpoints } from '@liren/contract/capabilities/retention'
import { App, Button } from 'antd'
import { useState } from 'react'
import { useAction } from '../../app/api/use.ts'
import { useWords } from '../../app/language/use.ts'
import { ActionDialog } from '../../parts/action/action-dialog.tsx'
import { words } from './words.ts'

/** Clears away at once what would go at night. */
export function RunNow() {
  const t = useWords(words)
  const { message } = App.useApp()
  const run = useAction(retentionEndpoints.run)
  const [isAsking, setAsking] = useState(false)
  return (
    <>
      <Button onClick={() => setAsking(true)}>{t('run')}</Button>
      <ActionDialog
        open={isAsking}
        onClose={() => setAsking(false)}
        title={t('runTitle')}
        text={t('runText')}
        submit={t('run')}
        danger
        running={run.running}
        error={run.error}
        onSubmit={async () => {
          if ((await run.run({})) === undefined) return false
          void message.success(t('runDone'))
          return true
        }}
      />
    </>
  )
}
