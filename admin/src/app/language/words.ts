import type { Language, Text } from '@liren/contract'

/** `[中文, English]`, side by side, so that a sentence cannot exist in one language only. */
export type Entry = readonly [zh: string, en: string]
export type Dictionary = Readonly<Record<string, Entry>>
export type Values = Readonly<Record<string, string | number>>

export const dictionary = <const D extends Dictionary>(entries: D): D => entries

const plural = new Intl.PluralRules('en')

/**
 * Fill `{name}` with values; `{count|house|houses}` chooses by number and is for English only.
 * A value that is missing stays visible as `{name}`: a gap that a test can see.
 */
export function fill(sentence: string, values: Values = {}): string {
  return sentence.replace(/\{(\w+)(?:\|([^|{}]*)\|([^|{}]*))?\}/g, (whole, name: string, one?: string, other?: string) => {
    const value = values[name]
    if (value === undefined) return whole
    if (one === undefined || other === undefined) return String(value)
    return plural.select(Number(value)) === 'one' ? one : other
  })
}

export const pick = (language: Language, text: Text | undefined): string => (text === undefined ? '' : text[language])

export const say = (language: Language, entry: Entry, values?: Values): string => fill(entry[language === 'zh' ? 0 : 1], values)
