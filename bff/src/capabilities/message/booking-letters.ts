import { type Text, text } from '@liren/contract'
import type { Consumer } from '../../kernel/capability.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { bookingForLetter } from '../booking/read.ts'
import { sendMessage } from './send.ts'

interface Moved {
  readonly step: string
  readonly byStaff: boolean
  readonly userId: string | null
  readonly reason: string | null
}

/** What residents did themselves they know; what others or the clock did they are told. */
const titles: Readonly<Record<string, Text>> = {
  approved: text('场地预约已通过', 'Your booking was approved'),
  refused: text('场地预约未通过', 'Your booking was refused'),
  cancelled: text('场地预约已被取消', 'Your booking was cancelled'),
  expired: text('场地预约未及时审批，已失效', 'Nobody approved your booking in time'),
  missed: text('您没有到场使用预约', 'You did not come to what you booked'),
}

/** Tells whoever booked what became of it. */
export const bookingTeller = (kernel: Kernel): Consumer => ({
  name: 'message.booking',
  on: ['booking.moved'],
  async handle(event, tx) {
    const { step, byStaff, userId, reason } = event.payload as unknown as Moved
    const title = titles[step]
    if (!title || userId === null || (step === 'cancelled' && !byStaff)) return
    const known = await bookingForLetter(kernel, event.subjectId, tx)
    if (!known) return
    const said = reason === null ? '' : `：${reason}`
    const body = `${known.space} · ${known.when}${said}`
    const letter = { userId, group: 'case' as const, title, body: text(body, body), subject: 'booking', subjectId: event.subjectId }
    await sendMessage(kernel, { ...letter, source: 'booking', cause: event.id }, tx)
  },
})
