import { bridge } from '@liren/contract/capabilities/bridge'
import type { IdentityLock } from '@liren/contract/edge/lock-endpoints'
import { App, Button } from 'antd'
import { useState } from 'react'
import { useAction } from '../../app/api/use.ts'
import { useWords } from '../../app/language/use.ts'
import { ActionDialog } from '../../parts/action/action-dialog.tsx'
import { words } from './lock-words.ts'

/** Asks the bridge to unlock it; whether it did, the bridge says. */
export function Unlock({ lock, onDone }: { lock: IdentityLock; onDone: () => void }) {
  const t = useWords(words)
  const { message } = App.useApp()
  const [isAsking, setAsking] = useState(false)
  const action = useAction(bridge.endpoints.unlock)
  if (!lock.can.includes('unlock')) return null
  return (
    <>
      <Button type="primary" onClick={() => setAsking(true)}>
        {t('unlock')}
      </Button>
      <ActionDialog
        open={isAsking}
        onClose={() => setAsking(false)}
        title={t('unlockTitle', { name: lock.device?.name ?? lock.identity })}
        text={t('unlockText')}
        submit={t('unlock')}
        reason="needed"
        running={action.running}
        error={action.error}
        onSubmit={async ({ reason }) => {
          const done = await action.run({ params: { id: lock.id }, body: { version: lock.version, reason } })
          if (done === undefined) return false
          void message.success(t('unlockAsked'))
          onDone()
          return true
        }}
      />
    </>
  )
}
