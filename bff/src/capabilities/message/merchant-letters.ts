import { type Text, text } from '@liren/contract'
import type { OrderAction } from '@liren/contract/capabilities/merchant'
import type { Consumer } from '../../kernel/capability.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { sendMessage } from './send.ts'

interface Moved {
  readonly action: OrderAction | 'order'
  readonly number: string
  readonly merchant: string
  readonly service: string
  readonly customer: string
  readonly keeper: string | null
}

const titles: Readonly<Record<Moved['action'], Text>> = {
  order: text('新的商家订单', 'A new order'),
  accept: text('商家已接单', 'The merchant accepted'),
  decline: text('商家未接单', 'The merchant declined'),
  finish: text('商家已完工，请确认', 'Done; please confirm'),
  confirm: text('客户已确认完成', 'The customer confirmed'),
  cancel: text('客户取消了订单', 'The customer cancelled'),
  rate: text('客户评价了订单', 'The customer rated an order'),
}
const byCustomer: readonly Moved['action'][] = ['order', 'confirm', 'cancel', 'rate']

/** Tells the other side of an order what became of it. */
export const merchantTeller = (kernel: Kernel): Consumer => ({
  name: 'message.merchant',
  on: ['merchant.order-moved'],
  async handle(event, tx) {
    const { action, number, merchant, service, customer, keeper } = event.payload as unknown as Moved
    const userId = byCustomer.includes(action) ? keeper : customer
    if (userId === null) return
    const letter = {
      userId,
      group: 'case' as const,
      title: titles[action],
      body: text(`${merchant} · ${service}（${number}）`, `${merchant} · ${service} (${number})`),
      subject: 'merchant-order',
      subjectId: event.subjectId,
      source: 'merchant',
      cause: event.id,
    }
    await sendMessage(kernel, letter, tx)
  },
})
