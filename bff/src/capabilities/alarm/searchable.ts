import type { Searchable } from '../../kernel/capability.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { among, combine } from '../../kernel/store/condition.ts'
import { scopedRows, underPlaces, unscoped } from '../../kernel/store/scope.ts'
import { type AlarmRow, audienceOf } from './row.ts'

/** Alarms by their number, by what happened, where, and at which device. */
export const alarmSearchable = (kernel: Kernel): Searchable => ({
  subject: 'alarm',
  text: { zh: '告警', en: 'Alarms' },
  permission: 'alarm.read',
  on: ['alarm.raised'],
  async documents(ids) {
    const some = among('id', ids)
    const rows = await unscoped<AlarmRow>(kernel.store, 'the search index is written for everybody', {
      sql: `SELECT id, number, title_zh, place_path, place_label, device_name FROM alarms WHERE ${some.sql} AND audience IS NULL`,
      params: some.params,
    })
    return rows.map((row) => ({
      id: row.id,
      paths: [row.place_path],
      texts: [row.title_zh, row.device_name, row.place_label],
      codes: [row.number],
    }))
  },
  async idsAfter(id, limit) {
    const sql = 'SELECT id FROM alarms WHERE id > ? AND audience IS NULL ORDER BY id LIMIT ?'
    const rows = await unscoped<{ id: string }>(kernel.store, 'the search index is written for everybody', { sql, params: [id, limit] })
    return rows.map((row) => row.id)
  },
  async present(ids, principal, scope) {
    const where = combine('AND', [among('id', ids), underPlaces('place_path', scope.places), audienceOf(principal)])
    const rows = await scopedRows<AlarmRow>(kernel.store, scope, 'alarms', {
      sql: `SELECT id, number, title_zh, place_label, device_name FROM alarms WHERE ${where.sql}`,
      params: where.params,
    })
    return rows.map((row) => ({ id: row.id, title: `${row.number} ${row.title_zh}`, hint: `${row.place_label} ${row.device_name}`.trim() }))
  },
})
