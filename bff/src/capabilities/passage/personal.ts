import { type Text, text } from '@liren/contract'
import { passageDirections, passageMethods } from '@liren/contract/capabilities/passage'
import type { Kernel } from '../../kernel/kernel.ts'
import type { PersonalData } from '../../kernel/personal.ts'
import { at } from '../../kernel/personal-lines.ts'
import { among } from '../../kernel/store/condition.ts'
import { unscoped } from '../../kernel/store/scope.ts'
import type { PassageRow } from './row.ts'

const most = 500

/** Where somebody went through; kept for a time of its own, which closing an account does not shorten. */
export const passageData = (kernel: Kernel): PersonalData => ({
  name: 'passage',
  text: text('通行记录', 'Passages'),
  async records({ personIds }) {
    if (personIds.length === 0) return []
    const some = among('person_id', personIds)
    const rows = await unscoped<PassageRow>(kernel.store, 'people may know where they were seen', {
      sql: `SELECT * FROM passages WHERE ${some.sql} ORDER BY passed_at DESC LIMIT ${most}`,
      params: some.params,
    })
    return rows.map((row): [Text, string][] => [
      [text('时间', 'At'), at(Number(row.passed_at)) ?? ''],
      [text('门', 'Gate'), `${row.gate_place} ${row.gate_name}`.trim()],
      [text('方向', 'Direction'), passageDirections[row.direction].zh],
      [text('方式', 'By'), passageMethods[row.method].zh],
    ])
  },
})
