import { text } from '@liren/contract'
import type { Kernel } from '../../kernel/kernel.ts'
import type { PersonalData } from '../../kernel/personal.ts'
import { at, lines } from '../../kernel/personal-lines.ts'
import { unscoped } from '../../kernel/store/scope.ts'
import { contentPlace, type WordRow } from './row.ts'

/** What somebody said to a housekeeper. Words go with the account; times of answers stay as figures. */
export const housekeeperData = (kernel: Kernel): PersonalData => {
  const mine = (userId: string) =>
    kernel.store.rows<WordRow>('SELECT * FROM housekeeper_words WHERE author_id = ? ORDER BY id DESC LIMIT 5000', [userId])
  return {
    name: 'housekeeper-words',
    text: text('与管家的会话', 'Conversations with housekeepers'),
    async records({ userId }) {
      return (await mine(userId)).map((row) =>
        lines(['内容', 'Words', kernel.sealer.open(row.content, contentPlace(row.id))], ['时间', 'When', at(row.at)]),
      )
    },
    files: async ({ userId }) => (await mine(userId)).flatMap(({ photos }) => (photos === null ? [] : (JSON.parse(photos) as string[]))),
    async erase({ userId }, tx) {
      const rows = await kernel.store.rows<{ id: string }>('SELECT id FROM housekeeper_words WHERE author_id = ?', [userId], tx)
      for (const { id } of rows)
        await kernel.store.run(
          'UPDATE housekeeper_words SET content = ?, photos = NULL WHERE id = ?',
          [kernel.sealer.seal('（已随账号注销清除）', contentPlace(id)), id],
          tx,
        )
      const asks = await unscoped<{ id: string }>(
        kernel.store,
        'people may take back what is kept about themselves',
        { sql: 'SELECT id FROM housekeeper_asks WHERE resident_id = ?', params: [userId] },
        tx,
      )
      return {
        erased: rows.length,
        kept: {
          count: asks.length,
          why: text('请求的时间用于服务响应统计，内容已清除', 'When something was asked stays for the figures; the words were erased'),
          basis: '《民法典》第一百八十八条（三年诉讼时效）',
        },
      }
    },
  }
}
