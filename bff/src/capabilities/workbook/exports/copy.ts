import type { Field, FieldValue } from '@liren/contract/archive/index'
import { placeColumn } from '@liren/contract/capabilities/workbook'
import { iso } from '../../../kernel/iso.ts'
import type { Kernel } from '../../../kernel/kernel.ts'
import type { OutBook, OutCell } from '../../../kernel/workbook/write.ts'
import { importableCalled } from '../records/called.ts'
import type { ExportPage, Importable } from '../records/importable.ts'
import type { Options } from '../records/options.ts'
import { readSealed } from '../sealed-file.ts'
import { type ExportRecord, partKey } from './export-store.ts'

/** What the copy is called where somebody saves it. */
export const copyName = (kernel: Kernel, record: Pick<ExportRecord, 'archive' | 'created_at'>): string =>
  `${importableCalled(kernel, record.archive)?.text.zh ?? record.archive}-${iso(record.created_at).slice(0, 10)}.xlsx`

type Row = readonly (string | number | null)[]

/** Values as people read them, in the order of the columns. */
export function rowsOfPage({ rows }: ExportPage, target: Importable, options: Options, columns: readonly string[]): Row[] {
  return rows.map(({ place, values }) =>
    columns.map((key) => (key === placeColumn.key ? place : shownText(target.fields[key], options.get(key) ?? [], values[key] ?? null))),
  )
}

function shownText(field: Field | undefined, options: NonNullable<ReturnType<Options['get']>>, value: FieldValue): string | number | null {
  if (value === null || !field) return null
  if (typeof value === 'boolean') return value ? '是' : '否'
  if (typeof value === 'number') return value
  if (typeof value === 'object') return null
  return options.find(({ code }) => code === value)?.text.zh ?? value
}

/** Who took it, when and why: above the data, in header and footer, beside every row, and where no page shows it. */
export interface Watermark {
  readonly name: string
  readonly userId: string
  readonly at: string
  readonly reason: string
  readonly trace: string
}

export function bookOf(kernel: Kernel, record: ExportRecord, target: Importable, mark: Watermark): OutBook {
  const columns = JSON.parse(record.columns) as string[]
  const said = `${mark.name} ${mark.at}`
  const labels = columns.map((key) => (key === placeColumn.key ? placeColumn.label : target.fields[key]?.label)?.zh ?? key)
  async function* rows(): AsyncGenerator<OutCell[]> {
    yield [
      { text: `内部资料，仅限“${mark.reason}”使用，不得外传。导出人 ${mark.name}，时间 ${mark.at}，编号 ${mark.trace}`, style: 'note' },
    ]
    yield [...labels, '导出标识'].map((text): OutCell => ({ text, style: 'head' }))
    let number = 0
    for (let part = 0; part < record.parts; part++)
      for (const row of JSON.parse((await readSealed(kernel, partKey(record.id, part))).toString()) as Row[])
        yield [...row, { text: `${said} #${++number}`, style: 'note' }]
  }
  return {
    sheets: [
      {
        name: target.text.zh,
        rows: rows(),
        widths: columns.map((key) => (key === placeColumn.key ? 30 : 16)),
        frozenRows: 2,
        header: `${target.text.zh} · ${said} · ${mark.reason}`,
        footer: `${said} · ${mark.trace}`,
      },
      { name: '_trace', rows: [[mark.trace, mark.userId, mark.at]], isHidden: true },
    ],
    properties: { LirenTrace: mark.trace, LirenUser: mark.userId },
    creator: mark.name,
  }
}
