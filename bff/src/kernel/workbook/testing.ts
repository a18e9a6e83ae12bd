import { strToU8, zipSync } from 'fflate'

interface Bits {
  readonly strings?: string
  readonly styles?: string
  readonly is1904?: boolean
  /** Of the sheets, in order: visible unless said. */
  readonly states?: readonly string[]
  readonly more?: readonly string[]
}

/** A worksheet of these rows, written by hand as other programs write it. */
export const sheetOf = (rows: string, after = ''): string =>
  `<?xml version="1.0"?><worksheet><sheetData>${rows}</sheetData>${after}</worksheet>`

/** A workbook around worksheets that a test wrote. */
export function bookOf(sheet: string, { strings, styles, is1904 = false, states = [], more = [] }: Bits = {}): Buffer {
  const sheets = [sheet, ...more]
  const relation = (id: string, type: string, target: string) => `<Relationship Id="${id}" Type="http://x/${type}" Target="${target}"/>`
  const parts: Record<string, string> = {
    '[Content_Types].xml': '<Types/>',
    'xl/workbook.xml': `<workbook><workbookPr date1904="${is1904 ? 1 : 0}"/><sheets>${sheets.map((_, n) => `<sheet name="S${n + 1}" sheetId="${n + 1}" r:id="r${n + 1}"${states[n] ? ` state="${states[n]}"` : ''}/>`).join('')}</sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `<Relationships>${sheets.map((_, n) => relation(`r${n + 1}`, 'worksheet', `worksheets/sheet${n + 1}.xml`)).join('')}${strings ? relation('s', 'sharedStrings', 'sharedStrings.xml') : ''}${styles ? relation('t', 'styles', 'styles.xml') : ''}</Relationships>`,
    ...(strings ? { 'xl/sharedStrings.xml': strings } : {}),
    ...(styles ? { 'xl/styles.xml': styles } : {}),
    ...Object.fromEntries(sheets.map((xml, n) => [`xl/worksheets/sheet${n + 1}.xml`, xml])),
  }
  return zipFile(Object.entries(parts).map(([name, content]) => ({ name, content: Buffer.from(strToU8(content)) })))
}

export const zipFile = (parts: readonly { name: string; content: Buffer }[]): Buffer =>
  Buffer.from(zipSync(Object.fromEntries(parts.map(({ name, content }) => [name, new Uint8Array(content)]))))
