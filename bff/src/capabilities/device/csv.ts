/** A file that is not CSV, with the row where that shows. */
export class CsvError extends Error {
  readonly row: number
  constructor(row: number, message: string) {
    super(message)
    this.name = 'CsvError'
    this.row = row
  }
}

/** RFC 4180 with a head line: quotes around cells with commas, quotes or line breaks, doubled quotes inside. */
export function parseCsv(text: string): Record<string, string>[] {
  const lines = splitCells(text.replace(/^\uFEFF/, ''))
  const [head, ...rows] = lines
  if (!head) throw new CsvError(0, 'The file is empty')
  return rows.map((cells, index) => {
    if (cells.length > head.length) throw new CsvError(index + 1, `Row ${index + 1} has ${cells.length} cells, the head has ${head.length}`)
    return Object.fromEntries(head.map((name, at) => [name, cells[at] ?? '']))
  })
}

function splitCells(text: string): string[][] {
  const rows: string[][] = []
  let row: string[] = []
  let cell = ''
  let isQuoted = false
  const endRow = () => {
    row.push(cell)
    if (row.some((one) => one.trim() !== '')) rows.push(row)
    row = []
    cell = ''
  }
  for (let i = 0; i < text.length; i++) {
    const letter = text[i] as string
    if (isQuoted) {
      if (letter !== '"') cell += letter
      else if (text[i + 1] === '"') {
        cell += '"'
        i++
      } else isQuoted = false
    } else if (letter === '"' && cell === '') isQuoted = true
    else if (letter === ',') {
      row.push(cell)
      cell = ''
    } else if (letter === '\n') endRow()
    else if (letter !== '\r') cell += letter
  }
  if (isQuoted) throw new CsvError(rows.length, 'A quote is never closed')
  endRow()
  return rows
}
