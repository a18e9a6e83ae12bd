import { text } from '@liren/contract'
import { athomeStates } from '@liren/contract/capabilities/athome'
import { iso } from '../../kernel/iso.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import type { PersonalData } from '../../kernel/personal.ts'
import { unscoped } from '../../kernel/store/scope.ts'
import type { HouseRow } from './row.ts'

/** What is judged of the household of a person. */
export const athomeData = (kernel: Kernel): PersonalData => ({
  name: 'athome',
  text: text('在家判断', 'At home or not'),
  async records({ userId }) {
    const rows = await unscoped<HouseRow>(kernel.store, 'people may know what is judged of their household', {
      sql: `SELECT a.* FROM athome_houses a JOIN household_members h ON h.house_id = a.house_id AND h.user_id = ? AND h.state = 'active'
            ORDER BY a.house_id LIMIT 20`,
      params: [userId],
    })
    return rows.map((row) => [
      [text('房屋', 'House'), row.name],
      [text('判断', 'Judged'), row.confidence === null ? athomeStates[row.state].zh : `${athomeStates[row.state].zh} ${row.confidence}%`],
      [text('时间', 'At'), iso(Number(row.judged_at))],
    ])
  },
})
