import { type CallState, useCall, useSession } from '@liren/client'
import { session as contract, type Me } from '@liren/contract/capabilities/session'
import { createContext, type ReactNode, useContext } from 'react'

const MeContext = createContext<CallState<Me> | null>(null)

/** Who is signed in, with houses and rights; asked once for the whole app. */
export function MeProvider({ children }: { children?: ReactNode }) {
  const { status } = useSession()
  const call = useCall(contract.endpoints.me, status === 'signed-in' ? {} : null, { keep: true, on: ['session.', 'household.', 'role.'] })
  return <MeContext.Provider value={call}>{children}</MeContext.Provider>
}

export interface MeView {
  readonly status: 'starting' | 'guest' | 'signed-in' | 'expired'
  readonly me: Me | undefined
  readonly call: CallState<Me>
  readonly may: (permission: string) => boolean
}

export function useMe(): MeView {
  const call = useContext(MeContext)
  if (call === null) throw new Error('MeProvider is missing above this component')
  const { status } = useSession()
  const me = status === 'guest' ? undefined : call.data
  return { status, me, call, may: (permission) => me?.permissions.includes(permission) ?? false }
}
