import { useClient } from '@liren/client'
import type { Fault } from '@liren/contract'
import { useState } from 'react'
import { Box, Field } from '@/platform/elements'
import { useSay } from '@/words/kit'
import { signInWords as words } from '@/words/sign-in'
import { PlainButton, PrimaryButton } from '../button'
import { FormRow } from '../form'
import { useToast } from '../toast'
import './sms-form.css'

interface SmsFormProps {
  readonly busy: boolean
  /** Another way is the first choice at this end. */
  readonly quiet: boolean
  readonly guard: (work: () => void) => () => void
  readonly onSend: (phone: string) => Promise<number | undefined>
  readonly onSubmit: (phone: string, code: string) => void
}

const fault = (path: string, { zh, en }: { zh: string; en: string }): Fault => ({ path, zh, en })

/** A code by text message: the way in that needs no messenger. */
export function SmsForm({ busy, quiet, guard, onSend, onSubmit }: SmsFormProps) {
  const say = useSay()
  const toast = useToast()
  const { platform } = useClient()
  const [phone, setPhone] = useState('')
  const [code, setCode] = useState('')
  const [wait, setWait] = useState(0)
  const [faults, setFaults] = useState<{ phone?: Fault; code?: Fault }>({})

  const phoneFault = () => (/^1\d{10}$/.test(phone) ? undefined : fault('phone', words.phoneFault))
  const codeFault = () => (/^\d{6}$/.test(code) ? undefined : fault('code', words.codeFault))

  const sendCode = async () => {
    const wrong = phoneFault()
    setFaults(wrong ? { phone: wrong } : {})
    if (wrong) return
    const seconds = await onSend(phone)
    if (seconds === undefined) return
    toast(words.codeSent)
    for (let left = seconds; left > 0; left--) {
      setWait(left)
      await platform.clock.sleep(1_000)
    }
    setWait(0)
  }
  const submit = () => {
    const found = { phone: phoneFault(), code: codeFault() }
    setFaults({ ...(found.phone ? { phone: found.phone } : {}), ...(found.code ? { code: found.code } : {}) })
    if (!found.phone && !found.code) onSubmit(phone, code)
  }
  const Button = quiet ? PlainButton : PrimaryButton

  return (
    <Box className="sms-form">
      <FormRow title={say(words.phone)} fault={faults.phone}>
        <Field
          id="phone"
          className="input"
          kind="tel"
          value={phone}
          onChange={setPhone}
          label={say(words.phone)}
          placeholder={say(words.phoneHint)}
          maxLength={11}
          faulty={faults.phone !== undefined}
        />
      </FormRow>
      <FormRow title={say(words.code)} fault={faults.code}>
        <Box className="row gap-8">
          <Box className="grow">
            <Field
              id="sms-code"
              className="input"
              kind="number"
              value={code}
              onChange={setCode}
              label={say(words.code)}
              placeholder={say(words.codeHint)}
              maxLength={6}
              faulty={faults.code !== undefined}
              onDone={guard(submit)}
            />
          </Box>
          <PlainButton id="send-code" className="sms-send" disabled={wait > 0 || busy} onTap={guard(() => void sendCode())}>
            {say(wait > 0 ? words.sendAgain(wait) : words.sendCode)}
          </PlainButton>
        </Box>
      </FormRow>
      <Button id="sms-sign-in" busy={busy} onTap={guard(submit)}>
        {say(quiet ? words.bySms : words.signIn)}
      </Button>
    </Box>
  )
}
