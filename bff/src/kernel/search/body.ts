import { codePieces, fragmentPieces, namePieces, textPieces, wholePiece } from './pieces.ts'
import type { SearchDocument } from './search-index.ts'

/** Gives the stored digests of one piece: one, and while keys are being changed the older ones too. */
export type Blind = (piece: string) => readonly string[]

/** Between two texts, so that no phrase runs from one into the next. */
const wall = 'z'

/** Everything under which a document is found, in order; phrases are neighbours in this list. */
export function bodyOf(document: SearchDocument, blind: Blind): string {
  const found = [
    ...document.texts.map(textPieces),
    ...(document.names ?? []).map(namePieces),
    ...(document.codes ?? []).map(codePieces),
    ...(document.fragments ?? []).map(fragmentPieces),
  ]
  const alone = [
    ...document.paths.flatMap(ancestors).map((path) => `p:${path}`),
    ...(document.owner ? [`u:${document.owner}`] : []),
    ...(document.house ? [`h:${document.house}`] : []),
    ...(document.exact ?? []).map(wholePiece),
    ...found.flatMap((pieces) => pieces.alone),
  ]
  // what is only looked for alone needs no wall: it is in no phrase
  return [[...new Set(alone)], ...found.flatMap((pieces) => pieces.phrases)]
    .filter((segment) => segment.length > 0)
    .map((segment) => segment.map((piece) => blind(piece)[0]).join(' '))
    .join(` ${wall} `)
}

/** `/jl/yx/` → `/jl/`, `/jl/yx/`. */
function ancestors(path: string): string[] {
  const parts = path.split('/').filter((part) => part !== '')
  return parts.map((_, i) => `/${parts.slice(0, i + 1).join('/')}/`)
}
