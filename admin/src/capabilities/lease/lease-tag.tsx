import { type LeaseState, leaseStates } from '@liren/contract/capabilities/lease'
import { useText, useWords } from '../../app/language/use.ts'
import { type Status, StatusTag } from '../../parts/tag/status-tag.tsx'
import { words } from './words.ts'

const looks: Readonly<Record<LeaseState, Status>> = {
  declared: { tone: 'warning', icon: 'hourglass' },
  verified: { tone: 'success', icon: 'check' },
  rejected: { tone: 'danger', icon: 'close' },
  ended: { tone: 'neutral', icon: 'check' },
}

/** How a lease stands; one whose time is over says so first. */
export function LeaseTag({ state, isExpired }: { state: LeaseState; isExpired: boolean }) {
  const say = useText()
  const t = useWords(words)
  return isExpired ? (
    <StatusTag tone="danger" icon="alert">
      {t('expired')}
    </StatusTag>
  ) : (
    <StatusTag {...looks[state]}>{say(leaseStates[state])}</StatusTag>
  )
}
