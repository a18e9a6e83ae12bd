import { session } from '@liren/contract/capabilities/session'
import { App, Button, Form, Input } from 'antd'
import { type ReactNode, useState } from 'react'
import { useQuery } from '../../app/api/use.ts'
import { useText, useWords } from '../../app/language/use.ts'
import { makePassword } from './make-password.ts'
import { words } from './words.ts'

/** What every password must be like, in one line. */
export function PasswordRules() {
  const say = useText()
  const rules = useQuery(session.endpoints.passwordRules)
  return <>{rules.data?.rules.map(say).join(' · ')}</>
}

/** A first password, with one made up at a press. What stands in `extra` is said below it. */
export function PasswordField({
  label,
  name = 'password',
  extra,
}: {
  label: string
  name?: string | (string | number)[]
  extra?: ReactNode
}) {
  const t = useWords(words)
  const { message } = App.useApp()
  const form = Form.useFormInstance()
  const [visible, setVisible] = useState(false)
  const make = async () => {
    const password = makePassword()
    form.setFields([{ name, value: password, errors: [] }])
    setVisible(true)
    // Only pages of a secure origin may write to the clipboard.
    const copied = await navigator.clipboard?.writeText(password).then(
      () => true,
      () => false,
    )
    void message.success(t(copied ? 'passwordCopied' : 'passwordMade'))
  }
  return (
    <Form.Item label={label} required extra={extra}>
      <div style={{ display: 'flex', gap: 8 }}>
        <Form.Item name={name} noStyle rules={[{ required: true, message: t('passwordNeeded') }]}>
          <Input.Password autoComplete="new-password" maxLength={128} visibilityToggle={{ visible, onVisibleChange: setVisible }} />
        </Form.Item>
        <Button onClick={make}>{t('makePassword')}</Button>
      </div>
    </Form.Item>
  )
}
