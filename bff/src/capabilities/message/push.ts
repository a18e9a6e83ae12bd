import type { Consumer } from '../../kernel/capability.ts'
import { openIdOf } from '../../kernel/identity/directory.ts'
import type { Kernel } from '../../kernel/kernel.ts'

const pages: Readonly<Record<string, string>> = { repair: '/pkg-case/detail/index', notice: '/pkg-gov/notice/index' }

/** The record where the phone has a page for it, else the box. */
const pageOf = ({ subject, subject_id }: { subject: string | null; subject_id: string | null }): string => {
  const page = subject === null ? undefined : pages[subject]
  return page !== undefined && subject_id !== null ? `${page}?id=${subject_id}` : '/pages/messages/index'
}

/**
 * A WeChat notice for a message, where the person granted one. The grant is spent in this transaction, before
 * WeChat is asked: a crash in between loses a notice, never sends two. The message itself is in the box already.
 */
export function pushByWechat(kernel: Kernel): Consumer {
  const { store } = kernel
  return {
    name: 'message.wechat',
    on: ['message.sent'],
    async handle(event, tx) {
      const { userId, group, isForEverybody } = event.payload as { userId: string; group: string; isForEverybody?: boolean }
      const spent = await store.run(
        'UPDATE message_preferences SET wechat_quota = wechat_quota - 1 WHERE user_id = ? AND grp = ? AND wechat_quota > 0 AND is_muted <= ?',
        [userId, group, isForEverybody ? 1 : 0],
        tx,
      )
      if (spent === 0) return
      const openId = await openIdOf(kernel, userId, tx)
      const [row] = await store.rows<{ title: string; body: string; subject: string | null; subject_id: string | null }>(
        'SELECT title, body, subject, subject_id FROM messages WHERE id = ?',
        [event.subjectId],
        tx,
      )
      if (!openId || !row) return
      const title = (JSON.parse(row.title) as { zh: string }).zh
      const body = (JSON.parse(row.body) as { zh: string }).zh
      const page = pageOf(row)
      const answer = await kernel.wechat
        .subscribeMessage({ openId, template: group, page, data: { thing1: title.slice(0, 20), thing2: body.slice(0, 20) } })
        .catch((error: unknown) => ({ sent: false, reason: String(error) }))
      if (!answer.sent) kernel.log.info({ reason: 'reason' in answer ? answer.reason : undefined }, 'a WeChat notice was not sent')
    },
  }
}
