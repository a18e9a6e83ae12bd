import { piecesOf } from '@liren/client'
import { Words } from '@/platform/elements'

/** A text with what was looked for brought out; it is read aloud as one text. */
export function Marked({ text, looked }: { text: string; looked: string }) {
  return (
    <Words label={text}>
      {piecesOf(text, looked).map((piece, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: pieces of one text have no other name
        <Words key={i} className={piece.isHit ? 'found-mark' : ''}>
          {piece.text}
        </Words>
      ))}
    </Words>
  )
}
