import { type Text, text } from '@liren/contract'
import { energyCarriers } from '@liren/contract/capabilities/energy'
import type { Kernel } from '../../kernel/kernel.ts'
import type { PersonalData } from '../../kernel/personal.ts'
import { unscoped } from '../../kernel/store/scope.ts'
import type { MeterRow } from './row.ts'

interface Month extends Pick<MeterRow, 'carrier'> {
  readonly month: string
  readonly used: number
}

/** What the household of a person used month by month, from the month on in which they came. */
export const energyData = (kernel: Kernel): PersonalData => ({
  name: 'energy',
  text: text('本户用能', 'Energy of the household'),
  async records({ userId }) {
    const rows = await unscoped<Month>(kernel.store, 'people may know what their household used', {
      sql: `SELECT e.carrier, e.month, SUM(e.used) AS used FROM energy_months e
            JOIN household_members h ON h.house_id = e.house_id AND h.user_id = ? AND h.state = 'active'
            GROUP BY e.carrier, e.month ORDER BY e.month DESC, e.carrier LIMIT 200`,
      params: [userId],
    })
    return rows.map((row): [Text, string][] => [
      [text('月份', 'Month'), row.month],
      [energyCarriers[row.carrier].text, `${Math.round(Number(row.used) * 100) / 100} ${energyCarriers[row.carrier].unit}`],
    ])
  },
})
