import type { Values } from '@liren/contract/archive/index'
import type { SignHow } from '@liren/contract/capabilities/duplicate'
import type { KnownPlace } from '../../engines/archive/place.ts'
import { normaliseIdNumber, normaliseName } from '../../kernel/crypto/normalise.ts'
import { soundOf } from '../../kernel/search/pieces.ts'
import { fold } from '../../kernel/search/words.ts'

/** A file as it is compared. */
export interface Compared {
  readonly id: string
  readonly place: KnownPlace | undefined
  readonly values: Values
}

export type Judge = (first: Compared, second: Compared) => SignHow | undefined

/** One thing to look at: how two files agree in it, and how much that says. */
export interface Sign {
  /** A field of the archive, or `place`. */
  readonly field: string
  readonly judge: Judge
  readonly weight: Partial<Readonly<Record<SignHow, number>>>
}

export const textOf = (values: Values, name: string): string | undefined => {
  const value = values[name] ?? null
  return value === null || typeof value === 'object' || value === '' ? undefined : String(value)
}

type Normal = (text: string) => string

const both = (name: string, [first, second]: readonly [Compared, Compared], normal: Normal): [string, string] | undefined => {
  const [a, b] = [textOf(first.values, name), textOf(second.values, name)]
  return a === undefined || b === undefined ? undefined : [normal(a), normal(b)]
}

/** Equal or different, where both are known. */
export const same =
  (name: string, normal: Normal = fold): Judge =>
  (first, second) => {
    const pair = both(name, [first, second], normal)
    return pair && (pair[0] === pair[1] ? 'equal' : 'differs')
  }

/** The same in another spelling: of names by sound, of plates by signs that are taken for one another. */
export const alike =
  (name: string, normal: Normal, likened: Normal): Judge =>
  (first, second) => {
    const pair = both(name, [first, second], normal)
    if (!pair) return undefined
    if (pair[0] === pair[1]) return 'equal'
    return likened(pair[0]) === likened(pair[1]) ? 'similar' : 'differs'
  }

/** One of several numbers of the one is among those of the other. */
export const shared =
  (...names: readonly string[]): Judge =>
  (first, second) => {
    const [a, b] = [first, second].map(({ values }) => names.flatMap((name) => textOf(values, name) ?? []).map(fold)) as [
      string[],
      string[],
    ]
    if (a.length === 0 || b.length === 0) return undefined
    return a.some((number) => b.includes(number)) ? 'equal' : 'differs'
  }

export const samePlace: Judge = (first, second) =>
  first.place === undefined || second.place === undefined ? undefined : first.place.id === second.place.id ? 'equal' : undefined

export const nameForm: Normal = (name) => normaliseName(name).toLowerCase()
export const nameSound: Normal = (name) => soundOf(name)

/** Papers of before 1999 had fifteen digits: the same number, with the century and the check sign left out. */
export const paperForm: Normal = (number) => {
  const plain = normaliseIdNumber(number)
  return /^\d{17}[\dX]$/.test(plain) ? plain.slice(0, 6) + plain.slice(8, 17) : plain
}

const mistaken: Readonly<Record<string, string>> = { O: '0', D: '0', Q: '0', I: '1', L: '1', Z: '2', S: '5', B: '8', G: '6' }
export const plateForm: Normal = normaliseIdNumber
/** Signs that a camera or a tired eye takes for one another. */
export const plateLikeness: Normal = (plate) => [...plate].map((sign, i) => (i < 2 ? sign : (mistaken[sign] ?? sign))).join('')

/** 江临市晨光商贸有限公司 and 晨光商贸 (江临) are written for one firm. */
export const firmForm: Normal = (name) =>
  fold(name)
    .replace(/[()（）[\]【】·.,，。]/gu, '')
    .replace(/(股份|有限责任|有限|集团|公司|分公司|个体工商户)/gu, '')

/** 12-01, 1201室 and 01201 are one door. */
export const doorForm: Normal = (name) =>
  fold(name)
    .replace(/[室号房户#\-—]/gu, '')
    .replace(/^0+(?=\d{3})/u, '')
