import { session } from '@liren/contract/capabilities/session'
import { Button, Form, Input } from 'antd'
import { useEffect, useState } from 'react'
import { renderSVG } from 'uqr'
import { FormError } from '../../parts/form/error.tsx'
import { useFaults } from '../../parts/form/faults.ts'
import { useAction } from '../api/use.ts'
import { useWords } from '../language/use.ts'
import { formProps, Step } from './frame.tsx'
import style from './session.module.css'
import { words } from './words.ts'

/** Sets up a one-time code app, then shows the recovery codes once. */
export function EnrolStep({ onDone }: { onDone: () => void }) {
  const t = useWords(words)
  const [form] = Form.useForm<{ code: string }>()
  const start = useAction(session.endpoints.enrol)
  const confirm = useAction(session.endpoints.confirmFactor)
  const loose = useFaults(form, confirm.error)
  const [secret, setSecret] = useState<{ secret: string; uri: string }>()
  const [recovery, setRecovery] = useState<readonly string[]>()
  const [copied, setCopied] = useState(false)

  const begin = start.run
  useEffect(() => {
    let here = true
    void begin().then((answer) => here && setSecret(answer))
    return () => {
      here = false
    }
  }, [begin])

  const submit = async ({ code }: { code: string }) => {
    const answer = await confirm.run({ body: { code: code.trim() } })
    if (answer === undefined) form.resetFields()
    else setRecovery(answer.recoveryCodes)
  }

  if (recovery !== undefined) {
    const all = recovery.join('\n')
    return (
      <Step title={t('recoveryTitle')} text={t('recoveryText')}>
        <ul className={style.recovery}>
          {recovery.map((code) => (
            <li key={code}>
              <code>{code}</code>
            </li>
          ))}
        </ul>
        <div className={style.pair}>
          <Button size="large" onClick={() => navigator.clipboard.writeText(all).then(() => setCopied(true))}>
            {copied ? t('copied') : t('copyAll')}
          </Button>
          <Button size="large" type="primary" onClick={onDone}>
            {t('recoveryDone')}
          </Button>
        </div>
      </Step>
    )
  }
  return (
    <Step title={t('enrolTitle')} text={t('enrolText')}>
      <FormError error={start.error ?? confirm.error} loose={loose} />
      {secret && (
        <div className={style.qr}>
          {/* biome-ignore lint/security/noDangerouslySetInnerHtml: drawn here from the address, no foreign markup */}
          <div className={style.qrCode} dangerouslySetInnerHTML={{ __html: renderSVG(secret.uri, { border: 2 }) }} />
          <div>
            <div className={style.stepText}>{t('enrolSecret')}</div>
            <code className={style.secret}>{secret.secret.replace(/(.{4})/g, '$1 ').trim()}</code>
          </div>
        </div>
      )}
      <Form {...formProps(form)} onFinish={submit} className={style.form}>
        <Form.Item name="code" label={t('code')} rules={[{ required: true, pattern: /^\s*\d{6}\s*$/, message: t('codeNeeded') }]}>
          <Input autoComplete="one-time-code" inputMode="numeric" maxLength={6} className={style.code} />
        </Form.Item>
        <Button type="primary" htmlType="submit" block loading={confirm.running} disabled={secret === undefined}>
          {t('verify')}
        </Button>
      </Form>
    </Step>
  )
}
