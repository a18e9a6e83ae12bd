import { useClient } from '@liren/client'
import type { End } from '@liren/contract'
import type { ReactNode } from 'react'
import { go } from '@/platform/nav'
import { common, gateWords } from '@/words/common'
import { useSay } from '@/words/kit'
import { PrimaryButton } from './button'
import { EmptyState } from './empty-state'
import { useMe } from './me'
import { Skeleton } from './skeleton'

interface GateProps {
  readonly children: ReactNode
  /** Also needs a house. */
  readonly house?: boolean
  readonly permission?: string
  /** Only for whoever is here as this: a resident who follows a link of the workbench switches first. */
  readonly end?: End
  /** What one would have here, in one sentence. */
  readonly preview: string
}

/** Instead of a bare refusal: what this is good for, and the one step that grants it. */
export function PermissionGate({ children, house, permission, end, preview }: GateProps) {
  const say = useSay()
  const { session } = useClient()
  const { status, me, call, may } = useMe()
  if (status === 'starting') return <Skeleton shape="rows" />
  if (status === 'guest' || status === 'expired')
    return (
      <EmptyState scene="gate" title={preview} body={say(gateWords.guestBody)}>
        <PrimaryButton id="gate-sign-in" onTap={() => void session.ask()}>
          {say(common.signIn)}
        </PrimaryButton>
      </EmptyState>
    )
  // who is here is not known yet: a page that asked now would ask for what it may not have
  if (me === undefined && call.error === undefined) return <Skeleton shape="rows" />
  if (me === undefined) return <>{children}</>
  if (house && me.households.length === 0)
    return (
      <EmptyState scene="gate" title={preview} body={say(gateWords.homeBody)}>
        <PrimaryButton id="gate-bind" onTap={() => go('/pkg-house/bind')}>
          {say(gateWords.bind)}
        </PrimaryButton>
      </EmptyState>
    )
  if ((permission !== undefined && !may(permission)) || (end !== undefined && me.end !== end))
    return (
      <EmptyState scene="gate" title={say(gateWords.deniedTitle)} body={say(gateWords.deniedBody)}>
        <PrimaryButton onTap={() => go('/pages/me')}>{say(gateWords.switchIdentity)}</PrimaryButton>
      </EmptyState>
    )
  return <>{children}</>
}
