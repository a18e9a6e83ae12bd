interface Column {
  readonly name: string
  readonly zh: string
  readonly en: string
}

/** `kind 救助类别 Kind of aid`, one a line; undefined where a line lacks one of the three. */
export function columnsOf(text: string): Column[] | undefined {
  const lines = text.split('\n').flatMap((line) => (line.trim() === '' ? [] : [line.trim().split(/\s+/)]))
  const columns = lines.map(([name = '', zh = '', ...en]) => ({ name, zh, en: en.join(' ') }))
  return columns.length > 0 && columns.every(({ name, en }) => /^[a-zA-Z][a-zA-Z0-9]*$/.test(name) && en !== '') ? columns : undefined
}

export const linesOf = (columns: readonly Column[]): string => columns.map(({ name, zh, en }) => `${name} ${zh} ${en}`).join('\n')
