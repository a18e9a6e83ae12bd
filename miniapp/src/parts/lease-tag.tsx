import { type LeaseState, leaseStates } from '@liren/contract/capabilities/lease'
import type { IconName } from '@/look/icons'
import { useSay } from '@/words/kit'
import { leaseWords as words } from '@/words/lease'
import { Tag, type Tone } from './status-tag'

const looks: Readonly<Record<LeaseState, { tone: Tone; icon: IconName }>> = {
  declared: { tone: 'info', icon: 'clock' },
  verified: { tone: 'success', icon: 'check' },
  rejected: { tone: 'danger', icon: 'alert' },
  ended: { tone: 'neutral', icon: 'return' },
}

/** How a lease stands; one whose time is over says so first. */
export function LeaseTag({ lease }: { lease: { readonly state: LeaseState; readonly isExpired: boolean } }) {
  const say = useSay()
  return lease.isExpired ? (
    <Tag tone="danger" icon="hourglass" words={say(words.expired)} />
  ) : (
    <Tag {...looks[lease.state]} words={say(leaseStates[lease.state])} />
  )
}
