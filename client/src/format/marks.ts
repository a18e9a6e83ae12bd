export interface Piece {
  readonly text: string
  readonly isHit: boolean
}

/** Cuts a text where what was looked for stands in it; pinyin and last fours are found too, but stand nowhere. */
export function piecesOf(text: string, looked: string): readonly Piece[] {
  const terms = looked
    .split(/\s+/u)
    .filter((term) => term.length > 1)
    .map((term) => term.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
  if (terms.length === 0) return [{ text, isHit: false }]
  return text
    .split(new RegExp(`(${terms.join('|')})`, 'giu'))
    .map((part, i) => ({ text: part, isHit: i % 2 === 1 }))
    .filter((piece) => piece.text !== '')
}
