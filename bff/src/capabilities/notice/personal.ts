import { text } from '@liren/contract'
import { type NoticeCategory, noticeCategories } from '@liren/contract/capabilities/notice'
import type { Kernel } from '../../kernel/kernel.ts'
import type { PersonalData } from '../../kernel/personal.ts'
import { at, lines } from '../../kernel/personal-lines.ts'
import { unscoped } from '../../kernel/store/scope.ts'

interface Opened {
  readonly title: string
  readonly told_at: number | null
  readonly opened_at: number | null
}

/** Which notices somebody was sent and opened, and which kinds they asked for. */
export const noticeData = ({ store }: Kernel): PersonalData => ({
  name: 'notices',
  text: text('公告的送达与订阅', 'Notices sent, opened and asked for'),
  async records({ userId }) {
    const opened = await unscoped<Opened>(store, 'people may know what is kept about themselves', {
      sql: `SELECT n.title, r.told_at, r.opened_at FROM notice_receipts r JOIN notices n ON n.id = r.notice_id
       WHERE r.user_id = ? ORDER BY r.notice_id DESC LIMIT 2000`,
      params: [userId],
    })
    const asked = await store.rows<{ category: NoticeCategory; is_on: number }>(
      'SELECT category, is_on FROM notice_subscriptions WHERE user_id = ? ORDER BY category',
      [userId],
    )
    return [
      ...opened.map((row) =>
        lines(['公告', 'Notice', row.title], ['送达', 'Sent', at(row.told_at)], ['打开', 'Opened', at(row.opened_at)]),
      ),
      ...asked.map((row) =>
        lines(['订阅类别', 'Kind', noticeCategories[row.category].text.zh], ['接收', 'Sent to me', row.is_on === 1 ? '是' : '否']),
      ),
    ]
  },
  async erase({ userId }, tx) {
    const gone = await store.run('DELETE FROM notice_subscriptions WHERE user_id = ?', [userId], tx)
    return { erased: gone + (await store.run('DELETE FROM notice_receipts WHERE user_id = ?', [userId], tx)) }
  },
})
