import { reviewStateTexts, type ReviewState as State } from '@liren/contract/capabilities/review'
import { useText } from '../../app/language/use.ts'
import { type Status, StatusTag } from '../../parts/tag/status-tag.tsx'

export const reviewLooks: Readonly<Record<State, Status>> = {
  pending: { tone: 'info', icon: 'clock' },
  asked: { tone: 'accent', icon: 'alert' },
  accepted: { tone: 'success', icon: 'check' },
  partial: { tone: 'success', icon: 'half' },
  rejected: { tone: 'neutral', icon: 'undo' },
  withdrawn: { tone: 'neutral', icon: 'undo' },
}

export function ReviewTag({ state }: { state: State }) {
  const say = useText()
  return <StatusTag {...reviewLooks[state]}>{say(reviewStateTexts[state])}</StatusTag>
}
