import type { Me } from '@liren/contract/capabilities/session'
import { session } from '@liren/contract/capabilities/session'
import { Button, Form, Input } from 'antd'
import { FormError } from '../../parts/form/error.tsx'
import { useFaults } from '../../parts/form/faults.ts'
import { useAction, useQuery } from '../api/use.ts'
import { useText, useWords } from '../language/use.ts'
import { formProps, Step } from './frame.tsx'
import style from './session.module.css'
import { words } from './words.ts'

interface Fields {
  current: string
  next: string
  again: string
}

/** A new password, with the rules in sight before typing. */
export function ChangeStep({ title, text, onDone }: { title?: string; text?: string; onDone: (me: Me) => void }) {
  const t = useWords(words)
  const say = useText()
  const [form] = Form.useForm<Fields>()
  const rules = useQuery(session.endpoints.passwordRules)
  const { run, running, error } = useAction(session.endpoints.changePassword)
  const loose = useFaults(form, error)

  const submit = async ({ current, next }: Fields) => {
    const me = await run({ body: { current, next } })
    if (me === undefined) return
    form.resetFields()
    onDone(me)
  }

  return (
    <Step title={title ?? t('changeTitle')} text={text ?? t('changeText')}>
      <FormError error={error} loose={loose} />
      <Form {...formProps(form)} onFinish={submit} className={style.form}>
        <Form.Item name="current" label={t('current')} rules={[{ required: true, message: t('passwordNeeded') }]}>
          <Input.Password autoComplete="current-password" maxLength={128} autoFocus />
        </Form.Item>
        <Form.Item
          name="next"
          label={t('next')}
          rules={[{ required: true, message: t('passwordNeeded') }]}
          extra={
            rules.data && (
              <ul className={style.rules}>
                {rules.data.rules.map((rule) => (
                  <li key={rule.en}>{say(rule)}</li>
                ))}
              </ul>
            )
          }
        >
          <Input.Password autoComplete="new-password" maxLength={128} />
        </Form.Item>
        <Form.Item
          name="again"
          label={t('again')}
          dependencies={['next']}
          validateTrigger="onBlur"
          rules={[
            { required: true, message: t('passwordNeeded') },
            ({ getFieldValue }) => ({
              validator: async (_rule, value: unknown) => {
                if (value && value !== getFieldValue('next')) throw new Error(t('againDiffers'))
              },
            }),
          ]}
        >
          <Input.Password autoComplete="new-password" maxLength={128} />
        </Form.Item>
        <Button type="primary" htmlType="submit" block loading={running}>
          {t('change')}
        </Button>
      </Form>
    </Step>
  )
}
