import { exactTime } from '@liren/client/format/time'
import { type HintFact, type HintState, type HintSummary, hintFacts, hintModelSpec, hintStates } from '@liren/contract/capabilities/hint'
import { useText, useWords } from '../../app/language/use.ts'
import { type Status, StatusTag } from '../../parts/tag/status-tag.tsx'
import { words } from './words.ts'

const looks: Readonly<Record<HintState, Status>> = {
  raised: { tone: 'warning', icon: 'hourglass' },
  confirmed: { tone: 'danger', icon: 'alert' },
  rejected: { tone: 'neutral', icon: 'close' },
  cleared: { tone: 'success', icon: 'check' },
}

export function HintStateTag({ state }: { state: HintState }) {
  const say = useText()
  return <StatusTag {...looks[state]}>{say(hintStates[state])}</StatusTag>
}

/** Whom or what a hint is about, in a word. */
export function useSubject() {
  const t = useWords(words)
  return ({ subject, place }: Pick<HintSummary, 'subject' | 'place'>): string => {
    if (subject.kind === 'stranger') return t('stranger')
    if (subject.kind === 'gate') return t('gateway')
    return subject.name ?? subject.plate ?? place
  }
}

/** Fills the parameters into the sentence of the rule. */
export const ruleText = (sentence: string, params: Readonly<Record<string, number>>): string =>
  sentence.replace(/\{(\w+)\}/g, (whole, name: string) => String(params[name] ?? whole))

export const modelText = (name: HintSummary['model']) => hintModelSpec(name).text

/** A figure with its word; moments are written out. */
export function useFact() {
  const say = useText()
  return (name: string, value: string | number | null) => ({
    label: name in hintFacts ? say(hintFacts[name as HintFact]) : name,
    value: value === null ? '–' : name === 'lastAt' ? exactTime(Number(value)) : String(value),
  })
}
