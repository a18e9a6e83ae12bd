import { text } from '@liren/contract'
import type { Kernel } from '../../kernel/kernel.ts'
import type { PersonalData } from '../../kernel/personal.ts'
import { at, lines } from '../../kernel/personal-lines.ts'
import { among } from '../../kernel/store/condition.ts'

interface Row {
  readonly name: string
  readonly provider: string
  readonly reason: string
  readonly outcome: string
  readonly done_at: number
}

/** Which data of the government were asked for about somebody, and what for. It stays: it says who was looked at. */
export const govdataOf = ({ store }: Kernel): PersonalData => ({
  name: 'govdata',
  text: text('政务数据使用记录', 'Uses of government data'),
  async records({ personIds }) {
    if (personIds.length === 0) return []
    const about = among('t.file_id', personIds)
    const sql = `SELECT i.name, i.provider, t.reason, t.outcome, t.done_at FROM govdata_traces t JOIN govdata_items i ON i.id = t.item_id
       WHERE ${about.sql} ORDER BY t.id DESC LIMIT 1000`
    return (await store.rows<Row>(sql, about.params)).map((row) =>
      lines(
        ['时间', 'When', at(row.done_at)],
        ['数据项', 'Item', row.name],
        ['提供单位', 'From', row.provider],
        ['用途', 'What for', row.reason],
        ['结果', 'Outcome', row.outcome],
      ),
    )
  },
})
