import { isDayFormat } from './days.ts'
import { UnreadableWorkbook } from './error.ts'
import { workbookLimits } from './limits.ts'
import { readXml } from './xml.ts'
import type { Zip } from './zip-read.ts'

export interface BookSheet {
  readonly name: string
  readonly part: string
  readonly isHidden: boolean
}

export interface Book {
  readonly sheets: readonly BookSheet[]
  readonly is1904: boolean
  readonly stringsPart: string | undefined
  readonly stylesPart: string | undefined
}

const bookPart = 'xl/workbook.xml'

/** The table of contents of a workbook: its sheets, in order, and where its other parts are. */
export async function readBook(zip: Zip): Promise<Book> {
  // an encrypted or foreign package may be a zip as well
  if (!zip.has(bookPart)) throw new UnreadableWorkbook('not-a-workbook')
  const targets = new Map<string, string>()
  let [stringsPart, stylesPart]: (string | undefined)[] = []
  if (zip.has('xl/_rels/workbook.xml.rels'))
    await readXml(zip.read('xl/_rels/workbook.xml.rels'), {
      open(name, { Id, Target, Type, TargetMode }) {
        if (name !== 'Relationship' || TargetMode === 'External') return
        const part = partAt(Target ?? '')
        targets.set(Id ?? '', part)
        if (Type?.endsWith('/sharedStrings')) stringsPart = part
        if (Type?.endsWith('/styles')) stylesPart = part
      },
    })
  const sheets: BookSheet[] = []
  let is1904 = false
  await readXml(zip.read(bookPart), {
    open(name, attributes) {
      if (name === 'workbookPr') is1904 = attributes.date1904 === '1' || attributes.date1904 === 'true'
      if (name !== 'sheet') return
      const part = targets.get(Object.entries(attributes).find(([key]) => key.endsWith(':id'))?.[1] ?? '')
      // charts and macros have sheets of their own kind
      if (part?.includes('worksheets/'))
        sheets.push({ name: attributes.name ?? '', part, isHidden: /hidden/i.test(attributes.state ?? '') })
    },
  })
  return { sheets, is1904, stringsPart, stylesPart }
}

function partAt(target: string): string {
  return target.startsWith('/') ? target.slice(1) : `xl/${target.replace(/^\.\//, '')}`
}

/** Texts that cells point at. */
export async function readStrings(zip: Zip, part: string | undefined): Promise<string[]> {
  const strings: string[] = []
  if (part === undefined || !zip.has(part)) return strings
  let [own, letters, isText, phonetic] = ['', 0, false, 0]
  await readXml(zip.read(part), {
    open(name) {
      if (name === 'si') own = ''
      else if (name === 't') isText = true
      else if (name === 'rPh') phonetic++
    },
    close(name) {
      if (name === 't') isText = false
      else if (name === 'rPh') phonetic--
      else if (name === 'si') {
        letters += own.length
        if (letters > workbookLimits.sharedLetters) throw new UnreadableWorkbook('bomb')
        strings.push(own)
      }
    },
    text(text) {
      // how a word is pronounced is no part of it
      if (isText && phonetic === 0) own += text
    },
  })
  return strings
}

/** Which styles show a number as a day, by the index that cells name. */
export async function readDayStyles(zip: Zip, part: string | undefined): Promise<boolean[]> {
  const days: boolean[] = []
  if (part === undefined || !zip.has(part)) return days
  const formats = new Map<number, string>()
  let isCell = false
  await readXml(zip.read(part), {
    open(name, attributes) {
      if (name === 'numFmt') formats.set(Number(attributes.numFmtId), attributes.formatCode ?? '')
      else if (name === 'cellXfs') isCell = true
      else if (name === 'xf' && isCell) {
        const id = Number(attributes.numFmtId ?? 0)
        days.push(isDayFormat(id, formats.get(id)))
      }
    },
    close(name) {
      if (name === 'cellXfs') isCell = false
    },
  })
  return days
}
