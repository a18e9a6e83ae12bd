import type { Text } from '@liren/contract'
import type { Field } from '@liren/contract/archive/index'
import { placeColumn } from '@liren/contract/capabilities/workbook'
import type { Kernel } from '../../../kernel/kernel.ts'
import { columnName } from '../../../kernel/workbook/cell.ts'
import { type OutCell, writeWorkbook } from '../../../kernel/workbook/write.ts'
import { columnsOf } from '../records/columns.ts'
import type { Importable } from '../records/importable.ts'
import { optionsOf } from '../records/options.ts'
import { exampleMark } from './read-step.ts'

type Language = keyof Text

/** What the example row shows for each kind of field. */
const examples: Readonly<Record<Field['kind'], Text>> = {
  text: { zh: '文字', en: 'Text' },
  note: { zh: '说明', en: 'A note' },
  whole: { zh: '3', en: '3' },
  number: { zh: '89.5', en: '89.5' },
  flag: { zh: '是', en: 'Yes' },
  choice: { zh: '', en: '' },
  day: { zh: '2026-01-31', en: '2026-01-31' },
  phone: { zh: '10000000000', en: '10000000000' },
  paper: { zh: '证件号', en: 'Number' },
  plate: { zh: '浙A00000', en: '浙A00000' },
  'credit-code': { zh: '18 位代码', en: '18 signs' },
  code: { zh: 'A-01', en: 'A-01' },
  files: { zh: '', en: '' },
}

const words = {
  choices: { zh: '可选值', en: 'Choices' },
  example: { zh: `${exampleMark}：3-1-1201（此行不会导入）`, en: `${exampleMark} 3-1-1201 (this row is not imported)` },
} as const

/** A workbook to fill in: the head, an example, lists to choose from, and text cells, so that no digit is lost. */
export async function templateOf(kernel: Kernel, target: Importable, language: Language): Promise<AsyncGenerator<Buffer>> {
  const columns = columnsOf(target)
  const options = await optionsOf(kernel, target)
  const lists = columns.filter(({ key }) => (options.get(key)?.length ?? 0) > 0)
  const head = columns.map(
    ({ label, isRequired }): OutCell => ({
      text: isRequired ? `${label[language]}*` : label[language],
      style: isRequired ? 'required' : 'head',
    }),
  )
  const example = columns.map(({ key }): OutCell => {
    if (key === placeColumn.key) return { text: words.example[language], style: 'note' }
    const first = options.get(key)?.[0]?.text[language]
    return { text: first ?? examples[target.fields[key]?.kind ?? 'text'][language], style: 'note' }
  })
  const longest = Math.max(0, ...lists.map(({ key }) => options.get(key)?.length ?? 0))
  const choiceRows = [
    lists.map(({ label }): OutCell => ({ text: label[language], style: 'head' })),
    ...Array.from({ length: longest }, (_, row) => lists.map(({ key }): OutCell => options.get(key)?.[row]?.text[language] ?? null)),
  ]
  return writeWorkbook({
    sheets: [
      {
        name: target.text[language],
        rows: [head, example],
        widths: columns.map(({ key, label }) => (key === placeColumn.key ? 30 : Math.max(12, label[language].length * 2.2))),
        textColumns: columns.map((_, index) => index),
        frozenRows: 1,
        choices: lists.map(({ key }, index) => ({
          column: columns.findIndex((column) => column.key === key),
          fromRow: 2,
          range: `'${words.choices[language]}'!$${columnName(index)}$2:$${columnName(index)}$${(options.get(key)?.length ?? 0) + 1}`,
        })),
      },
      { name: words.choices[language], rows: choiceRows, widths: lists.map(() => 20) },
    ],
  })
}
