import type { Searchable } from '../../kernel/capability.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { excerptOf } from '../../kernel/search/excerpt.ts'
import { houseCodes } from '../../kernel/search/words.ts'
import { among, combine } from '../../kernel/store/condition.ts'
import { reach, scopedRows, unscoped } from '../../kernel/store/scope.ts'
import { type RepairRow, repairScope } from './row.ts'

type Indexed = Pick<RepairRow, 'id' | 'title' | 'description' | 'place_path' | 'place_label' | 'reporter_id' | 'house_id'> & {
  number: string
}

/** Repairs by their number or its end, by what was written, and by where it is. */
export const repairSearchable = (kernel: Kernel): Searchable => ({
  subject: 'repair',
  text: { zh: '报修', en: 'Repairs' },
  permission: 'repair.read',
  on: ['repair.created', 'repair.moved'],
  async documents(ids) {
    const some = among('id', ids)
    const rows = await unscoped<Indexed>(kernel.store, 'the search index is written for everybody', {
      sql: `SELECT id, number, title, description, place_path, place_label, reporter_id, house_id FROM repairs WHERE ${some.sql}`,
      params: some.params,
    })
    return rows.map((row) => ({
      id: row.id,
      paths: [row.place_path],
      owner: row.reporter_id,
      house: row.house_id,
      texts: [...(isBeginning(row) ? [] : [row.title]), row.description, row.place_label],
      codes: [row.number],
      exact: row.house_id === null ? [] : houseCodes(row.place_path),
    }))
  },
  async idsAfter(id, limit) {
    const sql = 'SELECT id FROM repairs WHERE id > ? ORDER BY id LIMIT ?'
    const rows = await unscoped<{ id: string }>(kernel.store, 'the search index is written for everybody', { sql, params: [id, limit] })
    return rows.map((row) => row.id)
  },
  async present(ids, _principal, scope, looked) {
    const where = combine('AND', [among('id', ids), reach(scope, repairScope)])
    const rows = await scopedRows<{ id: string; number: string; title: string; description: string; place_label: string }>(
      kernel.store,
      scope,
      'repairs',
      {
        sql: `SELECT id, number, title, description, place_label FROM repairs WHERE ${where.sql}`,
        params: where.params,
      },
    )
    return rows.map((row) => ({
      id: row.id,
      title: `${row.number} ${row.title}`,
      hint: row.place_label,
      // what stands in the title is seen there
      excerpt: excerptOf(row.title, looked) === undefined ? excerptOf(row.description, looked) : undefined,
    }))
  },
})

/** A title is mostly the first line of what was written, and need not be found twice. */
const isBeginning = ({ title, description }: Pick<RepairRow, 'title' | 'description'>): boolean =>
  description.startsWith(title.endsWith('…') ? title.slice(0, -1) : title)
