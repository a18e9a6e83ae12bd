import { text } from '@liren/contract'
import type { Kernel } from '../../kernel/kernel.ts'
import type { PersonalData } from '../../kernel/personal.ts'
import { at, lines } from '../../kernel/personal-lines.ts'
import type { FileRow } from './row.ts'

/** What somebody uploaded. Pictures that are part of a record follow that record. */
export const fileData = ({ store }: Kernel): PersonalData => {
  const owned = (userId: string) =>
    store.rows<FileRow>("SELECT * FROM files WHERE owner_id = ? AND state = 'kept' ORDER BY id DESC LIMIT 1000", [userId])
  return {
    name: 'files',
    text: text('上传的文件', 'Uploads'),
    async records({ userId }) {
      return (await owned(userId)).map((row) =>
        lines(['编号', 'Number', row.id], ['类型', 'Type', row.type], ['大小', 'Bytes', row.bytes], ['时间', 'When', at(row.created_at)]),
      )
    },
    files: async ({ userId }) => (await owned(userId)).map(({ id }) => id),
    async erase({ userId }, tx) {
      const loose = 'NOT EXISTS (SELECT 1 FROM attachments a WHERE a.file_id = files.id)'
      const erased = await store.run(`UPDATE files SET state = 'gone' WHERE owner_id = ? AND state = 'kept' AND ${loose}`, [userId], tx)
      const kept = (await store.rows("SELECT id FROM files WHERE owner_id = ? AND state = 'kept'", [userId], tx)).length
      if (kept === 0) return { erased }
      return {
        erased,
        kept: {
          count: kept,
          why: text('已成为工单凭证的照片随工单保留', 'Pictures that prove an order stay with it'),
          basis: '《民法典》第一百八十八条（三年诉讼时效）',
        },
      }
    },
  }
}
