import { setImmediate } from 'node:timers/promises'
import type { Cell, SheetRow } from './cell.ts'
import { UnreadableWorkbook } from './error.ts'
import { workbookLimits } from './limits.ts'

/** Text of a file: UTF-8 with or without its mark, UTF-16 with one, else GB18030, as most programs here write it. */
export function decodeText(bytes: Buffer): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes)
  if (bytes.includes(0)) throw new UnreadableWorkbook('not-a-workbook')
  for (const encoding of ['utf-8', 'gb18030'])
    try {
      return new TextDecoder(encoding, { fatal: true }).decode(bytes)
    } catch {
      // the next one is tried
    }
  throw new UnreadableWorkbook('unknown-letters')
}

/** Whatever separates the words of the first line most often. */
function separatorOf(text: string): string {
  const line = text.slice(0, Math.max(0, text.search(/[\r\n]/)) || undefined).slice(0, 4000)
  const counts = [',', '\t', ';', '，'].map((sign) => ({ sign, count: line.split(sign).length - 1 }))
  return counts.reduce((best, each) => (each.count > best.count ? each : best)).sign
}

const breather = 500

/** RFC 4180: quotes around cells with separators, quotes or line breaks, doubled quotes inside. The number of a row is that of its first line. */
export async function* readCsv(bytes: Buffer): AsyncGenerator<SheetRow> {
  const text = decodeText(bytes)
  const separator = separatorOf(text)
  let count = 0
  for (const row of linesOf(text, separator)) {
    if (!row.cells.some((cell) => cell !== undefined)) continue
    if (row.cells.length > workbookLimits.columns) throw new UnreadableWorkbook('too-many-columns')
    if (++count > workbookLimits.rows + 20) throw new UnreadableWorkbook('too-many-rows')
    yield row
    if (count % breather === 0) await setImmediate()
  }
}

function* linesOf(text: string, separator: string): Generator<SheetRow> {
  let [number, line, at] = [1, 1, 0]
  let cells: (Cell | undefined)[] = []
  while (at < text.length) {
    const { cell, next, lines } = text[at] === '"' ? quoted(text, at, separator) : plain(text, at, separator)
    cells.push(cell.trim() === '' ? undefined : cellOf(cell))
    line += lines
    at = next
    if (text[at] === separator) {
      at++
      if (at < text.length) continue
    }
    yield { number, cells }
    cells = []
    if (text[at] === '\r' && text[at + 1] === '\n') at++
    at++
    line++
    number = line
  }
}

const cellOf = (text: string): Cell =>
  text.length > workbookLimits.cellLetters ? { text: text.slice(0, workbookLimits.cellLetters), fault: 'cut' } : { text }

interface Taken {
  readonly cell: string
  readonly next: number
  readonly lines: number
}

function plain(text: string, from: number, separator: string): Taken {
  let at = from
  while (at < text.length && text[at] !== separator && text[at] !== '\n' && text[at] !== '\r') at++
  return { cell: text.slice(from, at), next: at, lines: 0 }
}

function quoted(text: string, from: number, separator: string): Taken {
  let [cell, at] = ['', from + 1]
  for (;;) {
    const end = text.indexOf('"', at)
    if (end < 0) throw new UnreadableWorkbook('damaged')
    cell += text.slice(at, end)
    at = end + 1
    if (text[at] !== '"') break
    cell += '"'
    at++
  }
  const rest = plain(text, at, separator)
  return { cell: cell + rest.cell, next: rest.next, lines: cell.split('\n').length - 1 }
}
