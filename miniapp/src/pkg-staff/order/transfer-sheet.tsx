import { useCall } from '@liren/client'
import type { Fault } from '@liren/contract'
import { type Repair, repairActions, repairEndpoints } from '@liren/contract/capabilities/repair'
import { useState } from 'react'
import { PrimaryButton } from '@/parts/button'
import { EmptyState } from '@/parts/empty-state'
import { ErrorNote } from '@/parts/error-panel'
import { Choices, FormRow, faultOf } from '@/parts/form'
import { Loaded } from '@/parts/loaded'
import { Sheet } from '@/parts/sheet'
import { Area } from '@/platform/elements'
import { useSay } from '@/words/kit'
import { staffWords as words } from '@/words/staff'
import { useStep } from '../parts/use-step'

interface TransferSheetProps {
  readonly repair: Repair
  readonly onClose: () => void
  readonly onDone: (state: 'done' | 'waiting' | 'refused') => void
}

/** To a colleague who can take it, the least busy first; they accept it anew. */
export function TransferSheet({ repair, onClose, onDone }: TransferSheetProps) {
  const say = useSay()
  const colleagues = useCall(repairEndpoints.colleagues, { params: { id: repair.id } })
  const { take, sending, error, faults: refused } = useStep()
  const [handlerId, setHandlerId] = useState<string>()
  const [reason, setReason] = useState('')
  const [own, setOwn] = useState<readonly Fault[]>([])
  const faults = own.length > 0 ? own : refused
  const usual = words.transferReasons.map(say)

  const send = async () => {
    const missing: Fault[] = [
      ...(handlerId === undefined ? [{ path: 'body.handlerId', ...words.transferToFault }] : []),
      ...(reason.trim().length < 2 ? [{ path: 'body.reason', ...words.reasonFault }] : []),
    ]
    setOwn(missing)
    if (missing.length > 0) return
    const sent = await take(repair, 'transfer', { handlerId, reason: reason.trim() })
    if (sent.state !== 'refused') onDone(sent.state)
  }

  return (
    <Sheet
      open
      id="transfer-sheet"
      title={say(repairActions.transfer.text)}
      onClose={onClose}
      footer={
        <PrimaryButton id="transfer-send" busy={sending} disabled={colleagues.data?.items.length === 0} onTap={() => void send()}>
          {say(repairActions.transfer.text)}
        </PrimaryButton>
      }
    >
      <Loaded of={colleagues} shape="rows">
        {({ items }) =>
          items.length === 0 ? (
            <EmptyState scene="calm" title={say(words.noColleague)} body={say(words.noColleagueBody)} />
          ) : (
            <>
              <FormRow title={say(words.transferTo)} fault={faultOf(faults, 'body.handlerId')}>
                <Choices
                  label={say(words.transferTo)}
                  value={handlerId}
                  options={items.map(({ id, name, open }) => ({
                    value: id,
                    words: say(words.colleague(name, open)),
                    id: `colleague-${id}`,
                  }))}
                  onChange={setHandlerId}
                />
              </FormRow>
              <FormRow title={say(words.reason)} fault={faultOf(faults, 'body.reason')}>
                <Choices
                  label={say(words.reason)}
                  value={reason}
                  options={usual.map((value, index) => ({ value, words: value, id: `reason-${index}` }))}
                  onChange={setReason}
                />
                <Area id="reason" className="area" value={reason} onChange={setReason} label={say(words.reason)} maxLength={500} />
              </FormRow>
            </>
          )
        }
      </Loaded>
      <ErrorNote error={error} />
    </Sheet>
  )
}
