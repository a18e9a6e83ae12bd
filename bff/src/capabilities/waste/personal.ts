import { type Text, text } from '@liren/contract'
import { type WasteKind, wasteKindTexts } from '@liren/contract/capabilities/waste'
import { iso } from '../../kernel/iso.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import type { PersonalData } from '../../kernel/personal.ts'
import { unscoped } from '../../kernel/store/scope.ts'

interface Drop {
  readonly kind: WasteKind
  readonly weight_kg: number | null
  readonly dropped_at: number
}

/** What the household of a person threw away, from the day on which they came. */
export const wasteData = (kernel: Kernel): PersonalData => ({
  name: 'waste',
  text: text('本户投放', 'Waste of the household'),
  async records({ userId }) {
    const rows = await unscoped<Drop>(kernel.store, 'people may know what is kept of their household', {
      sql: `SELECT w.kind, w.weight_kg, w.dropped_at FROM waste_drops w
            JOIN household_members h ON h.house_id = w.house_id AND h.user_id = ? AND h.state = 'active'
            WHERE w.dropped_at >= h.valid_from_at ORDER BY w.id DESC LIMIT 200`,
      params: [userId],
    })
    return rows.map((row): [Text, string][] => [
      [text('时间', 'When'), iso(Number(row.dropped_at))],
      [wasteKindTexts[row.kind], row.weight_kg === null ? '-' : `${Number(row.weight_kg)} kg`],
    ])
  },
})
