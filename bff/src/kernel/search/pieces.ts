import { pinyin } from 'pinyin-pro'
import { fold, isHan, roomCode } from './words.ts'

/** A number is one sign: of the pairs of its digits nearly every record has some, and a phrase of them would be sought through all. */
const signsOf = (text: string): string[] => text.match(/\d{3,}|[\s\S]/gu) ?? []
const numbersIn = (text: string): string[] => text.match(/\d{3,}/gu) ?? []

/** 枫林雅苑 → 枫林, 林雅, 雅苑; 1单元1201 → 1单, 单元, 元1201. */
export function pairs(text: string): string[] {
  const signs = signsOf(text)
  return signs.slice(1).map((sign, i) => `${signs[i]}${sign}`)
}

/** As a code is typed: hyphens and dots do not count. */
const plainOf = (code: string): string => fold(code).replace(/[^\p{L}\p{N}]/gu, '')

const shortestPart = 3
const longestCode = 32
const ends = [4, 6]

/** BX20260302-0042 → by every beginning, also by its two letters alone, by its last four and six, and by the parts it is written in. */
function partsOf(code: string): string[] {
  const whole = [...plainOf(code)].slice(0, longestCode)
  const beginnings = whole.slice(shortestPart - 1).map((_, i) => whole.slice(0, i + shortestPart).join(''))
  const lasts = ends.filter((length) => whole.length > length).map((length) => whole.slice(-length).join(''))
  const written = fold(code).match(/\d{3,}|\p{L}{3,}/gu) ?? []
  const digits = whole.join('').replace(/^\D+/u, '')
  const letters = /^\p{L}{2}/u.exec(whole.join('')) ?? []
  return [...new Set([...beginnings, ...lasts, ...written, digits])].filter((part) => part.length >= shortestPart).concat(letters)
}

const longestFragmented = 12

/** Every run of at least two signs: for what is as short as a number plate. */
function runsOf(text: string): string[] {
  const signs = [...plainOf(text)].slice(0, longestFragmented)
  const runs = signs.flatMap((_, from) => signs.slice(from + 1).map((_, i) => signs.slice(from, from + i + 2).join('')))
  return [...new Set(runs)]
}

export const wholePiece = (text: string): string => `=:${roomCode(text) ?? plainOf(text)}`
export const partPiece = (text: string): string => `c:${plainOf(text)}`
export const phrasePieces = (text: string, kind: 't' | 'y' | 'i' = 't'): string[] => pairs(fold(text)).map((pair) => `${kind}:${pair}`)

/** What a text is found by: runs of pieces, and pieces that are only looked for alone. */
export interface Pieces {
  readonly phrases: readonly string[][]
  readonly alone: readonly string[]
}
const parts = (found: readonly string[]): string[] => found.map((part) => `c:${part}`)

export const textPieces = (text: string): Pieces => ({
  phrases: [phrasePieces(text)],
  alone: parts(numbersIn(fold(text)).flatMap(partsOf)),
})

/** A name is a text that is also found by how it sounds. */
export function namePieces(name: string): Pieces {
  const { phrases, alone } = textPieces(name)
  if (!isHan(name)) return { phrases, alone }
  const { whole, initials } = readings(name)
  return { phrases: [...phrases, phrasePieces(whole, 'y'), phrasePieces(initials, 'i')], alone }
}

export const codePieces = (code: string): Pieces => ({ phrases: [], alone: [wholePiece(code), ...parts(partsOf(code))] })
export const fragmentPieces = (text: string): Pieces => ({ phrases: [], alone: [wholePiece(text), ...parts(runsOf(text))] })

/** 林晓岚 and 林小兰 sound alike; what is not Chinese sounds as it is written. */
export const soundOf = (name: string): string => (isHan(name) ? readings(name).whole : fold(name))

/** zhangxiaoming and zxm; surnames are read as surnames (单 shàn, not dān). */
function readings(name: string): { whole: string; initials: string } {
  const parts = pinyin(name, { toneType: 'none', type: 'array', surname: 'head', nonZh: 'consecutive', v: true })
  const clean = parts.map((part) => fold(part)).filter((part) => part !== '')
  return { whole: clean.join(''), initials: clean.map((part) => part[0]).join('') }
}
