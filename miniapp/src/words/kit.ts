import { useSettings } from '@liren/client'
import type { Language, Text } from '@liren/contract'

/** Picks the language of this device: `say(words.title)`. */
export type Say = (words: Text) => string

export const sayIn =
  (language: Language): Say =>
  (words) =>
    words[language]

export function useSay(): Say {
  return sayIn(useSettings().language)
}
