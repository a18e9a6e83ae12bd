export type Sign = 'heading' | 'item'

/** A text and what is marked in it. */
export interface Written {
  readonly text: string
  readonly from: number
  readonly to: number
}

const marks: Readonly<Record<Sign, { readonly sign: string; readonly known: RegExp }>> = {
  heading: { sign: '# ', known: /^#{1,3}\s+/u },
  item: { sign: '- ', known: /^[-*•]\s+/u },
}
const anyMark = /^(?:#{1,3}|[-*•])\s+/u

/** Makes the marked lines headings or items, or plain again when all of them are. */
export function withSign({ text, from, to }: Written, sign: Sign): Written {
  const start = text.lastIndexOf('\n', from - 1) + 1
  const next = text.indexOf('\n', to)
  const end = next === -1 ? text.length : next
  const lines = text.slice(start, end).split('\n')
  const isMeant = (line: string) => line.trim() !== '' || lines.length === 1
  const { sign: mark, known } = marks[sign]
  const isOff = lines.filter(isMeant).every((line) => known.test(line))
  const changed = lines.map((line) => {
    if (!isMeant(line)) return line
    const bare = line.replace(anyMark, '')
    return isOff ? bare : mark + bare
  })
  const written = changed.join('\n')
  const at = start + written.length
  return { text: text.slice(0, start) + written + text.slice(end), from: at, to: at }
}

/** A table of two columns on lines of its own, with its first head marked to be written over. */
export function withTable({ text, to }: Written, [one, two]: readonly [string, string]): Written {
  const next = text.indexOf('\n', to)
  const end = next === -1 ? text.length : next
  const before = text.slice(0, end)
  const gap = before.trim() === '' || before.endsWith('\n') ? '' : '\n'
  const table = `| ${one} | ${two} |\n| --- | --- |\n|  |  |`
  const from = before.length + gap.length + 2
  return { text: `${before}${gap}${table}${text.slice(end)}`, from, to: from + one.length }
}
