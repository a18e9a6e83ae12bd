import type { User } from '@liren/contract/capabilities/user'
import { useWords } from '../../app/language/use.ts'
import { type Status, StatusTag } from '../../parts/tag/status-tag.tsx'
import { useNow } from '../../parts/text/time.tsx'
import { words } from './words.ts'

type Shown = 'active' | 'disabled' | 'retired' | 'locked' | 'expired'

const looks: Readonly<Record<Shown, Status>> = {
  active: { tone: 'success', icon: 'check' },
  disabled: { tone: 'neutral', icon: 'ban' },
  retired: { tone: 'neutral', icon: 'trash' },
  locked: { tone: 'danger', icon: 'lock' },
  expired: { tone: 'warning', icon: 'hourglass' },
}

/** What keeps an account from signing in, if anything does. */
export function shownState(user: Pick<User, 'state' | 'lockedUntil' | 'validUntil'>, now: number): Shown {
  if (user.state !== 'active') return user.state
  if (user.lockedUntil !== null && Date.parse(user.lockedUntil) > now) return 'locked'
  return Date.parse(user.validUntil) <= now ? 'expired' : 'active'
}

export function UserState({ user }: { user: User }) {
  const t = useWords(words)
  const now = useNow()
  const state = shownState(user, now)
  return <StatusTag {...looks[state]}>{t(state)}</StatusTag>
}
