import { exactTime, toMs, useClient, useSend } from '@liren/client'
import type { Fault, Text } from '@liren/contract'
import { household as contract, relationTexts } from '@liren/contract/capabilities/household'
import { useState } from 'react'
import { PrimaryButton } from '@/parts/button'
import { ErrorNote } from '@/parts/error-panel'
import { Choices, FormRow, faultOf } from '@/parts/form'
import { Sheet } from '@/parts/sheet'
import { useToast } from '@/parts/toast'
import { DayField, Field } from '@/platform/elements'
import { houseWords as words } from '@/words/house'
import { useSay } from '@/words/kit'

const kinds = ['family', 'tenant', 'other'] as const
type Kind = (typeof kinds)[number]
const fault = (path: string, { zh, en }: Text): Fault => ({ path, zh, en })

/** Name, number, relation; a tenant's end is asked, everybody else's is not. */
export function InviteSheet({ houseId, onClose, onDone }: { houseId: string; onClose: () => void; onDone: () => void }) {
  const say = useSay()
  const toast = useToast()
  const { platform } = useClient()
  const { send, sending, error, faults: refused } = useSend(contract.endpoints.invite)
  const [relation, setRelation] = useState<Kind>('family')
  const [name, setName] = useState('')
  const [phone, setPhone] = useState('')
  const [until, setUntil] = useState('')
  const [own, setOwn] = useState<readonly Fault[]>([])
  const faults = own.length > 0 ? own : refused

  const submit = async () => {
    const missing = [
      ...(name.trim() === '' ? [fault('body.name', words.faults.name)] : []),
      ...(/^1\d{10}$/.test(phone) ? [] : [fault('body.phone', words.faults.phone)]),
      ...(relation === 'tenant' && until === '' ? [fault('body.validUntil', words.faults.until)] : []),
    ]
    setOwn(missing)
    if (missing.length > 0) return
    const validUntil = until === '' ? undefined : new Date(toMs(`${until}T23:59:59+08:00`)).toISOString()
    const done = await send({ params: { houseId }, body: { name: name.trim(), phone, relation, ...(validUntil ? { validUntil } : {}) } })
    if (done === null) return
    toast(words.inviteDone)
    onDone()
  }

  return (
    <Sheet
      open
      id="invite-sheet"
      title={say(words.invite)}
      onClose={onClose}
      footer={
        <PrimaryButton id="invite-send" busy={sending} onTap={() => void submit()}>
          {say(words.inviteSend)}
        </PrimaryButton>
      }
    >
      <FormRow title={say(words.relation)}>
        <Choices
          label={say(words.relation)}
          value={relation}
          options={kinds.map((value) => ({ value, words: say(relationTexts[value]) }))}
          onChange={setRelation}
        />
      </FormRow>
      <FormRow title={say(words.name)} fault={faultOf(faults, 'body.name')}>
        <Field id="invite-name" className="input" value={name} onChange={setName} label={say(words.name)} maxLength={40} />
      </FormRow>
      <FormRow title={say(words.phone)} fault={faultOf(faults, 'body.phone')}>
        <Field id="invite-phone" className="input" kind="tel" value={phone} onChange={setPhone} label={say(words.phone)} maxLength={11} />
      </FormRow>
      <FormRow title={say(words.until)} fault={faultOf(faults, 'body.validUntil')} optional={relation !== 'tenant'}>
        <DayField
          id="invite-until"
          className="input"
          value={until}
          min={exactTime(platform.clock.now()).slice(0, 10)}
          onChange={setUntil}
          label={say(words.until)}
          placeholder={say(words.forever)}
        />
      </FormRow>
      <ErrorNote error={error} />
    </Sheet>
  )
}
