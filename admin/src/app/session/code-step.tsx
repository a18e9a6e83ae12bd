import type { Me } from '@liren/contract/capabilities/session'
import { session } from '@liren/contract/capabilities/session'
import { Button, Form, Input } from 'antd'
import { FormError } from '../../parts/form/error.tsx'
import { useFaults } from '../../parts/form/faults.ts'
import { useAction } from '../api/use.ts'
import { useWords } from '../language/use.ts'
import { formProps, Step } from './frame.tsx'
import style from './session.module.css'
import { words } from './words.ts'

interface Fields {
  code?: string
  password?: string
}

const codePattern = /^(\d{6}|[0-9a-z]{4}-[0-9a-z]{4})$/

/** Proves once more who is here: by a one-time code where one is set up, otherwise by the password. */
export function CodeStep({
  by,
  title,
  text,
  onDone,
}: {
  by: 'code' | 'password'
  title?: string
  text?: string
  onDone: (me: Me) => void
}) {
  const t = useWords(words)
  const [form] = Form.useForm<Fields>()
  const { run, running, error } = useAction(session.endpoints.stepUp)
  const loose = useFaults(form, error)

  const submit = async (fields: Fields) => {
    const me = await run({ body: fields.code === undefined ? fields : { code: fields.code.trim().toLowerCase() } })
    if (me !== undefined) onDone(me)
    else form.resetFields()
  }

  return (
    <Step title={title ?? t('codeTitle')} text={text ?? t('codeText')}>
      <FormError error={error} loose={loose} />
      <Form {...formProps(form)} onFinish={submit} className={style.form}>
        {by === 'code' ? (
          <Form.Item
            name="code"
            label={t('code')}
            validateTrigger="onBlur"
            rules={[
              { required: true, message: t('codeNeeded') },
              { pattern: codePattern, message: t('codeRule') },
            ]}
          >
            <Input autoComplete="one-time-code" inputMode="text" maxLength={9} autoFocus className={style.code} />
          </Form.Item>
        ) : (
          <Form.Item name="password" label={t('password')} rules={[{ required: true, message: t('passwordNeeded') }]}>
            <Input.Password autoComplete="current-password" maxLength={128} autoFocus />
          </Form.Item>
        )}
        <Button type="primary" htmlType="submit" block loading={running}>
          {t('verify')}
        </Button>
      </Form>
    </Step>
  )
}
