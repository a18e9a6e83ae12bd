import { clearDemoWords, setup } from '@liren/contract/capabilities/setup'
import { Button, Form, Input } from 'antd'
import { useState } from 'react'
import { useNavigate } from 'react-router'
import { ActionDialog } from '../../parts/action/action-dialog.tsx'
import { useAction } from '../api/use.ts'
import { useLanguage, useWords } from '../language/use.ts'
import { sessionStore, useMay } from '../session/store.ts'
import { words } from './words.ts'

/** The end of the demonstration, beside the line that says that it is one. Everybody is signed out by it, oneself too. */
export function ClearDemo() {
  const t = useWords(words)
  const may = useMay(setup.endpoints.clearDemo.permission)
  const phrase = clearDemoWords[useLanguage() === 'zh' ? 0 : 1]
  const [open, setOpen] = useState(false)
  const clear = useAction(setup.endpoints.clearDemo)
  const navigate = useNavigate()
  if (!may) return null
  return (
    <>
      <Button type="link" size="small" onClick={() => setOpen(true)}>
        {t('clearDemo')}
      </Button>
      <ActionDialog<{ confirm: string }>
        open={open}
        onClose={() => setOpen(false)}
        title={t('clearDemoTitle')}
        text={t('clearDemoText')}
        submit={t('clearDemoSubmit')}
        danger
        running={clear.running}
        error={clear.error}
        onSubmit={async (body) => {
          const done = await clear.done({ body })
          if (!done) return false
          navigate('/setup', { replace: true })
          sessionStore.leave()
          return true
        }}
      >
        <Form.Item
          name="confirm"
          label={t('clearDemoConfirm', { words: phrase })}
          rules={[{ required: true, whitespace: true, message: t('clearDemoConfirm', { words: phrase }) }]}
          style={{ marginBottom: 0 }}
        >
          <Input autoComplete="off" autoFocus maxLength={40} />
        </Form.Item>
      </ActionDialog>
    </>
  )
}
