import { fold } from './words.ts'

/** The hit stands near the beginning, so that it is still seen where a line is cut. */
const before = 8
const after = 36

/** The piece of a text in which one of the words stands that somebody looked for; undefined where none does. */
export function excerptOf(text: string, looked: string): string | undefined {
  const line = text.replace(/\s+/gu, ' ').trim()
  // sign by sign, so that places in the folded text are places in the text
  const signs = [...line]
  const folded = signs.map((sign) => (sign === ' ' ? '' : fold(sign)))
  const starts: number[] = []
  let whole = ''
  for (const [i, sign] of folded.entries()) {
    for (let k = 0; k < sign.length; k++) starts.push(i)
    whole += sign
  }
  for (const term of looked.split(/\s+/u).map(fold)) {
    const at = term.length > 1 ? whole.indexOf(term) : -1
    if (at < 0) continue
    const from = Math.max(0, (starts[at] ?? 0) - before)
    const to = Math.min(signs.length, (starts[at + term.length - 1] ?? 0) + 1 + after)
    return `${from > 0 ? '…' : ''}${signs.slice(from, to).join('').trim()}${to < signs.length ? '…' : ''}`
  }
  return undefined
}
