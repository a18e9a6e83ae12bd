import type { Finder } from '../../kernel/capability.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { combine, startsWith } from '../../kernel/store/condition.ts'
import { reach, scopedRows } from '../../kernel/store/scope.ts'
import { repairScope } from './row.ts'

/** Repairs by what people read out over the telephone: the number, or its end. */
export const repairFinder = (kernel: Kernel): Finder => ({
  subject: 'repair',
  text: { zh: '报修', en: 'Repairs' },
  permission: 'repair.read',
  async find(q, _principal, scope) {
    const wanted = q.toUpperCase().replace(/^#/, '')
    if (!/^(BX|SJ)\d/.test(wanted)) return []
    const where = combine('AND', [startsWith('number', wanted), reach(scope, repairScope)])
    const rows = await scopedRows<{ id: string; number: string; title: string; place_label: string }>(kernel.store, scope, 'repairs', {
      sql: `SELECT id, number, title, place_label FROM repairs WHERE ${where.sql} ORDER BY number LIMIT 8`,
      params: where.params,
    })
    return rows.map((row) => ({ subject: 'repair', id: row.id, title: `${row.number} ${row.title}`, hint: row.place_label }))
  },
})
