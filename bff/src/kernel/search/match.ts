import type { Blind } from './body.ts'
import { partPiece, phrasePieces, wholePiece } from './pieces.ts'
import type { SearchReach } from './search-index.ts'
import { fold } from './words.ts'

/** Expressions of the index. */
export interface Match {
  /** Records of which this is a number, a code or an address as it is said. */
  readonly whole: string
  /** Those in which it stands otherwise. */
  readonly rest: string
  readonly any: string
}

/** What finds `text` within reach, or undefined where nothing can be found. */
export function matchOf(
  query: { readonly text: string; readonly reach: SearchReach; readonly under?: string | undefined },
  blind: Blind,
): Match | undefined {
  const { reach, under } = query
  const places = under === undefined ? reach.places : narrowed(reach.places, under)
  const allowed = [
    ...places.map((path) => `p:${path}`),
    ...(under === undefined && reach.owner ? [`u:${reach.owner}`] : []),
    ...(under === undefined ? (reach.houses ?? []).map((house) => `h:${house}`) : []),
  ]
  const terms = termsOf(query.text).map(alternatives)
  if (allowed.length === 0 || terms.length === 0) return undefined
  const any = (phrases: readonly string[][]): string => `(${phrases.flatMap((phrase) => quoted(phrase, blind)).join(' OR ')})`
  const within = any(allowed.map((piece) => [piece]))
  // a telephone number may be typed with spaces
  const code = any([[wholePiece(query.text)]])
  const words = terms.map(any).join(' AND ')
  return {
    whole: `${code} AND ${within}`,
    rest: `(${words} AND ${within}) NOT ${code}`,
    any: `(${code} OR (${words})) AND ${within}`,
  }
}

/** What is typed with spaces must all be there; a lone character beside longer ones narrows too little to be looked up. */
function termsOf(text: string): string[] {
  const terms = text.split(/\s+/u).filter((term) => [...fold(term)].length > 1)
  return [...new Set(terms)].slice(0, 6)
}

function alternatives(term: string): string[][] {
  const plain = fold(term)
  const found = [[wholePiece(term)], [partPiece(term)], phrasePieces(plain)]
  if (/^[a-z]+$/.test(plain)) found.push(phrasePieces(plain, 'y'), phrasePieces(plain, 'i'))
  return found.filter((phrase) => phrase.length > 0)
}

/** One phrase for each key that is in use. */
function quoted(phrase: readonly string[], blind: Blind): string[] {
  const digests = phrase.map(blind)
  const versions = Math.max(...digests.map((each) => each.length))
  return Array.from({ length: versions }, (_, i) => `"${digests.map((each) => each[i] ?? each[0]).join(' ')}"`)
}

/** The part of what is reached that lies under a place. */
function narrowed(places: readonly string[], under: string): string[] {
  if (places.some((place) => under.startsWith(place))) return [under]
  return places.filter((place) => place.startsWith(under))
}
