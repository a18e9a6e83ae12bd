import { text } from '@liren/contract'
import { day, hour, type SeedSet } from '../set.ts'

const days = 180
const dayOf = (at: number): string => new Date(at + 8 * hour).toISOString().slice(0, 10)

/** Buildings are looked at again twice a year; those that nobody confirmed in time wait for somebody. */
export const freshness: SeedSet = {
  name: 'freshness',
  text: text('复核周期与到期任务', 'Periods and files that are due'),
  run: async ({ insert, rows, ids, now }) => {
    const [officer] = await rows<{ id: string }>("SELECT id FROM users WHERE account = 'officer'")
    if (officer === undefined) return
    await insert('quality_periods', [{ archive: 'building', days, set_by: officer.id, set_at: now - 200 * day, version: 1 }])
    type File = { id: string; place_path: string; confirmed_at: number }
    const due = await rows<File>(
      `SELECT id, place_path, COALESCE(verified_at, entered_at) AS confirmed_at FROM building_files
       WHERE state = 'active' AND COALESCE(verified_at, entered_at) < ${now - days * day} ORDER BY id`,
    )
    await insert(
      'quality_tasks',
      due.map(({ id, place_path, confirmed_at }) => {
        const at = Number(confirmed_at) + days * day
        const task = { id: ids.at(at), archive: 'building', file_id: id, place_path, due_on: dayOf(at), state: 'open' }
        return { ...task, live_key: `building:${id}`, made_at: at, done_at: null }
      }),
    )
  },
}
