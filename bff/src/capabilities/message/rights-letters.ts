import { text } from '@liren/contract'
import type { Consumer } from '../../kernel/capability.ts'
import { holdersOf } from '../../kernel/identity/directory.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { type Letter, sendMessage } from './send.ts'

/** Tells people that their data can be fetched, and the desk that somebody has waited too long. */
export const rightsTeller = (kernel: Kernel): Consumer => ({
  name: 'message.rights',
  on: ['rights.ready', 'rights.overdue'],
  async handle(event, tx) {
    const { userId, placePath } = event.payload as { userId?: string; placePath?: string }
    const [title, body] = event.name === 'rights.ready' ? ready : overdue
    const to = userId ? [userId] : (await holdersOf(kernel, 'rights.handle', placePath ?? '/', tx)).map(({ id }) => id)
    const letter: Omit<Letter, 'userId'> = {
      group: 'community',
      source: 'rights',
      cause: event.id,
      title,
      body,
      subject: 'rights',
      subjectId: event.subjectId,
    }
    for (const person of to) await sendMessage(kernel, { ...letter, userId: person, urgent: event.name === 'rights.overdue' }, tx)
  },
})

const ready = [
  text('您的信息已可下载', 'Your data are ready'),
  text('7 天内可在“隐私”中下载', 'Fetch them under “Privacy” within 7 days'),
] as const
const overdue = [
  text('信息更正申请已超期', 'A request for correction is overdue'),
  text('已超过 15 个工作日的法定时限，请立即处理', 'It is past the legal limit of 15 working days: answer now'),
] as const
