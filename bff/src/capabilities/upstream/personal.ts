import { text } from '@liren/contract'
import type { Kernel } from '../../kernel/kernel.ts'
import { placesOf, shortName } from '../../kernel/known-places.ts'
import type { PersonalData } from '../../kernel/personal.ts'
import { at, lines } from '../../kernel/personal-lines.ts'
import { unscoped } from '../../kernel/store/scope.ts'
import type { MandateRow } from './row.ts'

/** Whom somebody let update the occupants of their house, and until when. */
export const mandatesOf = (kernel: Kernel): PersonalData => ({
  name: 'mandates',
  text: text('更新授权', 'Leave to update'),
  async records({ userId }) {
    const rows = await unscoped<MandateRow>(kernel.store, 'people may know what they allowed', {
      sql: 'SELECT * FROM upstream_mandates WHERE granted_by = ? AND system_id IS NULL ORDER BY id',
      params: [userId],
    })
    const places = await placesOf(
      kernel,
      rows.map(({ place_id }) => place_id),
    )
    return rows.map((row) =>
      lines(
        ['房屋', 'House', shortName(places.get(row.place_id))],
        ['授权时间', 'Granted', at(row.granted_at)],
        ['截止日期', 'Until', row.until_on],
        ['收回时间', 'Taken back', row.revoked_at === null ? null : at(row.revoked_at)],
      ),
    )
  },
  async erase({ userId }, tx) {
    return { erased: await kernel.store.run('DELETE FROM upstream_mandates WHERE granted_by = ? AND system_id IS NULL', [userId], tx) }
  },
})
