import { type Text, text } from '@liren/contract'
import { type NoticeCategory, noticeCategories } from '@liren/contract/capabilities/notice'
import type { Consumer } from '../../kernel/capability.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { sendMessage } from './send.ts'

interface Told {
  readonly userIds: readonly string[]
  readonly category: NoticeCategory
  readonly title: Text
  readonly publisher: string
  readonly isUrgent: boolean
}

/** Tells people of a notice that concerns them; however often it is said, once each. */
export const noticeTeller = (kernel: Kernel): Consumer => ({
  name: 'message.notice',
  on: ['notice.told'],
  async handle(event, tx) {
    const { userIds, category, title, publisher, isUrgent } = event.payload as unknown as Told
    const kind = noticeCategories[category].text
    const body = text(`${publisher} · ${kind.zh}`, `${publisher} · ${kind.en}`)
    const about = { group: 'community', subject: 'notice', subjectId: event.subjectId, source: 'notice' } as const
    for (const userId of userIds)
      await sendMessage(
        kernel,
        { ...about, userId, title, body, urgent: isUrgent, isForEverybody: isUrgent, cause: `notice:${event.subjectId}` },
        tx,
      )
  },
})
