import { useClient } from '@liren/client'
import type { End } from '@liren/contract'
import { session as contract, type Me } from '@liren/contract/capabilities/session'
import { restart } from '@/platform/nav'

/** Where each identity begins. The back office is another app. */
export const homeOf = (end: End): string =>
  ({ resident: '/pages/home', staff: '/pkg-staff/index', grid: '/pkg-grid/index', admin: '/pages/me' })[end]

export type Identity = Me['identities'][number]

/** Become another identity of the same account, and begin where it begins. */
export function useSwitchIdentity(onDone: () => Promise<void>): (to: Identity) => Promise<void> {
  const { api, session, recent } = useClient()
  return async ({ end, place }) => {
    const me = await api.call(contract.endpoints.switchIdentity, { body: { end, placeId: place?.id ?? null } })
    const now = session.get()
    recent.clear()
    if (now.status === 'signed-in') await session.signIn({ ...now.who, name: me.user.name, end: me.end })
    await onDone()
    restart(homeOf(me.end))
  }
}
