import { type RuleContent, rule, type Selector } from '@liren/contract/capabilities/rule'
import { createContext, useContext } from 'react'
import { useQuery } from '../../app/api/use.ts'

type Answer = NonNullable<ReturnType<typeof useVocabularyAsked>['data']>
export type KindWords = Answer['kinds'][number]

export const useVocabularyAsked = () => useQuery(rule.endpoints.vocabulary)

/** What devices have words for, for every row of the builder; and the place whose devices may be named. */
export const Vocabulary = createContext<{ readonly kinds: readonly KindWords[]; readonly placeId: string | undefined }>({
  kinds: [],
  placeId: undefined,
})
export const useVocabulary = () => useContext(Vocabulary)

const together = (kinds: readonly KindWords[]): Pick<KindWords, 'properties' | 'events' | 'services'> => ({
  properties: kinds.flatMap((kind) => kind.properties),
  events: kinds.flatMap((kind) => kind.events),
  services: kinds.flatMap((kind) => kind.services),
})

/** The words of what a selector means; of named devices all there are, the server knows which. */
export function wordsOf(kinds: readonly KindWords[], of: Selector | { by: 'near'; kind: string }) {
  const meant = of.by === 'kind' || of.by === 'near' ? kinds.filter((kind) => kind.kind === of.kind) : kinds
  const all = together(meant)
  const once = <T extends { code: string }>(list: readonly T[]): T[] => [...new Map(list.map((one) => [one.code, one])).values()]
  return { properties: once(all.properties), events: once(all.events), services: once(all.services) }
}

/** The words of whatever sets a rule off. */
export function causeWords(kinds: readonly KindWords[], content: RuleContent) {
  const selectors = content.when.flatMap((when) => ('of' in when ? [when.of] : []))
  const byKind = selectors.flatMap((of) => (of.by === 'kind' ? [of.kind] : []))
  const meant = byKind.length === selectors.length && byKind.length > 0 ? kinds.filter((kind) => byKind.includes(kind.kind)) : kinds
  return together(meant)
}
