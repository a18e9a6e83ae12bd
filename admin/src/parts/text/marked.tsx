import { piecesOf } from '@liren/client/format/marks'

/** A text with what was looked for brought out. */
export function Marked({ text, looked }: { text: string; looked: string }) {
  return piecesOf(text, looked).map((piece, i) =>
    // biome-ignore lint/suspicious/noArrayIndexKey: pieces of one text have no other name
    piece.isHit ? <mark key={i}>{piece.text}</mark> : <span key={i}>{piece.text}</span>,
  )
}
