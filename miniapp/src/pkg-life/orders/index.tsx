import { useClient, usePage } from '@liren/client'
import { merchant as contract, type MerchantOrder, type OrderAction, orderStates } from '@liren/contract/capabilities/merchant'
import { useState } from 'react'
import type { IconName } from '@/look/icons'
import { LinkButton, PlainButton, PrimaryButton } from '@/parts/button'
import { CursorList } from '@/parts/cursor-list'
import { EmptyState } from '@/parts/empty-state'
import { MoneyText } from '@/parts/money-text'
import { Page } from '@/parts/page'
import { PermissionGate } from '@/parts/permission-gate'
import { Rating } from '@/parts/rating'
import { Segmented } from '@/parts/segmented'
import { Tag, type Tone } from '@/parts/status-tag'
import { TimeText } from '@/parts/time-text'
import { Box } from '@/platform/elements'
import { go } from '@/platform/nav'
import { usePull } from '@/platform/shown'
import { useSay } from '@/words/kit'
import { merchantWords as words } from '@/words/merchant'
import { StepSheet } from './step-sheet'

type Side = 'customer' | 'merchant'

/** Orders that I placed, and, for whoever is a merchant here, those that were placed with me. */
export default function Orders() {
  const say = useSay()
  return (
    <Page page="pkg-life/orders" title={words.ordersTitle}>
      <PermissionGate preview={say(words.payNote)}>
        <List />
      </PermissionGate>
    </Page>
  )
}

function List() {
  const say = useSay()
  const [side, setSide] = useState<Side>('customer')
  const list = usePage(contract.endpoints.orders, { query: { side, limit: 20 } }, { on: ['merchant.'] })
  const [step, setStep] = useState<{ order: MerchantOrder; action: OrderAction }>()
  usePull(list.reload)
  return (
    <>
      <Segmented
        label={say(words.ordersTitle)}
        value={side}
        onChange={setSide}
        options={[
          { value: 'customer', words: say(words.mine) },
          { value: 'merchant', words: say(words.shop) },
        ]}
      />
      <CursorList
        of={list}
        shape="cards"
        keyOf={({ id }) => id}
        empty={
          <EmptyState scene="calm" title={say(side === 'customer' ? words.noOrders : words.noShop)}>
            {side === 'customer' ? <LinkButton onTap={() => go('/pkg-life/merchants')}>{say(words.seeMerchants)}</LinkButton> : null}
          </EmptyState>
        }
      >
        {(order) => <Card order={order} side={side} onStep={(action) => setStep({ order, action })} />}
      </CursorList>
      {step ? (
        <StepSheet
          {...step}
          onClose={() => setStep(undefined)}
          onDone={() => {
            setStep(undefined)
            void list.reload()
          }}
        />
      ) : null}
    </>
  )
}

const looks: Record<MerchantOrder['state'], { tone: Tone; icon: IconName }> = {
  placed: { tone: 'info', icon: 'circle' },
  accepted: { tone: 'primary', icon: 'arrow' },
  finished: { tone: 'accent', icon: 'alert' },
  confirmed: { tone: 'success', icon: 'check' },
  declined: { tone: 'neutral', icon: 'return' },
  cancelled: { tone: 'neutral', icon: 'return' },
}

function Card({ order, side, onStep }: { order: MerchantOrder; side: Side; onStep: (action: OrderAction) => void }) {
  const say = useSay()
  const { platform, api } = useClient()
  const callCustomer = async () => {
    const { phone } = await api.call(contract.endpoints.contact, { params: { id: order.id } })
    await platform.call(phone)
  }
  const mayCall = side === 'merchant' && (order.state === 'accepted' || order.state === 'finished')
  return (
    <Box className="card stack gap-8" id={`order-${order.id}`}>
      <Box className="row between gap-8 wrap">
        <Tag {...looks[order.state]} words={say(orderStates[order.state])} />
        <TimeText at={order.placedAt} className="small" />
      </Box>
      <Box className="row between gap-8">
        <Box className="heading grow">{`${order.service.name} × ${order.quantity}`}</Box>
        <MoneyText fen={order.totalFen} />
      </Box>
      <Box className="secondary">{side === 'customer' ? order.merchant.name : order.address}</Box>
      {order.note === '' ? null : <Box>{order.note}</Box>}
      {order.reason === null ? null : <Box className="secondary">{`${say(words.reason)}：${order.reason}`}</Box>}
      {order.rating === null ? null : <Rating value={order.rating} />}
      {order.comment ? <Box className="secondary">{order.comment}</Box> : null}
      <Box className="small number">{order.number}</Box>
      <Box className="row gap-8 wrap">
        {side === 'customer' && ['placed', 'accepted', 'finished'].includes(order.state) ? (
          <LinkButton icon="phone" onTap={() => void platform.call(order.merchant.phone)}>
            {say(words.call)}
          </LinkButton>
        ) : null}
        {mayCall ? (
          <LinkButton icon="phone" onTap={() => void callCustomer()}>
            {say(words.contact)}
          </LinkButton>
        ) : null}
        {order.can.map((action) => {
          const Button = action === 'cancel' || action === 'decline' ? PlainButton : PrimaryButton
          return (
            <Button key={action} id={`${action}-${order.id}`} onTap={() => onStep(action)}>
              {say(words.actions[action])}
            </Button>
          )
        })}
      </Box>
    </Box>
  )
}
