import type { Me } from '@liren/contract/capabilities/session'
import { session } from '@liren/contract/capabilities/session'
import { Button, Form, Input } from 'antd'
import { useState } from 'react'
import { FormError } from '../../parts/form/error.tsx'
import { useFaults } from '../../parts/form/faults.ts'
import { useAction } from '../api/use.ts'
import { useWords } from '../language/use.ts'
import { deviceKey, deviceName } from './device.ts'
import { formProps, Step } from './frame.tsx'
import style from './session.module.css'
import { words } from './words.ts'

interface Fields {
  account: string
  password: string
}

/** Account and password. `account` is fixed when a session that ended is taken up again. */
export function CredentialsStep({
  account,
  title,
  text,
  onDone,
}: {
  account?: string
  title?: string
  text?: string
  onDone: (me: Me) => void
}) {
  const t = useWords(words)
  const [form] = Form.useForm<Fields>()
  const { run, running, error } = useAction(session.endpoints.signIn)
  const loose = useFaults(form, error)
  const [capital, setCapital] = useState(false)

  const submit = async (fields: Fields) => {
    const body = {
      ...fields,
      account: fields.account.trim().toLowerCase(),
      client: 'browser',
      end: 'admin',
      device: deviceName(),
      deviceKey: deviceKey(),
    } as const
    const answer = await run({ body })
    if (answer !== undefined) onDone(answer.me)
    else form.resetFields(['password'])
  }

  return (
    <Step title={title ?? t('title')} text={text}>
      <FormError error={error} loose={loose} />
      <Form {...formProps(form)} initialValues={{ account }} onFinish={submit} className={style.form}>
        <Form.Item name="account" label={t('account')} rules={[{ required: true, message: t('accountNeeded') }]}>
          <Input
            autoComplete="username"
            autoCapitalize="none"
            spellCheck={false}
            maxLength={64}
            disabled={account !== undefined}
            autoFocus={account === undefined}
          />
        </Form.Item>
        <Form.Item
          name="password"
          label={t('password')}
          rules={[{ required: true, message: t('passwordNeeded') }]}
          extra={capital ? <span role="status">{t('capsLock')}</span> : undefined}
        >
          <Input.Password
            autoComplete="current-password"
            maxLength={128}
            autoFocus={account !== undefined}
            onKeyUp={(event) => setCapital(event.getModifierState('CapsLock'))}
          />
        </Form.Item>
        <Button type="primary" htmlType="submit" block loading={running}>
          {t('submit')}
        </Button>
      </Form>
    </Step>
  )
}
