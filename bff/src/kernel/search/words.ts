import { pinyin } from 'pinyin-pro'
import type { SearchDocument, SearchReach } from './search-index.ts'

/** Gives the stored digests of one piece: one, and while keys are being changed the older ones too. */
export type Blind = (piece: string) => readonly string[]

/** Between two texts, so that no phrase runs from one into the next. */
const wall = 'z'

/** Width, case and spaces do not count. */
export const fold = (text: string): string => text.normalize('NFKC').toLowerCase().replace(/\s+/gu, '')

/** 枫林雅苑 → 枫林, 林雅, 雅苑. */
export function pairs(text: string): string[] {
  const signs = [...text]
  return signs.slice(1).map((sign, i) => `${signs[i]}${sign}`)
}

/** 3幢2单元1201室 and 3-2-1201 are one address. */
export function roomCode(text: string): string | undefined {
  const plain = fold(text)
    .replace(/号楼|单元|幢|栋|号|#|座/gu, '-')
    .replace(/[室户]$/u, '')
    .replace(/-+/gu, '-')
  return /^\d{1,3}-\d{1,2}-\d{2,5}$/.test(plain) || /^\d{1,3}-\d{3,5}$/.test(plain) ? plain : undefined
}

const isHan = (text: string): boolean => /\p{Script=Han}/u.test(text)

/** 林晓岚 and 林小兰 sound alike; what is not Chinese sounds as it is written. */
export const soundOf = (name: string): string => (isHan(name) ? readings(name).whole : fold(name))

/** zhangxiaoming and zxm; surnames are read as surnames (单 shàn, not dān). */
function readings(name: string): { whole: string; initials: string } {
  const parts = pinyin(name, { toneType: 'none', type: 'array', surname: 'head', nonZh: 'consecutive', v: true })
  const clean = parts.map((part) => fold(part)).filter((part) => part !== '')
  return { whole: clean.join(''), initials: clean.map((part) => part[0]).join('') }
}

const textPieces = (text: string): string[] => pairs(fold(text)).map((pair) => `t:${pair}`)
const exactPiece = (text: string): string => `=:${roomCode(text) ?? fold(text)}`

/** Everything under which a document is found, in order; phrases are neighbours in this list. */
export function bodyOf(subject: string, document: SearchDocument, blind: Blind): string {
  const segments: string[][] = [[`s:${subject}`]]
  segments.push(document.paths.flatMap(ancestors).map((path) => `p:${path}`))
  if (document.owner) segments.push([`u:${document.owner}`])
  if (document.house) segments.push([`h:${document.house}`])
  for (const text of document.texts) segments.push(textPieces(text))
  for (const name of document.names ?? []) {
    segments.push(textPieces(name))
    if (!isHan(name)) continue
    const { whole, initials } = readings(name)
    segments.push(pairs(whole).map((pair) => `y:${pair}`))
    segments.push(pairs(initials).map((pair) => `i:${pair}`))
  }
  for (const value of document.exact ?? []) segments.push([exactPiece(value)])
  return segments
    .filter((segment) => segment.length > 0)
    .map((segment) => segment.map((piece) => blind(piece)[0]).join(' '))
    .join(` ${wall} `)
}

/** `/jl/yx/` → `/jl/`, `/jl/yx/`. */
function ancestors(path: string): string[] {
  const parts = path.split('/').filter((part) => part !== '')
  return parts.map((_, i) => `/${parts.slice(0, i + 1).join('/')}/`)
}

/** The expression that finds `text` within reach, or undefined where nothing can be found. */
export function matchOf(
  query: { readonly text: string; readonly subject: string; readonly reach: SearchReach; readonly under?: string | undefined },
  blind: Blind,
): string | undefined {
  const { reach, under } = query
  const places = under === undefined ? reach.places : narrowed(reach.places, under)
  const allowed = [
    ...places.map((path) => `p:${path}`),
    ...(under === undefined && reach.owner ? [`u:${reach.owner}`] : []),
    ...(under === undefined ? (reach.houses ?? []).map((house) => `h:${house}`) : []),
  ]
  const terms = termsOf(query.text).map((term) => alternatives(term))
  if (allowed.length === 0 || terms.length === 0) return undefined
  const any = (phrases: readonly string[][]): string => `(${phrases.flatMap((phrase) => quoted(phrase, blind)).join(' OR ')})`
  return [any([[`s:${query.subject}`]]), any(allowed.map((piece) => [piece])), ...terms.map(any)].join(' AND ')
}

/** What is typed with spaces must all be there; a lone character beside longer ones narrows too little to be looked up. */
function termsOf(text: string): string[] {
  const terms = text.split(/\s+/u).filter((term) => [...fold(term)].length > 1)
  return [...new Set(terms)].slice(0, 6)
}

function alternatives(term: string): string[][] {
  const plain = fold(term)
  const found = [[exactPiece(term)], pairs(plain).map((pair) => `t:${pair}`)]
  if (/^[a-z]+$/.test(plain)) found.push(...['y', 'i'].map((kind) => pairs(plain).map((pair) => `${kind}:${pair}`)))
  return found
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

/** `/…/3/2/1201/` → 3-2-1201 and 3-1201; leading zeros are how a code is written, not how it is said. */
export function houseCodes(path: string): string[] {
  const [building, unit, house] = path
    .split('/')
    .filter((part) => part !== '')
    .slice(-3)
    .map((part) => part.replace(/^[^0-9]*0*(?=\d)/u, ''))
  return building && unit && house ? [`${building}-${unit}-${house}`, `${building}-${house}`] : []
}
