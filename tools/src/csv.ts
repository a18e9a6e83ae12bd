/** RFC 4180: quoted fields, doubled quotes, CRLF or LF. The first record names the columns. */
export function parseCsv(text: string): Record<string, string>[] {
  const [header, ...records] = parseRecords(text)
  if (!header) return []
  return records.map((cells, index) => {
    if (cells.length !== header.length) throw new Error(`record ${index + 2} has ${cells.length} fields instead of ${header.length}`)
    return Object.fromEntries(header.map((name, column) => [name, cells[column] ?? '']))
  })
}

function parseRecords(text: string): string[][] {
  const records: string[][] = []
  const pattern = /("(?:[^"]|"")*"|[^",\r\n]*)(,|\r?\n|$)/gy
  let record: string[] = []
  while (pattern.lastIndex < text.length) {
    const at = pattern.lastIndex
    const match = pattern.exec(text)
    if (!match) throw new Error(`stray quote in record ${records.length + 1} at ${at}`)
    const [, field = '', end] = match
    record.push(field.startsWith('"') ? field.slice(1, -1).replaceAll('""', '"') : field)
    if (end !== ',') {
      records.push(record)
      record = []
    }
  }
  if (record.length > 0) records.push([...record, ''])
  return records
}
