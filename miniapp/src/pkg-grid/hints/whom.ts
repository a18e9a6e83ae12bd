import type { HintSummary } from '@liren/contract/capabilities/hint'
import { hintWords as words } from '@/words/hint'
import { useSay } from '@/words/kit'

/** Whom or what a hint is about, in a word. */
export function useWhom() {
  const say = useSay()
  return ({ subject, place }: Pick<HintSummary, 'subject' | 'place'>): string => {
    if (subject.kind === 'stranger') return say(words.stranger)
    if (subject.kind === 'gate') return say(words.gate)
    return subject.name ?? subject.plate ?? place
  }
}
