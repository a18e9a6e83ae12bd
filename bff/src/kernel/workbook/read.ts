import type { Merge, OpenSheet } from './cell.ts'
import { readCsv } from './csv.ts'
import { UnreadableWorkbook } from './error.ts'
import { readBook, readDayStyles, readStrings } from './parts.ts'
import { readSheet } from './sheet.ts'
import { openZip } from './zip-read.ts'

export type WorkbookKind = 'xlsx' | 'csv'

const oleMark = Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1])
const encrypted = Buffer.from('EncryptedPackage', 'utf16le')

/** What the bytes are, whatever the name says. Refuses what can never be read, before anything is kept. */
export function workbookKind(bytes: Buffer): WorkbookKind {
  if (bytes.length === 0) throw new UnreadableWorkbook('empty')
  if (bytes.subarray(0, 8).equals(oleMark)) throw new UnreadableWorkbook(bytes.includes(encrypted) ? 'protected' : 'old-format')
  if (bytes.toString('latin1', 0, 4) === 'PK\x03\x04') return 'xlsx'
  const head = bytes.subarray(0, 4096)
  if (head.toString('latin1').startsWith('%PDF') || (head.includes(0) && head[0] !== 0xff)) throw new UnreadableWorkbook('not-a-workbook')
  // a page or a document of markup that calls itself a workbook
  if (/^\uFEFF?\s*<[!?a-z]/i.test(head.toString('utf8'))) throw new UnreadableWorkbook('not-a-workbook')
  return 'csv'
}

/** Opens the first sheet that people see. */
export async function openWorkbook(bytes: Buffer): Promise<OpenSheet> {
  if (workbookKind(bytes) === 'csv')
    return { name: 'csv', is1904: false, hiddenSheets: [], otherSheets: [], rows: readCsv(bytes), merges: [] }
  const zip = openZip(bytes)
  const book = await readBook(zip)
  const shown = book.sheets.filter(({ isHidden }) => !isHidden)
  const [first, ...others] = shown
  if (!first || !zip.has(first.part)) throw new UnreadableWorkbook('empty')
  const [strings, dayStyles] = [await readStrings(zip, book.stringsPart), await readDayStyles(zip, book.stylesPart)]
  const merges: Merge[] = []
  return {
    name: first.name,
    is1904: book.is1904,
    hiddenSheets: book.sheets.filter(({ isHidden }) => isHidden).map(({ name }) => name),
    otherSheets: others.map(({ name }) => name),
    rows: readSheet(zip.read(first.part), { strings, dayStyles, is1904: book.is1904 }, merges),
    merges,
  }
}
