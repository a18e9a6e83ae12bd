import { App, Button } from 'antd'
import { useState } from 'react'
import type { ApiError } from '../../app/api/error.ts'
import { ActionDialog } from './action-dialog.tsx'
import { Uses } from './uses.tsx'

interface RemoveButtonProps {
  readonly label: string
  readonly title: string
  readonly text: string
  /** What is said once it is gone. */
  readonly gone: string
  readonly running: boolean
  readonly error: ApiError | undefined
  /** True when it is gone. */
  readonly remove: () => Promise<boolean>
  readonly onGone: () => void
}

/** Takes something away for good after asking; a refusal names what still uses it. */
export function RemoveButton({ label, title, text, gone, running, error, remove, onGone }: RemoveButtonProps) {
  const { message } = App.useApp()
  const [asking, setAsking] = useState(false)
  return (
    <>
      <Button danger onClick={() => setAsking(true)}>
        {label}
      </Button>
      <ActionDialog
        {...{ title, text, running, error }}
        open={asking}
        onClose={() => setAsking(false)}
        submit={label}
        danger
        onSubmit={async () => {
          if (!(await remove())) return false
          void message.success(gone)
          onGone()
          return true
        }}
      >
        <Uses error={error} />
      </ActionDialog>
    </>
  )
}
