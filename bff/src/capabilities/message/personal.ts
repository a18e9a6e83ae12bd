import { type Text, text } from '@liren/contract'
import type { Kernel } from '../../kernel/kernel.ts'
import type { PersonalData } from '../../kernel/personal.ts'
import { at, lines } from '../../kernel/personal-lines.ts'

/** What somebody was told. */
export const messageData = ({ store }: Kernel): PersonalData => ({
  name: 'messages',
  text: text('消息', 'Messages'),
  async records({ userId }) {
    const sql = 'SELECT title, body, created_at FROM messages WHERE user_id = ? ORDER BY id DESC LIMIT 2000'
    const rows = await store.rows<{ title: string; body: string; created_at: number }>(sql, [userId])
    return rows.map((row) =>
      lines(
        ['标题', 'Title', (JSON.parse(row.title) as Text).zh],
        ['内容', 'Body', (JSON.parse(row.body) as Text).zh],
        ['时间', 'When', at(row.created_at)],
      ),
    )
  },
  async erase({ userId }, tx) {
    await store.run('DELETE FROM message_preferences WHERE user_id = ?', [userId], tx)
    return { erased: await store.run('DELETE FROM messages WHERE user_id = ?', [userId], tx) }
  },
})
