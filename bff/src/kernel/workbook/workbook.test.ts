import { zipSync } from 'fflate'
import { describe, expect, it } from 'vitest'
import type { SheetRow } from './cell.ts'
import { dayOfSerial, isDayFormat } from './days.ts'
import { openWorkbook, workbookKind } from './read.ts'
import { bookOf, sheetOf, zipFile } from './testing.ts'
import { guarded, type OutBook, unguarded, writeWorkbook } from './write.ts'

async function rowsOf(bytes: Buffer): Promise<SheetRow[]> {
  const rows: SheetRow[] = []
  for await (const row of (await openWorkbook(bytes)).rows) rows.push(row)
  return rows
}
const textsOf = async (bytes: Buffer) => (await rowsOf(bytes)).map(({ cells }) => Array.from(cells, (cell) => cell?.text ?? ''))

async function written(book: OutBook): Promise<Buffer> {
  const pieces: Buffer[] = []
  for await (const piece of writeWorkbook(book)) pieces.push(piece)
  return Buffer.concat(pieces)
}

const reason = (bytes: Buffer) =>
  rowsOf(bytes).then(
    () => 'read',
    (error: { code?: string }) => error.code,
  )

describe('reading workbooks', () => {
  it('refuses what is no workbook, whatever it is called, and says what it is', async () => {
    expect(await reason(Buffer.from('%PDF-1.7 ...'))).toBe('not-a-workbook')
    expect(await reason(Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 0, 0, 1]))).toBe('not-a-workbook')
    expect(await reason(Buffer.from('<html><table><tr><td>姓名</td></tr></table></html>'))).toBe('not-a-workbook')
    const ole = Buffer.concat([Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]), Buffer.alloc(600)])
    expect(await reason(ole)).toBe('old-format')
    expect(await reason(Buffer.concat([ole, Buffer.from('EncryptedPackage', 'utf16le')]))).toBe('protected')
    expect(await reason(Buffer.alloc(0))).toBe('empty')
    expect(await reason(Buffer.from(zipSync({ 'word/document.xml': new Uint8Array(3) })))).toBe('not-a-workbook')
  })

  it('refuses a document that defines entities instead of resolving them', async () => {
    const evil = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><worksheet><sheetData/></worksheet>'
    expect(await reason(bookOf(evil))).toBe('dangerous')
    const laughs = `<!DOCTYPE x [${Array.from({ length: 9 }, (_, i) => `<!ENTITY a${i + 1} "${`&a${i};`.repeat(10)}">`).join('')}]><worksheet/>`
    expect(await reason(bookOf(laughs))).toBe('dangerous')
  })

  it('refuses a file that unpacks to far more than it may, that lies about its size, or whose parts lie over each other', async () => {
    const zeros = '<worksheet><sheetData>'.padEnd(40_000_000, ' ')
    expect(await reason(bookOf(zeros))).toBe('bomb')
    const lying = bookOf('<worksheet><sheetData>'.padEnd(3_000_000, ' '))
    const at = lying.lastIndexOf(Buffer.from('xl/worksheets/sheet1.xml')) - 46
    lying.writeUInt32LE(10, at + 24)
    expect(await reason(lying)).toBe('damaged')
    const twice = zipFile([
      { name: 'xl/workbook.xml', content: Buffer.from('<workbook/>') },
      { name: 'b.xml', content: Buffer.from('x'.repeat(90)) },
    ])
    twice.writeUInt32LE(0, twice.lastIndexOf(Buffer.from('b.xml')) - 4)
    expect(await reason(twice)).toBe('bomb')
    expect(await reason(bookOf(sheetOf('<row><c><v>1</v></c></row>')).subarray(0, -40))).toBe('damaged')
  })

  it('refuses parts that ask for a password', async () => {
    const file = bookOf(sheetOf(''))
    file.writeUInt16LE(1, file.lastIndexOf(Buffer.from('xl/workbook.xml')) - 46 + 8)
    expect(await reason(file)).toBe('protected')
  })

  it('reads shared, inline and numbered cells, skips blanks, and takes rows and columns from their addresses', async () => {
    const rows = `<row r="2"><c r="A2" t="s"><v>1</v></c><c r="C2" t="inlineStr"><is><r><t>林</t></r><r><t>晓岚</t></r></is></c></row>
      <row r="5"><c r="B5" t="str"><v>　</v></c></row><row r="9"><c r="A9" t="b"><v>1</v></c><c t="n"><v>0.1</v></c></row>`
    const strings = '<sst><si><t>a</t></si><si><t>姓</t><rPh><t>xing</t></rPh><t>名</t></si></sst>'
    const found = await rowsOf(bookOf(sheetOf(rows), { strings }))
    expect(found.map(({ number }) => number)).toEqual([2, 9])
    expect(found[0]?.cells.map((cell) => cell?.text)).toEqual(['姓名', undefined, '林晓岚'])
    expect(found[1]?.cells).toEqual([
      { text: '是', kind: 'flag' },
      { text: '0.1', kind: 'number' },
    ])
  })

  it('says of a number that lost its last digits, of a formula, of one without a result, and of an error', async () => {
    const rows =
      '<row><c><v>990101198603090000</v></c><c><f>A1</f><v>12</v></c><c><f>B1</f></c><c t="e"><v>#N/A</v></c><c t="str"><f>X()</f><v>=1+1</v></c></row>'
    expect((await rowsOf(bookOf(sheetOf(rows))))[0]?.cells).toEqual([
      { text: '990101198603090048', kind: 'number', fault: 'long' },
      { text: '12', kind: 'number', isFormula: true },
      { text: '', isFormula: true, fault: 'uncached' },
      { text: '#N/A', fault: 'error' },
      { text: '=1+1', isFormula: true },
    ])
  })

  it('knows days by their style, of workbooks of 1900 and of 1904', async () => {
    const rows = '<row><c s="1"><v>31480</v></c><c s="2"><v>31480.75</v></c><c s="0"><v>31480</v></c></row>'
    const styles =
      '<styleSheet><numFmts><numFmt numFmtId="180" formatCode="yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;"/></numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="180"/></cellXfs></styleSheet>'
    expect(await textsOf(bookOf(sheetOf(rows), { styles }))).toEqual([['1986-03-09', '1986-03-09', '31480']])
    expect((await textsOf(bookOf(sheetOf(rows), { styles, is1904: true })))[0]?.[0]).toBe('1990-03-10')
    expect([dayOfSerial(1, false), dayOfSerial(59, false), dayOfSerial(60, false), dayOfSerial(61, false), dayOfSerial(-1, false)]).toEqual(
      ['1900-01-01', '1900-02-28', undefined, '1900-03-01', undefined],
    )
    expect([isDayFormat(2, undefined), isDayFormat(164, '0.00"日"'), isDayFormat(165, '[h]:mm'), isDayFormat(31, undefined)]).toEqual([
      false,
      false,
      false,
      true,
    ])
  })

  it('reads the first sheet that people see, tells of hidden and further ones, and of merged cells', async () => {
    const book = await openWorkbook(
      bookOf(sheetOf('<row><c t="str"><v>secret</v></c></row>'), {
        states: ['hidden'],
        more: [sheetOf('<row><c t="str"><v>seen</v></c></row>', '<mergeCells><mergeCell ref="B2:C4"/></mergeCells>'), sheetOf('')],
      }),
    )
    const rows = []
    for await (const row of book.rows) rows.push(row)
    expect(rows.map(({ cells }) => cells[0]?.text)).toEqual(['seen'])
    expect(book).toMatchObject({ name: 'S2', hiddenSheets: ['S1'], otherSheets: ['S3'] })
    expect(book.merges).toEqual([{ fromRow: 2, toRow: 4, fromColumn: 1, toColumn: 2 }])
  })

  it('stops at the row that is one too many without having read the rest', async () => {
    const rows = '<row><c><v>1</v></c></row>'.repeat(20_030)
    expect(await reason(bookOf(sheetOf(rows)))).toBe('too-many-rows')
  })

  it('reads text files in UTF-8 with its mark, in GB18030 and in UTF-16, with quotes, breaks and other separators', async () => {
    const text = '姓名,备注\r\n"林,晓岚","他说""好""\n再见"\r\n\r\n周知远,'
    const expected = [['姓名', '备注'], ['林,晓岚', '他说"好"\n再见'], ['周知远']]
    const gb = Buffer.concat([
      Buffer.from([0xd0, 0xd5, 0xc3, 0xfb]),
      Buffer.from(',x\n'),
      Buffer.from([0xc1, 0xd6, 0x81, 0x30, 0x81, 0x30]),
      Buffer.from(',1'),
    ])
    expect(await textsOf(Buffer.from(`\uFEFF${text}`))).toEqual(expected)
    expect((await rowsOf(Buffer.from(text))).map(({ number }) => number)).toEqual([1, 2, 5])
    expect(await textsOf(Buffer.from(`\uFEFF${text.replaceAll(',', '\t')}`, 'utf16le'))).toEqual([
      ['姓名', '备注'],
      ['林\t晓岚', '他说"好"\n再见'],
      ['周知远'],
    ])
    expect(await textsOf(gb)).toEqual([
      ['姓名', 'x'],
      ['林\u0080', '1'],
    ])
    expect(await reason(Buffer.from([0x61, 0xff, 0xff, 0x0a]))).toBe('unknown-letters')
    expect(await reason(Buffer.from('a,b\n"never closed'))).toBe('damaged')
  })
})

