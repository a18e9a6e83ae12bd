import { text } from '@liren/contract'
import type { Kernel } from '../../kernel/kernel.ts'
import type { PersonalData } from '../../kernel/personal.ts'
import { at, lines } from '../../kernel/personal-lines.ts'
import { unscoped } from '../../kernel/store/scope.ts'
import type { Tx } from '../../kernel/store/store.ts'
import { contactPlace, type OrderRow } from './row.ts'

/** What somebody ordered. Orders stay as proof of what was paid; whom to call, where and what was said goes. */
export const orderData = (kernel: Kernel): PersonalData => {
  const mine = (userId: string, tx?: Tx) =>
    unscoped<OrderRow>(
      kernel.store,
      'people may know, and take back, what is kept about themselves',
      { sql: 'SELECT * FROM merchant_orders WHERE customer_id = ? ORDER BY id DESC LIMIT 2000', params: [userId] },
      tx,
    )
  return {
    name: 'merchant-orders',
    text: text('商家订单', 'Orders of merchants'),
    async records({ userId }) {
      return (await mine(userId)).map((row) => {
        const contact = JSON.parse(kernel.sealer.open(row.contact, contactPlace(row.id))) as { name: string; phone: string }
        return lines(
          ['编号', 'Number', row.number],
          ['商家', 'Merchant', row.merchant_name],
          ['服务', 'Service', `${row.service_name} × ${row.quantity} ${row.unit}`],
          ['金额（元）', 'Yuan', (row.fen / 100).toFixed(2)],
          ['联系人', 'Contact', contact.name],
          ['联系电话', 'Phone', contact.phone],
          ['地址', 'Address', row.address],
          ['备注', 'Note', row.note],
          ['评价', 'Comment', row.comment],
          ['时间', 'When', at(row.created_at)],
        )
      })
    },
    async erase({ userId }, tx) {
      const rows = await mine(userId, tx)
      if (rows.length === 0) return { erased: 0 }
      for (const { id } of rows)
        await kernel.store.run(
          "UPDATE merchant_orders SET contact = ?, address = '', note = '', comment = NULL WHERE id = ?",
          [kernel.sealer.seal(JSON.stringify({ name: '已注销用户', phone: '' }), contactPlace(id)), id],
          tx,
        )
      return {
        erased: rows.length,
        kept: {
          count: rows.length,
          why: text(
            '订单作为交易凭证保留，联系人、地址与留言已清除',
            'Orders stay as proof of the trade; contact, address and words were erased',
          ),
          basis: '《电子商务法》第三十一条（交易信息不少于三年）',
        },
      }
    },
  }
}
