import { codePieces, fragmentPieces, namePieces, type Pieces, textPieces, wholePiece } from './pieces.ts'
import type { SearchDocument } from './search-index.ts'

/** Gives the stored digests of one piece: one, and while keys are being changed the older ones too. */
export type Blind = (piece: string) => readonly string[]

/** Between two texts, so that no phrase runs from one into the next. */
const wall = ' z '

/** A text as it is stored: what is looked for alone, and each phrase as one string. */
interface Stored {
  readonly phrases: readonly string[]
  readonly alone: readonly string[]
}

/** Addresses and names of places stand in thousands of records; numbers of cases in one, and are not remembered. */
const mostRemembered = 50_000
const longestRemembered = 120

/** Everything under which a document is found, in order; phrases are neighbours in this list. */
export function bodyMaker(blind: Blind): (document: SearchDocument) => string {
  const known = new Map<string, Stored>()
  let key = ''
  const stored = ({ phrases, alone }: Pieces): Stored => ({
    phrases: phrases.filter((phrase) => phrase.length > 0).map((phrase) => phrase.map((piece) => blind(piece)[0]).join(' ')),
    alone: alone.map((piece) => blind(piece)[0] as string),
  })
  function remembered(kind: string, text: string, cut: (text: string) => Pieces): Stored {
    if (text.length > longestRemembered) return stored(cut(text))
    const name = kind + text
    const before = known.get(name)
    if (before) return before
    if (known.size >= mostRemembered) known.clear()
    const made = stored(cut(text))
    known.set(name, made)
    return made
  }
  const single = (piece: string) => blind(piece)[0] as string

  return (document) => {
    // under a new key nothing of before counts
    const [now = ''] = blind('key')
    if (now !== key) known.clear()
    key = now
    const found = [
      ...document.paths.map((path) => remembered('p', path, pathPieces)),
      ...document.texts.map((text) => remembered('t', text, textPieces)),
      ...(document.names ?? []).map((name) => remembered('n', name, namePieces)),
      ...(document.codes ?? []).map((code) => stored(codePieces(code))),
      ...(document.fragments ?? []).map((text) => stored(fragmentPieces(text))),
    ]
    const alone = new Set<string>()
    for (const each of found) for (const piece of each.alone) alone.add(piece)
    if (document.owner) alone.add(single(`u:${document.owner}`))
    if (document.house) alone.add(single(`h:${document.house}`))
    for (const value of document.exact ?? []) alone.add(single(wholePiece(value)))
    // what is only looked for alone needs no wall: it is in no phrase
    return [...(alone.size > 0 ? [[...alone].join(' ')] : []), ...found.flatMap(({ phrases }) => phrases)].join(wall)
  }
}

const pathPieces = (path: string): Pieces => ({ phrases: [], alone: ancestors(path).map((above) => `p:${above}`) })

/** `/jl/yx/` → `/jl/`, `/jl/yx/`. */
function ancestors(path: string): string[] {
  const parts = path.split('/').filter((part) => part !== '')
  return parts.map((_, i) => `/${parts.slice(0, i + 1).join('/')}/`)
}
