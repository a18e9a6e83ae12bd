import { text } from '@liren/contract'
import type { Kernel } from '../../kernel/kernel.ts'
import type { PersonalData } from '../../kernel/personal.ts'
import { at, lines } from '../../kernel/personal-lines.ts'

interface Row {
  readonly sender_id: string
  readonly subject: string
  readonly reason: string
  readonly created_at: number
  readonly until_at: number
}

/** What somebody passed on at work, and was given. It stays: it says who was shown what. */
export const shareData = ({ store }: Kernel): PersonalData => ({
  name: 'shares',
  text: text('转发记录', 'Shares'),
  async records({ userId }) {
    const sql =
      'SELECT sender_id, subject, reason, created_at, until_at FROM shares WHERE sender_id = ? OR receiver_id = ? ORDER BY id DESC LIMIT 1000'
    return (await store.rows<Row>(sql, [userId, userId])).map((row) =>
      lines(
        ['转发时间', 'Shared', at(row.created_at)],
        ['方向', 'Which way', row.sender_id === userId ? '转出' : '收到'],
        ['对象', 'What', row.subject],
        ['理由', 'Why', row.reason],
        ['截止时间', 'Until', at(row.until_at)],
      ),
    )
  },
})
