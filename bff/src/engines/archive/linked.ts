import type { Archive } from '@liren/contract/archive/index'
import { type Condition, combine } from '../../kernel/store/condition.ts'

/** Files that are linked now in this way: `governs`, or `governs:volunteer` for one part in it. Either end counts. */
export function linked(definition: Archive, asked: string): Condition {
  const [kind = '', role] = asked.split(':', 2)
  const part: Condition = role === undefined ? { sql: '1 = 1', params: [] } : { sql: 'role = ?', params: [role] }
  const side = (end: 'from' | 'to'): Condition => ({
    sql: `id IN (SELECT ${end}_id FROM archive_links WHERE kind = ? AND ended_on IS NULL AND ${end}_archive = ? AND ${part.sql})`,
    params: [kind, definition.name, ...part.params],
  })
  return combine('OR', [side('from'), side('to')])
}
