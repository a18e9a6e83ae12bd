import type { Text } from '@liren/contract'
import type { Field, FieldValue, Option } from '@liren/contract/archive/index'
import type { Cell, CellFault } from '../../../kernel/workbook/cell.ts'
import { dayOfSerial } from '../../../kernel/workbook/days.ts'
import { unguarded } from '../../../kernel/workbook/write.ts'

export interface Converted {
  readonly value: FieldValue
  readonly faults: readonly Text[]
  readonly warnings: readonly Text[]
}

const say = (zh: string, en: string): Text => ({ zh, en })

const cellFaults: Readonly<Record<CellFault, Text>> = {
  long: say(
    '被存成了数字，15 位以后已丢失，请把单元格设为文本重新填写',
    'Stored as a number: digits after the fifteenth are lost. Type it as text',
  ),
  uncached: say('公式没有结果，请直接填写内容', 'A formula without its result: type the value itself'),
  error: say('公式出错，请直接填写内容', 'The formula failed: type the value itself'),
  cut: say('内容过长', 'Far too long'),
}

const blanks = /[\s\u00a0\u3000\u200b-\u200d\ufeff]+/gu
/** Full-width letters, digits and signs as everybody's keyboard types them. */
export const halfWidth = (text: string): string =>
  text.replace(/[\uff01-\uff5e]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) - 0xfee0)).replace(/\u3000/g, ' ')

const trimmed = (text: string): string =>
  unguarded(text.replace(/^[\s\u00a0\u3000\u200b-\u200d\ufeff]+|[\s\u00a0\u3000\u200b-\u200d\ufeff]+$/gu, ''))
const compact = (text: string): string => halfWidth(text).replace(blanks, '')

/** What a cell says in the terms of a field, or what is wrong with it. Nothing is guessed that could be meant otherwise. */
export function convert(field: Field, cell: Cell | undefined, options: readonly Option[], is1904 = false): Converted {
  const warnings = cell?.isFormula ? [say('由公式算出，已取其保存时的结果', 'Worked out by a formula: its saved result was taken')] : []
  if (cell === undefined) return { value: null, faults: [], warnings }
  if (cell.fault) return { value: null, faults: [cellFaults[cell.fault]], warnings }
  const text = trimmed(cell.text)
  if (text === '') return { value: null, faults: [], warnings }
  const read = readers[field.kind](text, { field, cell, options, is1904 })
  if ('fault' in read) return { value: null, faults: [read.fault], warnings }
  return { value: read.value, faults: [], warnings: read.warning ? [...warnings, read.warning] : warnings }
}

interface Hints {
  readonly field: Field
  readonly cell: Cell
  readonly options: readonly Option[]
  readonly is1904: boolean
}
type Read = { readonly value: FieldValue; readonly warning?: Text } | { readonly fault: Text }
type Reader = (text: string, hints: Hints) => Read

const number: Reader = (text, { field }) => {
  const unit = field.unit
  const bare = compact(text).replace(/,(?=\d{3}(\D|$))/g, '')
  const digits = unit ? bare.replace(new RegExp(`(${[unit.zh, unit.en].map(literal).join('|')})$`, 'i'), '') : bare
  return /^[+-]?\d+(\.\d+)?$/.test(digits) ? { value: Number(digits) } : { fault: say('应为数字', 'Not a number') }
}
const literal = (text: string): string => compact(text).replace(/[.*+?^${}()|[\]\\]/g, '\\$&')

const yes = new Set(['是', '有', 'yes', 'y', 'true', '1', '√', '✓'])
const no = new Set(['否', '无', 'no', 'n', 'false', '0', '×', '✗'])

const readers: Readonly<Record<Field['kind'], Reader>> = {
  text: (text) => ({ value: text.replace(blanks, ' ') }),
  note: (text) => ({ value: text }),
  whole: number,
  number,
  flag(text) {
    const word = compact(text).toLowerCase()
    return yes.has(word) ? { value: true } : no.has(word) ? { value: false } : { fault: say('请填“是”或“否”', 'Say yes or no') }
  },
  choice(text, { options }) {
    const word = compact(text).toLowerCase()
    const found = options.find(({ code, text: said }) => [code, said.zh, said.en].some((each) => compact(each).toLowerCase() === word))
    if (found) return { value: found.code }
    const some = options.slice(0, 8)
    const rest = options.length > some.length ? '…' : ''
    return {
      fault: say(
        `不在可选范围内：${some.map(({ text: said }) => said.zh).join('、')}${rest}`,
        `One of: ${some.map(({ text: said }) => said.en).join(', ')}${rest}`,
      ),
    }
  },
  day: dayIn,
  phone: (text) => ({ value: compact(text).replace(/^(\+|00)?86(?=1\d{10}$)/, '') }),
  paper: (text) => ({ value: compact(text).toUpperCase() }),
  plate: (text) => ({
    value: compact(text)
      .replace(/[·•.-]/g, '')
      .toUpperCase(),
  }),
  'credit-code': (text) => ({ value: compact(text).toUpperCase() }),
  code: (text) => ({ value: compact(text) }),
  files: () => ({ fault: say('附件不能从表格导入', 'Files do not come from a workbook') }),
}

function dayIn(text: string, { cell, is1904 }: Hints): Read {
  const bare = compact(text).replace(/T?00:00(:00(\.0+)?)?Z?$/, '')
  if (cell.kind === 'number' || /^\d{5}$/.test(bare)) {
    const day = /^\d{8}$/.test(bare) ? undefined : dayOfSerial(Number(bare), is1904)
    if (day) return { value: day, warning: say(`数字按日期序列读作 ${day}`, `The number was read as the day ${day}`) }
  }
  const parts = /^(\d+)[-/.年](\d{1,2})[-/.月](\d{1,2})日?$/.exec(bare) ?? /^(\d{4})(\d{2})(\d{2})$/.exec(bare)
  if (!parts) return { fault: say('日期应写作 2026-01-31', 'Write a day as 2026-01-31') }
  const [, year = '', month = '', day = ''] = parts
  if (year.length !== 4) return { fault: say('年份须写四位，如 1986-03-09', 'Give all four digits of the year, as 1986-03-09') }
  const iso = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
  const at = Date.parse(`${iso}T00:00:00Z`)
  if (!Number.isFinite(at) || !new Date(at).toISOString().startsWith(iso)) return { fault: say('没有这一天', 'There is no such day') }
  return { value: iso }
}
