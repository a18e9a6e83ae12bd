import { useSend } from '@liren/client'
import type { Fault } from '@liren/contract'
import { merchant as contract, type MerchantOrder, type OrderAction } from '@liren/contract/capabilities/merchant'
import { useState } from 'react'
import { PrimaryButton } from '@/parts/button'
import { ErrorNote } from '@/parts/error-panel'
import { FormRow, faultOf } from '@/parts/form'
import { Rating } from '@/parts/rating'
import { Sheet } from '@/parts/sheet'
import { useToast } from '@/parts/toast'
import { VoiceText } from '@/parts/voice-text'
import { Box } from '@/platform/elements'
import { useSay } from '@/words/kit'
import { merchantWords as words } from '@/words/merchant'

interface StepSheetProps {
  readonly order: MerchantOrder
  readonly action: OrderAction
  readonly onClose: () => void
  readonly onDone: () => void
}

const { endpoints } = contract

/** One step of an order: a reason where the other side needs one, stars where it is rated. */
export function StepSheet({ order, action, onClose, onDone }: StepSheetProps) {
  const say = useSay()
  const toast = useToast()
  const [typed, setTyped] = useState('')
  const [stars, setStars] = useState(0)
  const [own, setOwn] = useState<readonly Fault[]>([])
  const plain = useSend(endpoints[action as 'accept'])
  const asksReason = action === 'decline' || action === 'cancel'
  const faults = own.length > 0 ? own : plain.faults

  const missing = (): Fault[] => {
    if (asksReason && typed.trim().length < 2) return [{ path: 'body.reason', ...words.reasonHint }]
    if (action === 'rate' && stars === 0) return [{ path: 'body.rating', ...words.chooseStars }]
    return []
  }
  const send = async () => {
    const lacking = missing()
    setOwn(lacking)
    if (lacking.length > 0) return
    const more = asksReason ? { reason: typed.trim() } : action === 'rate' ? { rating: stars, comment: typed.trim() } : {}
    const done = await plain.send({ params: { id: order.id }, body: { version: order.version, ...more } })
    if (done === null) return
    toast(words.saved)
    onDone()
  }
  return (
    <Sheet
      open
      id="order-step"
      title={say(words.actions[action])}
      onClose={onClose}
      footer={
        <PrimaryButton id="order-step-send" busy={plain.sending} onTap={() => void send()}>
          {say(words.actions[action])}
        </PrimaryButton>
      }
    >
      <Box className="secondary">{`${order.merchant.name} · ${order.service.name} · ${order.number}`}</Box>
      {action === 'rate' ? (
        <FormRow title={say(words.actions.rate)} fault={faultOf(faults, 'body.rating')}>
          <Rating value={stars} onChange={setStars} />
        </FormRow>
      ) : null}
      {asksReason || action === 'rate' ? (
        <FormRow
          title={say(asksReason ? words.reason : words.comment)}
          optional={!asksReason}
          fault={faultOf(faults, asksReason ? 'body.reason' : 'body.comment')}
        >
          <VoiceText
            id="order-words"
            value={typed}
            onChange={setTyped}
            label={say(asksReason ? words.reason : words.comment)}
            placeholder={say(asksReason ? words.reasonHint : words.commentHint)}
            maxLength={asksReason ? 200 : 300}
          />
        </FormRow>
      ) : null}
      <ErrorNote error={plain.error} />
    </Sheet>
  )
}
