import { useSend } from '@liren/client'
import { merchant as contract, type Merchant } from '@liren/contract/capabilities/merchant'
import { useState } from 'react'
import { PlainButton, PrimaryButton } from '@/parts/button'
import { ErrorNote } from '@/parts/error-panel'
import { Choices, FormRow, faultOf } from '@/parts/form'
import { useMe } from '@/parts/me'
import { MoneyText } from '@/parts/money-text'
import { Sheet } from '@/parts/sheet'
import { useToast } from '@/parts/toast'
import { Area, Box } from '@/platform/elements'
import { go } from '@/platform/nav'
import { useSay } from '@/words/kit'
import { merchantWords as words } from '@/words/merchant'

interface OrderSheetProps {
  readonly merchant: Merchant
  readonly service: Merchant['services'][number]
  readonly onClose: () => void
  /** The price was another one when the order arrived. */
  readonly onStale: () => void
}

/** For which house, how many, at which price: what is asked before an order, and nothing else. */
export function OrderSheet({ service, onClose, onStale }: OrderSheetProps) {
  const say = useSay()
  const toast = useToast()
  const { me } = useMe()
  const houses = me?.households ?? []
  const [house, setHouse] = useState<string>()
  const [quantity, setQuantity] = useState(1)
  const [note, setNote] = useState('')
  const { send, sending, error, faults } = useSend(contract.endpoints.order)
  const houseId = house ?? houses[0]?.houseId
  const place = async () => {
    if (houseId === undefined) return
    const made = await send({ body: { serviceId: service.id, houseId, quantity, fen: service.fen, note: note.trim() } })
    if (made === null) return
    toast(words.placed)
    onClose()
    go('/pkg-life/orders')
  }
  const isStale = error?.code === 'stale'
  const footer =
    houseId === undefined ? (
      <PrimaryButton
        onTap={() => {
          onClose()
          go('/pkg-house/bind')
        }}
      >
        {say(words.bind)}
      </PrimaryButton>
    ) : (
      <PrimaryButton
        id="place-order"
        busy={sending}
        onTap={() => {
          if (!isStale) return void place()
          onClose()
          onStale()
        }}
      >
        {say(isStale ? words.priceChanged : words.place)}
      </PrimaryButton>
    )
  return (
    <Sheet open id="order-sheet" title={say(words.orderOf(service.name))} onClose={onClose} footer={footer}>
      {houseId === undefined ? (
        <Box>{say(words.needHouse)}</Box>
      ) : (
        <>
          <FormRow title={say(words.house)} fault={faultOf(faults, 'body.houseId')}>
            <Choices
              label={say(words.house)}
              value={houseId}
              options={houses.map((one) => ({ value: one.houseId, words: `${one.estate.name} ${one.name}` }))}
              onChange={setHouse}
            />
          </FormRow>
          <FormRow title={`${say(words.quantity)} · ${service.unit}`} fault={faultOf(faults, 'body.quantity')}>
            <Box className="row gap-12">
              <PlainButton id="fewer" icon="minus" disabled={quantity <= 1} onTap={() => setQuantity(quantity - 1)}>
                {say(words.less)}
              </PlainButton>
              <Box className="heading number" id="quantity">
                {quantity}
              </Box>
              <PlainButton id="more" icon="plus" disabled={quantity >= 99} onTap={() => setQuantity(quantity + 1)}>
                {say(words.more)}
              </PlainButton>
            </Box>
          </FormRow>
          <FormRow title={say(words.note)} optional fault={faultOf(faults, 'body.note')}>
            <Area
              id="order-note"
              className="input"
              rows={2}
              value={note}
              onChange={setNote}
              label={say(words.note)}
              placeholder={say(words.noteHint)}
              maxLength={300}
            />
          </FormRow>
          <Box className="row between">
            <Box>{say(words.total)}</Box>
            <MoneyText fen={service.fen * quantity} big />
          </Box>
          <Box className="secondary">{say(words.payNote)}</Box>
          <ErrorNote error={isStale ? undefined : error} />
        </>
      )}
    </Sheet>
  )
}
