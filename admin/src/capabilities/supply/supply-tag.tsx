import { type SupplyState, supplyStates } from '@liren/contract/capabilities/supply'
import { useText } from '../../app/language/use.ts'
import { type Status, StatusTag } from '../../parts/tag/status-tag.tsx'

const looks: Readonly<Record<SupplyState, Status>> = {
  submitted: { tone: 'warning', icon: 'hourglass' },
  returned: { tone: 'neutral', icon: 'hourglass' },
  accepted: { tone: 'info', icon: 'check' },
  arranged: { tone: 'info', icon: 'check' },
  done: { tone: 'warning', icon: 'hourglass' },
  closed: { tone: 'success', icon: 'check' },
  declined: { tone: 'danger', icon: 'close' },
  withdrawn: { tone: 'neutral', icon: 'close' },
}

/** How an application stands. */
export function SupplyTag({ state }: { state: SupplyState }) {
  const say = useText()
  return <StatusTag {...looks[state]}>{say(supplyStates[state])}</StatusTag>
}
