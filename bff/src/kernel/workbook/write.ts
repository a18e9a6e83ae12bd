import { columnName } from './cell.ts'
import { type ZipPart, zipOf } from './zip-write.ts'

/** `text` keeps every digit of a number as it was typed; `note` is said beside the data. */
export const cellStyles = ['plain', 'text', 'head', 'required', 'note', 'guarded'] as const
export type CellStyle = (typeof cellStyles)[number]

export type OutCell = string | number | null | { readonly text: string; readonly style: CellStyle }

export interface OutSheet {
  readonly name: string
  readonly rows: AsyncIterable<readonly OutCell[]> | Iterable<readonly OutCell[]>
  readonly widths?: readonly number[]
  /** Columns that hold text whatever is typed. */
  readonly textColumns?: readonly number[]
  /** Rows above this one stay in sight. */
  readonly frozenRows?: number
  readonly header?: string
  readonly footer?: string
  readonly choices?: readonly { readonly column: number; readonly fromRow: number; readonly range: string }[]
  readonly isHidden?: boolean
}

export interface OutBook {
  readonly sheets: readonly OutSheet[]
  /** Properties that no page shows: where a copy came from. */
  readonly properties?: Readonly<Record<string, string>>
  readonly creator?: string
}

/** The bytes of a workbook, as they are made. */
export function writeWorkbook(book: OutBook): AsyncGenerator<Buffer> {
  return zipOf(partsOf(book))
}

function* partsOf({ sheets, properties = {}, creator = 'Liren' }: OutBook): Generator<ZipPart> {
  const numbers = sheets.map((_, index) => index + 1)
  const type = (part: string, kind: string) => `<Override PartName="/${part}" ContentType="application/vnd.openxmlformats-${kind}+xml"/>`
  yield whole(
    '[Content_Types].xml',
    `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>${type('xl/workbook.xml', 'officedocument.spreadsheetml.sheet.main')}${numbers.map((n) => type(`xl/worksheets/sheet${n}.xml`, 'officedocument.spreadsheetml.worksheet')).join('')}${type('xl/styles.xml', 'officedocument.spreadsheetml.styles')}${type('docProps/core.xml', 'package.core-properties')}${type('docProps/custom.xml', 'officedocument.custom-properties')}</Types>`,
  )
  yield whole(
    '_rels/.rels',
    relations([
      ['officeDocument/2006/relationships/officeDocument', 'xl/workbook.xml'],
      ['package/2006/relationships/metadata/core-properties', 'docProps/core.xml'],
      ['officeDocument/2006/relationships/custom-properties', 'docProps/custom.xml'],
    ]),
  )
  yield whole(
    'xl/workbook.xml',
    `<workbook xmlns="${main}" xmlns:r="${office}/relationships"><sheets>${sheets.map(({ name, isHidden }, index) => `<sheet name="${inXml(name.slice(0, 31))}" sheetId="${index + 1}"${isHidden ? ' state="veryHidden"' : ''} r:id="rId${index + 1}"/>`).join('')}</sheets></workbook>`,
  )
  yield whole(
    'xl/_rels/workbook.xml.rels',
    relations([
      ...numbers.map((n) => ['officeDocument/2006/relationships/worksheet', `worksheets/sheet${n}.xml`] as const),
      ['officeDocument/2006/relationships/styles', 'styles.xml'],
    ]),
  )
  yield whole('xl/styles.xml', styles)
  yield whole(
    'docProps/core.xml',
    `<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:creator>${inXml(creator)}</dc:creator></cp:coreProperties>`,
  )
  yield whole(
    'docProps/custom.xml',
    `<Properties xmlns="${office}/custom-properties" xmlns:vt="${office}/docPropsVTypes">${Object.entries(properties)
      .map(
        ([name, value], index) =>
          `<property fmtid="{D5CDD505-2E9C-101B-9397-08002B2CF9AE}" pid="${index + 2}" name="${inXml(name)}"><vt:lpwstr>${inXml(value)}</vt:lpwstr></property>`,
      )
      .join('')}</Properties>`,
  )
  for (const [index, sheet] of sheets.entries()) yield { name: `xl/worksheets/sheet${index + 1}.xml`, content: sheetXml(sheet) }
}

const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const office = 'http://schemas.openxmlformats.org/officeDocument/2006'
const declaration = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
const whole = (name: string, xml: string): ZipPart => ({ name, content: [declaration + xml] })

const relations = (targets: readonly (readonly [type: string, target: string])[]): string =>
  `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${targets.map(([type, target], index) => `<Relationship Id="rId${index + 1}" Type="http://schemas.openxmlformats.org/${type}" Target="${target}"/>`).join('')}</Relationships>`

