import { text } from '@liren/contract'
import type { Kernel } from '../../kernel/kernel.ts'
import type { PersonalData } from '../../kernel/personal.ts'
import { at, lines } from '../../kernel/personal-lines.ts'

interface Row {
  readonly device: string
  readonly ip: string
  readonly method: string
  readonly created_at: number
  readonly last_seen_at: number
}

/** Where and with what somebody signed in. */
export const sessionData = ({ store }: Kernel): PersonalData => ({
  name: 'sessions',
  text: text('登录记录', 'Sign-ins'),
  async records({ userId }) {
    const sql = 'SELECT device, ip, method, created_at, last_seen_at FROM sessions WHERE user_id = ? ORDER BY id DESC LIMIT 1000'
    return (await store.rows<Row>(sql, [userId])).map((row) =>
      lines(
        ['登录时间', 'Signed in', at(row.created_at)],
        ['最近使用', 'Last used', at(row.last_seen_at)],
        ['设备', 'Device', row.device],
        ['网络地址', 'Address', row.ip],
        ['方式', 'By', row.method],
      ),
    )
  },
  erase: async ({ userId }, tx) => ({ erased: await store.run('DELETE FROM sessions WHERE user_id = ?', [userId], tx) }),
})
