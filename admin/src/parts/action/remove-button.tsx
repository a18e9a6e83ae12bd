import { App, Button } from 'antd'
import { useState } from 'react'
import type { ApiError } from '../../app/api/error.ts'
import { ActionDialog } from './action-dialog.tsx'
import { Uses } from './uses.tsx'

interface RemoveButtonProps {
  /** The words of the page: the button, its question with what it means, and what is said once it is gone. */
  readonly t: (key: 'remove' | 'removeTitle' | 'removeText' | 'removed', values?: { readonly name: string }) => string
  readonly name: string
  readonly action: { readonly running: boolean; readonly error: ApiError | undefined }
  /** True when it is gone. */
  readonly remove: () => Promise<boolean>
  readonly onGone?: () => void
}

/** Takes something away for good after asking; a refusal names what still uses it. */
export function RemoveButton({ t, name, action, remove, onGone }: RemoveButtonProps) {
  const { message } = App.useApp()
  const [asking, setAsking] = useState(false)
  return (
    <>
      <Button danger onClick={() => setAsking(true)}>
        {t('remove')}
      </Button>
      <ActionDialog
        title={t('removeTitle', { name })}
        text={t('removeText')}
        running={action.running}
        error={action.error}
        open={asking}
        onClose={() => setAsking(false)}
        submit={t('remove')}
        danger
        onSubmit={async () => {
          if (!(await remove())) return false
          void message.success(t('removed', { name }))
          onGone?.()
          return true
        }}
      >
        <Uses error={action.error} />
      </ActionDialog>
    </>
  )
}
