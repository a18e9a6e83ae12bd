import type { Language, Text } from '@liren/contract'
import { useCallback } from 'react'
import { usePreferences } from '../preferences.ts'
import { type Dictionary, pick, say, type Values } from './words.ts'

export const useLanguage = (): Language => usePreferences().language

/** `const t = useWords(words)`, then `t('deleted', { count: 3 })`; follows the language without a reload. */
export function useWords<D extends Dictionary>(words: D): (key: keyof D & string, values?: Values) => string {
  const language = useLanguage()
  return useCallback((key, values) => say(language, words[key] as D[string], values), [language, words])
}

/** Labels that come with the contract or from the server in both languages. */
export function useText(): (text: Text | undefined) => string {
  const language = useLanguage()
  return useCallback((text) => pick(language, text), [language])
}