const fill = (colour: string) => `<fill><patternFill patternType="solid"><fgColor rgb="${colour}"/></patternFill></fill>`
/** In the order of `cellStyles`. */
const styles = `<styleSheet xmlns="${main}"><fonts count="4"><font><sz val="11"/></font><font><b/><sz val="11"/></font><font><b/><sz val="11"/><color rgb="FFB42318"/></font><font><sz val="10"/><color rgb="FF8A8F99"/></font></fonts><fills count="3"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>${fill('FFEEF2F6')}</fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="6"><xf numFmtId="0" xfId="0"/><xf numFmtId="49" xfId="0" applyNumberFormat="1"/><xf numFmtId="49" fontId="1" fillId="2" xfId="0" applyFont="1" applyFill="1"/><xf numFmtId="49" fontId="2" fillId="2" xfId="0" applyFont="1" applyFill="1"/><xf numFmtId="49" fontId="3" xfId="0" applyFont="1"/><xf numFmtId="49" xfId="0" applyNumberFormat="1" quotePrefix="1"/></cellXfs></styleSheet>`

/** Rows of XML together, so that the packer is not asked for every one. */
const batch = 200

async function* sheetXml(sheet: OutSheet): AsyncGenerator<string> {
  const { widths = [], textColumns = [], frozenRows = 0, choices = [] } = sheet
  yield `${declaration}<worksheet xmlns="${main}">`
  if (frozenRows > 0)
    yield `<sheetViews><sheetView workbookViewId="0"><pane ySplit="${frozenRows}" topLeftCell="A${frozenRows + 1}" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>`
  const columns = Math.max(widths.length, ...textColumns.map((column) => column + 1), 0)
  if (columns > 0)
    yield `<cols>${Array.from({ length: columns }, (_, index) => `<col min="${index + 1}" max="${index + 1}" width="${widths[index] ?? 14}" customWidth="1"${textColumns.includes(index) ? ' style="1"' : ''}/>`).join('')}</cols>`
  yield '<sheetData>'
  let [number, pending] = [0, '']
  for await (const cells of sheet.rows) {
    number++
    pending += `<row r="${number}">${cells.map((cell, column) => cellXml(cell, column, number)).join('')}</row>`
    if (number % batch !== 0) continue
    yield pending
    pending = ''
  }
  yield `${pending}</sheetData>`
  if (choices.length > 0)
    yield `<dataValidations count="${choices.length}">${choices.map(({ column, fromRow, range }) => `<dataValidation type="list" allowBlank="1" showErrorMessage="1" sqref="${columnName(column)}${fromRow}:${columnName(column)}20010"><formula1>${inXml(range)}</formula1></dataValidation>`).join('')}</dataValidations>`
  if (sheet.header !== undefined || sheet.footer !== undefined)
    yield `<headerFooter><oddHeader>${inXml(said(sheet.header))}</oddHeader><oddFooter>${inXml(said(sheet.footer))}</oddFooter></headerFooter>`
  yield '</worksheet>'
}

/** `&` begins a code in headers. */
const said = (text = ''): string => (text === '' ? '' : `&C${text.replaceAll('&', '&&')}`)

function cellXml(cell: OutCell, column: number, row: number): string {
  if (cell === null || cell === '') return ''
  const at = `${columnName(column)}${row}`
  if (typeof cell === 'number') return Number.isFinite(cell) ? `<c r="${at}"><v>${cell}</v></c>` : ''
  const { text, style } = typeof cell === 'string' ? { text: cell, style: 'text' as const } : cell
  const kept = guarded(text)
  const index = cellStyles.indexOf(kept === text ? style : 'guarded')
  return `<c r="${at}" s="${index}" t="inlineStr"><is><t xml:space="preserve">${inXml(kept)}</t></is></c>`
}

/**
 * A text that a program might take for a formula gets a sign before it, so that it stays text even when the workbook
 * is saved as CSV and opened again. Reading takes the sign away.
 */
export const guarded = (text: string): string => (/^[=+\-@\t\r]/.test(text) ? `'${text}` : text)
export const unguarded = (text: string): string => (/^'[=+\-@\t\r]/.test(text) ? text.slice(1) : text)

/** Signs that XML knows no way to write are left out. */
const inXml = (text: string): string =>
  text
    .replace(/[^\t\n\r\P{Cc}]|[\ufffe\uffff]|\p{Cs}/gu, '')
    .replace(/[&<>"]/g, (sign) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[sign] as string)
