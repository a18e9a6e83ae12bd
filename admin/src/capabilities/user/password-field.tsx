import { session } from '@liren/contract/capabilities/session'
import { App, Button, Form, Input } from 'antd'
import { useQuery } from '../../app/api/use.ts'
import { useText, useWords } from '../../app/language/use.ts'
import { words } from './words.ts'

const sets = ['ABCDEFGHJKLMNPQRSTUVWXYZ', 'abcdefghijkmnpqrstuvwxyz', '23456789', '#%+-=?@'] as const

/** A password of four kinds of signs without look-alikes; chance comes from the browser's own generator. */
export function makePassword(length = 16): string {
  const chance = (below: number): number => {
    const [value = 0] = crypto.getRandomValues(new Uint32Array(1))
    return value % below
  }
  const one = (signs: string): string => signs.charAt(chance(signs.length))
  const all = sets.join('')
  const signs = [...sets.map(one), ...Array.from({ length: length - sets.length }, () => one(all))]
  for (let at = signs.length - 1; at > 0; at -= 1) {
    const other = chance(at + 1)
    ;[signs[at], signs[other]] = [signs[other] as string, signs[at] as string]
  }
  return signs.join('')
}

/** A first password for somebody else, with the rules in sight and one made up at a press. */
export function PasswordField({ label }: { label: string }) {
  const t = useWords(words)
  const say = useText()
  const { message } = App.useApp()
  const form = Form.useFormInstance()
  const rules = useQuery(session.endpoints.passwordRules)
  const make = async () => {
    const password = makePassword()
    form.setFieldValue('password', password)
    await navigator.clipboard.writeText(password)
    void message.success(t('passwordCopied'))
  }
  return (
    <Form.Item
      label={label}
      required
      extra={
        <>
          {t('passwordNote')}
          {rules.data && <span> · {rules.data.rules.map(say).join(' · ')}</span>}
        </>
      }
    >
      <div style={{ display: 'flex', gap: 8 }}>
        <Form.Item name="password" noStyle rules={[{ required: true, message: t('required', { field: label }) }]}>
          <Input.Password autoComplete="new-password" maxLength={128} />
        </Form.Item>
        <Button onClick={make}>{t('makePassword')}</Button>
      </div>
    </Form.Item>
  )
}
