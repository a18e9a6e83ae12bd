import { type Text, text } from '@liren/contract'
import { type SupplyMove, supplyMoves } from '@liren/contract/capabilities/supply'
import type { Consumer } from '../../kernel/capability.ts'
import { holdersOf } from '../../kernel/identity/directory.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { sendMessage } from './send.ts'

interface Moved {
  readonly move: SupplyMove | null
  readonly number: string
  readonly what: Text
  readonly placePath: string
  readonly applicantId: string | null
}

const byApplicant: readonly (SupplyMove | null)[] = ['submit', 'resubmit', 'withdraw', 'confirm', null]
const titles: Readonly<Partial<Record<SupplyMove, Text>>> = {
  submit: text('新的用能申办', 'A new energy service application'),
  finish: text('用能申办已完工，请确认', 'The work is done; please confirm'),
}
const overdue = text('用能申办已超过承诺时间', 'An energy service application is past its promise')

/** Tells the side that waits what became of an application, and the desk what is past its promise. */
export const supplyTeller = (kernel: Kernel): Consumer => ({
  name: 'message.supply',
  on: ['supply.moved', 'supply.overdue'],
  async handle(event, tx) {
    const { move, number, what, placePath, applicantId } = event.payload as unknown as Moved
    const people = byApplicant.includes(move)
      ? (await holdersOf(kernel, 'supply.handle', placePath, tx)).map(({ id }) => id)
      : applicantId === null
        ? []
        : [applicantId]
    const title =
      move === null ? overdue : (titles[move] ?? text(`用能申办：${supplyMoves[move].zh}`, `Application: ${supplyMoves[move].en}`))
    for (const userId of people)
      await sendMessage(
        kernel,
        {
          ...{ userId, group: 'case' as const, title, subject: 'supply', subjectId: event.subjectId, source: 'supply', cause: event.id },
          body: text(`${what.zh}（${number}）`, `${what.en} (${number})`),
          urgent: move === null,
        },
        tx,
      )
  },
})
