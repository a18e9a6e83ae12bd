import { type CallState, useCall, useSession } from '@liren/client'
import { repairEndpoints } from '@liren/contract/capabilities/repair'
import { session as contract, type Me } from '@liren/contract/capabilities/session'
import { createContext, type ReactNode, useContext } from 'react'

const MeContext = createContext<CallState<Me> | null>(null)

/** Who is signed in, with houses and rights; asked once for the whole app. */
export function MeProvider({ children }: { children?: ReactNode }) {
  const { status } = useSession()
  const call = useCall(contract.endpoints.me, status === 'signed-in' ? {} : null, { keep: true, on: ['session.', 'household.', 'role.'] })
  // a report must be possible without network even by who never made one: its kinds are kept ahead
  useCall(repairEndpoints.categories, call.data ? {} : null, { keep: true })
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
