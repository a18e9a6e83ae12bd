import { exactTime, toMs, useClient } from '@liren/client'
import type { Fault } from '@liren/contract'
import { type Repair, repairActions } from '@liren/contract/capabilities/repair'
import { useState } from 'react'
import { PrimaryButton } from '@/parts/button'
import { ErrorNote } from '@/parts/error-panel'
import { Choices, FormRow, faultOf } from '@/parts/form'
import { Sheet } from '@/parts/sheet'
import { Area, DayField } from '@/platform/elements'
import { useSay } from '@/words/kit'
import { staffWords as words } from '@/words/staff'
import { useStep } from '../parts/use-step'

interface ReasonSheetProps {
  readonly action: 'pause' | 'decline'
  readonly repair: Repair
  readonly onClose: () => void
  readonly onDone: (state: 'done' | 'waiting' | 'refused') => void
}

/** Why it has to wait, or cannot be taken: one of the usual reasons, or a word of one's own. */
export function ReasonSheet({ action, repair, onClose, onDone }: ReasonSheetProps) {
  const say = useSay()
  const { platform } = useClient()
  const { take, sending, error, faults: refused } = useStep()
  const [reason, setReason] = useState('')
  const [until, setUntil] = useState('')
  const [own, setOwn] = useState<readonly Fault[]>([])
  const usual = (action === 'pause' ? words.pauseReasons : words.declineReasons).map(say)

  const send = async () => {
    const missing: Fault[] = reason.trim().length < 2 ? [{ path: 'body.reason', ...words.reasonFault }] : []
    setOwn(missing)
    if (missing.length > 0) return
    const body = { reason: reason.trim(), ...(until === '' ? {} : { until: new Date(toMs(`${until}T09:00:00+08:00`)).toISOString() }) }
    const sent = await take(repair, action, body)
    if (sent.state !== 'refused') onDone(sent.state)
  }

  return (
    <Sheet
      open
      id="reason-sheet"
      title={say(repairActions[action].text)}
      onClose={onClose}
      footer={
        <PrimaryButton id="reason-send" busy={sending} onTap={() => void send()}>
          {say(repairActions[action].text)}
        </PrimaryButton>
      }
    >
      <FormRow title={say(words.reason)} fault={faultOf(own.length > 0 ? own : refused, 'body.reason')}>
        <Choices
          label={say(words.reason)}
          value={reason}
          options={usual.map((value, index) => ({ value, words: value, id: `reason-${index}` }))}
          onChange={setReason}
        />
        <Area id="reason" className="area" value={reason} onChange={setReason} label={say(words.reason)} maxLength={500} />
      </FormRow>
      {action === 'pause' ? (
        <FormRow title={say(words.pauseUntil)} optional>
          <DayField
            id="pause-until"
            className="input"
            value={until}
            min={exactTime(platform.clock.now()).slice(0, 10)}
            onChange={setUntil}
            label={say(words.pauseUntil)}
            placeholder={say(words.pauseUntil)}
          />
        </FormRow>
      ) : null}
      <ErrorNote error={error} />
    </Sheet>
  )
}
