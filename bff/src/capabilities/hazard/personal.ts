import { text } from '@liren/contract'
import { hazardAreas } from '@liren/contract/capabilities/hazard'
import { iso } from '../../kernel/iso.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import type { PersonalData } from '../../kernel/personal.ts'
import { unscoped } from '../../kernel/store/scope.ts'
import type { ShiftRow } from './row.ts'

/** Turns of duty of somebody; they end with the account. */
export const dutyData = (kernel: Kernel): PersonalData => ({
  name: 'duty-shifts',
  text: text('值班安排', 'Turns of duty'),
  async records({ userId }) {
    const statement = { sql: 'SELECT * FROM duty_shifts WHERE user_id = ? ORDER BY id', params: [userId] }
    const rows = await unscoped<ShiftRow>(kernel.store, 'people may see what is kept about themselves', statement)
    return rows.map((row) => [
      [text('类别', 'Area'), hazardAreas[row.area].zh],
      [text('位置', 'Place'), row.place_label],
    ])
  },
  async erase({ userId }, tx) {
    return { erased: await kernel.store.run('DELETE FROM duty_shifts WHERE user_id = ?', [userId], tx) }
  },
})

/** Inspections that somebody did: the book of a place keeps them, without a name once the account has none. */
export const inspectionData = (kernel: Kernel): PersonalData => ({
  name: 'key-inspections',
  text: text('重点部位巡查', 'Inspections of key places'),
  async records({ userId }) {
    const statement = {
      sql: 'SELECT p.name, i.done_at FROM key_inspections i JOIN key_places p ON p.id = i.key_place_id WHERE i.done_by = ? ORDER BY i.id',
      params: [userId],
    }
    const rows = await unscoped<{ name: string; done_at: number }>(kernel.store, 'people may see what is kept about themselves', statement)
    return rows.map((row) => [
      [text('部位', 'Place'), row.name],
      [text('时间', 'At'), iso(Number(row.done_at))],
    ])
  },
  async erase() {
    return { erased: 0 }
  },
})