describe('writing workbooks', () => {
  it('reads back what it wrote, keeps digits and blanks, and drops signs that XML cannot hold', async () => {
    const rows = [
      ['证件号', { text: '姓名', style: 'required' as const }],
      ['990101198603090048', ' a<&>"\u0001\ud800b '],
      [null, 12.5],
    ]
    const file = await written({ sheets: [{ name: '数据', rows, textColumns: [0], frozenRows: 1 }] })
    expect(workbookKind(file)).toBe('xlsx')
    expect(await textsOf(file)).toEqual([
      ['证件号', '姓名'],
      ['990101198603090048', ' a<&>"b '],
      ['', '12.5'],
    ])
  })

  it('lets no text become a formula, and takes the sign away again', async () => {
    for (const evil of ['=cmd|calc', '+1', '-1', '@sum', '\tx']) {
      expect(guarded(evil)).toBe(`'${evil}`)
      expect(unguarded(guarded(evil))).toBe(evil)
    }
    expect(guarded('林=1')).toBe('林=1')
    expect(unguarded("'tis")).toBe("'tis")
    const file = await written({ sheets: [{ name: 'x', rows: [['=1+1']] }] })
    expect(await textsOf(file)).toEqual([["'=1+1"]])
  })

  it('gives the same bytes for the same content', async () => {
    const book = () => written({ sheets: [{ name: 'x', rows: [['a']] }], properties: { trace: '1' } })
    expect((await book()).equals(await book())).toBe(true)
  })
})
