import { text } from '@liren/contract'
import type { Kernel } from '../../kernel/kernel.ts'
import type { PersonalData } from '../../kernel/personal.ts'
import { at, lines } from '../../kernel/personal-lines.ts'
import { unscoped } from '../../kernel/store/scope.ts'
import type { Tx } from '../../kernel/store/store.ts'

interface Row {
  readonly id: string
  readonly number: string
  readonly title: string
  readonly description: string
  readonly place_label: string
  readonly state: string
  readonly contact: string
  readonly photos: string
  readonly comment: string | null
  readonly created_at: number
}

const place = (row: string) => ({ table: 'repairs', column: 'contact', row })

/** What somebody reported. Orders stay as proof of the work; whom to call goes. */
export const repairData = (kernel: Kernel): PersonalData => {
  const mine = (userId: string, tx?: Tx) =>
    unscoped<Row>(
      kernel.store,
      'people may know, and take back, what is kept about themselves',
      {
        sql: 'SELECT id, number, title, description, place_label, state, contact, photos, comment, created_at FROM repairs WHERE reporter_id = ? ORDER BY id DESC LIMIT 2000',
        params: [userId],
      },
      tx,
    )
  return {
    name: 'repairs',
    text: text('报修', 'Repairs'),
    async records({ userId }) {
      return (await mine(userId)).map((row) => {
        const contact = JSON.parse(kernel.sealer.open(row.contact, place(row.id))) as { name: string; phone: string }
        return lines(
          ['编号', 'Number', row.number],
          ['事由', 'Title', row.title],
          ['描述', 'Description', row.description],
          ['位置', 'Place', row.place_label],
          ['联系人', 'Contact', contact.name],
          ['联系电话', 'Phone', contact.phone],
          ['状态', 'State', row.state],
          ['评价', 'Comment', row.comment],
          ['时间', 'When', at(row.created_at)],
        )
      })
    },
    files: async ({ userId }) => (await mine(userId)).flatMap(({ photos }) => JSON.parse(photos) as string[]),
    async erase({ userId }, tx) {
      const rows = await mine(userId, tx)
      for (const { id } of rows)
        await kernel.store.run(
          'UPDATE repairs SET contact = ? WHERE id = ?',
          [kernel.sealer.seal(JSON.stringify({ name: '已注销用户', phone: '' }), place(id)), id],
          tx,
        )
      return {
        erased: rows.length,
        kept: {
          count: rows.length,
          why: text('工单本身作为服务与维修凭证保留，联系人已清除', 'Orders stay as proof of the work; whom to call was erased'),
          basis: '《民法典》第一百八十八条（三年诉讼时效）',
        },
      }
    },
  }
}
