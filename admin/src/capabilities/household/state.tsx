import type { HouseholdClaim, HouseholdMember } from '@liren/contract/capabilities/household'
import { useWords } from '../../app/language/use.ts'
import { type Status, StatusTag } from '../../parts/tag/status-tag.tsx'
import { words } from './words.ts'

export const claimLooks: Readonly<Record<HouseholdClaim['state'], Status>> = {
  waiting: { tone: 'info', icon: 'circle' },
  approved: { tone: 'success', icon: 'check' },
  rejected: { tone: 'danger', icon: 'ban' },
  withdrawn: { tone: 'neutral', icon: 'undo' },
  expired: { tone: 'neutral', icon: 'hourglass' },
}

const memberLooks: Readonly<Record<HouseholdMember['state'], Status>> = {
  invited: { tone: 'info', icon: 'send' },
  active: { tone: 'success', icon: 'house' },
  ended: { tone: 'neutral', icon: 'exit' },
}

export function ClaimState({ state }: { state: HouseholdClaim['state'] }) {
  const t = useWords(words)
  return <StatusTag {...claimLooks[state]}>{t(state)}</StatusTag>
}

export function MemberState({ state }: { state: HouseholdMember['state'] }) {
  const t = useWords(words)
  return <StatusTag {...memberLooks[state]}>{t(`member_${state}`)}</StatusTag>
}
