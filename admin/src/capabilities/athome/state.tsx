import { type AthomeState, athomeStates } from '@liren/contract/capabilities/athome'
import { useText, useWords } from '../../app/language/use.ts'
import { type Status, StatusTag } from '../../parts/tag/status-tag.tsx'
import { words } from './words.ts'

const looks: Readonly<Record<AthomeState, Status>> = {
  in: { tone: 'success', icon: 'check' },
  away: { tone: 'info', icon: 'close' },
  unknown: { tone: 'neutral', icon: 'hourglass' },
}

export function AthomeTag({ state, confidence }: { state: AthomeState; confidence: number | null }) {
  const t = useWords(words)
  const say = useText()
  return (
    <StatusTag {...looks[state]}>
      {say(athomeStates[state])}
      {confidence === null ? '' : ` · ${t('sure', { percent: String(confidence) })}`}
    </StatusTag>
  )
}
