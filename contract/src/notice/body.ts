/** What the text of a notice is made of. */
export type NoticeBlock =
  | { readonly kind: 'heading'; readonly text: string }
  | { readonly kind: 'paragraph'; readonly text: string }
  | { readonly kind: 'list'; readonly items: readonly string[] }
  | { readonly kind: 'table'; readonly head: readonly string[]; readonly rows: readonly (readonly string[])[] }

const heading = /^#{1,3}\s+(.+)$/u
const item = /^[-*•]\s+(.+)$/u
const row = /^\|(.+)\|$/u
const rule = /^[\s|:-]+$/u

const cellsOf = (line: string): string[] =>
  line
    .slice(1, -1)
    .split('|')
    .map((cell) => cell.trim())

/**
 * Reads the few signs that a notice may be written with: `# ` a heading, `- ` an item, `| a | b |` a line of a table.
 * Everything else is text, and nothing is ever markup of a page.
 */
export function noticeBlocks(body: string): NoticeBlock[] {
  const blocks: NoticeBlock[] = []
  let [items, table]: [string[], string[][]] = [[], []]
  const close = () => {
    if (items.length > 0) blocks.push({ kind: 'list', items })
    const [head, ...rows] = table
    if (head) blocks.push({ kind: 'table', head, rows: rows.map((cells) => head.map((_, at) => cells[at] ?? '')) })
    ;[items, table] = [[], []]
  }
  for (const line of body.split(/\r?\n/u).map((text) => text.trim())) {
    const [inList, inTable] = [item.exec(line)?.[1], row.test(line)]
    if (inList === undefined && items.length > 0) close()
    if (!inTable && table.length > 0) close()
    if (line === '') continue
    const title = heading.exec(line)?.[1]
    if (inList !== undefined) items.push(inList)
    else if (inTable) table.push(...(rule.test(line) ? [] : [cellsOf(line)]))
    else blocks.push(title === undefined ? { kind: 'paragraph', text: line } : { kind: 'heading', text: title })
  }
  close()
  return blocks
}

/** The text without its signs, as it is searched, told and read aloud. */
export const plainNotice = (body: string): string =>
  noticeBlocks(body)
    .map((block) => {
      if (block.kind === 'list') return block.items.join('；')
      return block.kind === 'table' ? [block.head, ...block.rows].map((cells) => cells.join(' ')).join('；') : block.text
    })
    .join('\n')
