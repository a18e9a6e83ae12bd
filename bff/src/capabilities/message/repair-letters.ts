import type { Text } from '@liren/contract'
import type { StoredEvent } from '../../kernel/capability.ts'
import type { Letter } from './send.ts'

interface Moved {
  action: string
  to: string
  number: string
  reporterId: string
  handlerId: string | null
  previousHandlerId: string | null
}

const words = (zh: string, en: string): Text => ({ zh, en })

/** Who hears of a step, and in which words. Pure: an event in, letters out. */
export function repairLetters(
  event: StoredEvent,
  names: { handler: string | null; followers: readonly string[]; supervisors: readonly string[] },
): Letter[] {
  const about = { group: 'case', subject: 'repair', subjectId: event.subjectId, source: 'repair', cause: event.id } as const
  const to = (userId: string, title: Text, body: Text, urgent = false): Letter => ({ ...about, userId, title, body, urgent })
  if (event.name === 'repair.overdue') {
    const { number, handlerId } = event.payload as unknown as Moved
    const title = words('报修已超时', 'A repair is overdue')
    const body = words(`${number} 超过承诺时限，请尽快处理`, `${number} has passed its deadline`)
    return [...new Set([...(handlerId ? [handlerId] : []), ...names.supervisors])].map((userId) => to(userId, title, body, true))
  }
  const step = event.payload as unknown as Moved
  const who = names.handler ?? '师傅'
  const forResident = residentWords[step.action]?.(step.number, who, names.handler ?? 'the worker')
  const letters = forResident ? [step.reporterId, ...names.followers].map((userId) => to(userId, forResident.title, forResident.body)) : []
  if (step.handlerId && (step.action === 'dispatch' || step.action === 'transfer'))
    letters.push(
      to(
        step.handlerId,
        words('新工单', 'A new order'),
        words(`${step.number} 已派给您，请接单`, `${step.number} is yours, please accept`),
        true,
      ),
    )
  if (step.handlerId && step.action === 'urge')
    letters.push(
      to(
        step.handlerId,
        words('居民催办', 'Urged'),
        words(`${step.number} 的居民在等您`, `The resident of ${step.number} is waiting`),
        true,
      ),
    )
  if (step.previousHandlerId && step.action === 'reopen')
    letters.push(
      to(
        step.previousHandlerId,
        words('居民不满意', 'Reopened'),
        words(`${step.number} 已重新打开，由主管跟进`, `${step.number} was reopened and goes to the supervisor`),
      ),
    )
  return letters
}

type Words = (number: string, zh: string, en: string) => { title: Text; body: Text }

const residentWords: Record<string, Words> = {
  dispatch: (number, zh, en) => ({
    title: words('已派单', 'Assigned'),
    body: words(`${number} 已派给${zh}`, `${number} was given to ${en}`),
  }),
  accept: (number, zh, en) => ({
    title: words('师傅已接单', 'Accepted'),
    body: words(`${zh}已接单 ${number}，将与您联系`, `${en} accepted ${number} and will contact you`),
  }),
  grab: (number, zh, en) => ({
    title: words('师傅已接单', 'Accepted'),
    body: words(`${zh}已接单 ${number}，将与您联系`, `${en} accepted ${number} and will contact you`),
  }),
  arrive: (number, zh, en) => ({
    title: words('师傅已到场', 'Arrived'),
    body: words(`${zh}已到场处理 ${number}`, `${en} is on the spot for ${number}`),
  }),
  pause: (number) => ({
    title: words('暂时挂起', 'Paused'),
    body: words(`${number} 因故暂停，原因见进度`, `${number} is paused; the reason is in the timeline`),
  }),
  resume: (number) => ({ title: words('继续处理', 'Going on'), body: words(`${number} 已恢复处理`, `Work on ${number} goes on`) }),
  finish: (number) => ({
    title: words('已完工，请确认', 'Done, please confirm'),
    body: words(`${number} 已完工，满意请确认，不满意可重新打开`, `${number} is done; confirm it or reopen it`),
  }),
  confirm: (number) => ({
    title: words('已办结', 'Closed'),
    body: words(`${number} 已办结，感谢您的反馈`, `${number} is closed, thank you`),
  }),
  return: (number) => ({
    title: words('需要补充信息', 'Sent back'),
    body: words(`${number} 被退回，请按说明补充后再提交`, `${number} was sent back; please add what is missing`),
  }),
  transfer: (number, zh, en) => ({
    title: words('已转派', 'Handed over'),
    body: words(`${number} 改由${zh}处理`, `${number} is now with ${en}`),
  }),
}
