import { type Cell, type Merge, parseAddress, type SheetRow } from './cell.ts'
import { dayOfSerial } from './days.ts'
import { UnreadableWorkbook } from './error.ts'
import { workbookLimits } from './limits.ts'
import { walkXml } from './xml.ts'

export interface SheetWords {
  readonly strings: readonly string[]
  readonly dayStyles: readonly boolean[]
  readonly is1904: boolean
}

interface OpenCell {
  readonly column: number
  readonly type: string
  readonly style: number
  raw: string
  hasFormula: boolean
  hasValue: boolean
}

/** Rows of a worksheet that hold anything, as they come; `merges` is filled by the time the last one came. */
export async function* readSheet(source: AsyncIterable<Buffer>, words: SheetWords, merges: Merge[]): AsyncGenerator<SheetRow> {
  const ready: SheetRow[] = []
  let number = 0
  let cells: (Cell | undefined)[] = []
  let cell: OpenCell | undefined
  let next = 0
  let isValue = false
  const walked = walkXml(source, {
    open(name, attributes) {
      if (name === 'row') {
        number = attributes.r === undefined ? number + 1 : Number(attributes.r)
        cells = []
        next = 0
      } else if (name === 'c') {
        const column = attributes.r === undefined ? next : (parseAddress(attributes.r)?.column ?? next)
        if (column >= 16_384) throw new UnreadableWorkbook('damaged')
        next = column + 1
        cell = { column, type: attributes.t ?? 'n', style: Number(attributes.s ?? 0), raw: '', hasFormula: false, hasValue: false }
      } else if (name === 'f' && cell) cell.hasFormula = true
      else if ((name === 'v' || name === 't') && cell) {
        isValue = true
        cell.hasValue = true
      } else if (name === 'mergeCell') addMerge(merges, attributes.ref ?? '')
    },
    close(name) {
      if (name === 'v' || name === 't') isValue = false
      else if (name === 'c' && cell) {
        const read = cellOf(cell, words)
        if (read && cell.column >= workbookLimits.columns) throw new UnreadableWorkbook('too-many-columns')
        if (read) cells[cell.column] = read
        cell = undefined
      } else if (name === 'row' && cells.some((each) => each !== undefined)) ready.push({ number, cells })
    },
    text(text) {
      if (isValue && cell) cell.raw += text
    },
  })
  let count = 0
  for await (const _ of walked) {
    for (const row of ready.splice(0)) {
      // room for a head and what may stand above it
      if (++count > workbookLimits.rows + 20) throw new UnreadableWorkbook('too-many-rows')
      yield row
    }
  }
  yield* ready
}

function addMerge(merges: Merge[], ref: string): void {
  const [from, to] = ref.split(':').map(parseAddress)
  if (!from || !to) return
  if (merges.length >= workbookLimits.merges) throw new UnreadableWorkbook('damaged')
  merges.push({ fromRow: from.row, toRow: to.row, fromColumn: from.column, toColumn: to.column })
}

const blank = /^[\s\u00a0\u3000\u200b-\u200d\ufeff]*$/u

function cellOf(cell: OpenCell, words: SheetWords): Cell | undefined {
  const formula = cell.hasFormula ? ({ isFormula: true } as const) : {}
  if (cell.hasFormula && !cell.hasValue) return { text: '', ...formula, fault: 'uncached' }
  const plain = plainCell(cell, words)
  if (plain === undefined || (blank.test(plain.text) && !plain.fault)) return undefined
  const cut = plain.text.length > workbookLimits.cellLetters
  return { ...plain, ...formula, ...(cut ? { text: plain.text.slice(0, workbookLimits.cellLetters), fault: 'cut' as const } : {}) }
}

function plainCell({ type, raw, style, hasValue }: OpenCell, { strings, dayStyles, is1904 }: SheetWords): Cell | undefined {
  if (!hasValue) return undefined
  switch (type) {
    case 's': {
      const text = strings[Number(raw)]
      if (text === undefined) throw new UnreadableWorkbook('damaged')
      return { text }
    }
    case 'str':
    case 'inlineStr':
      return { text: raw }
    case 'b':
      return { text: raw.trim() === '1' ? '是' : '否', kind: 'flag' }
    case 'e':
      return { text: raw, fault: 'error' }
    case 'd':
      return { text: raw.slice(0, 10), kind: 'day' }
    default:
      return numberCell(raw.trim(), dayStyles[style] === true, is1904)
  }
}

function numberCell(raw: string, isDay: boolean, is1904: boolean): Cell | undefined {
  if (raw === '') return undefined
  const value = Number(raw)
  if (!Number.isFinite(value)) return { text: raw, fault: 'error' }
  const day = isDay ? dayOfSerial(value, is1904) : undefined
  if (day) return { text: day, kind: 'day' }
  if (!Number.isInteger(value)) return { text: String(Number(value.toPrecision(15))), kind: 'number' }
  // a workbook keeps fifteen digits of a number; the rest of an identity number has become zeros
  if (Math.abs(value) >= 1e15) return { text: BigInt(value).toString(), kind: 'number', fault: 'long' }
  return { text: String(value), kind: 'number' }
}
