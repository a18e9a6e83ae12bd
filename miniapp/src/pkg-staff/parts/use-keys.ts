import { type CallState, useCall, useClient, useObservable, useSession } from '@liren/client'
import { hazardEndpoints, type KeyPlace, keyViewNames, type WholeKeyPlace } from '@liren/contract/capabilities/hazard'
import { useCallback, useEffect, useState } from 'react'

export interface KeyPack {
  readonly state: 'waiting' | 'fetching' | 'kept'
  readonly count: number
  readonly at: number
}
type Kept = readonly KeyPlace[]

const nameOf = (userId: string): string => `${userId} key-pack`
/** More than one round takes; the rest is found where there is network. */
const most = 100

const useUser = (): string | undefined => {
  const session = useSession()
  return session.status === 'signed-in' || session.status === 'expired' ? session.who.userId : undefined
}

/** Everything that is due or to be looked at again, on the phone before the network goes. */
export function useKeyPack(): KeyPack {
  const { api, cache, platform } = useClient()
  const userId = useUser()
  const online = useObservable(platform.online)
  const [pack, setPack] = useState<KeyPack>({ state: 'waiting', count: 0, at: 0 })

  const fetchAll = useCallback(async () => {
    if (userId === undefined) return
    setPack((was) => (was.state === 'kept' ? was : { ...was, state: 'fetching' }))
    const found = new Map<string, KeyPlace>()
    for (const view of keyViewNames) {
      const { items } = await api.call(hazardEndpoints.keyPlaces, { query: { view, limit: most } })
      for (const place of items) found.set(place.id, place)
    }
    await cache.set(nameOf(userId), [...found.values()])
    setPack({ state: 'kept', count: found.size, at: platform.clock.now() })
  }, [api, cache, platform, userId])

  useEffect(() => {
    if (online) void fetchAll().catch(() => setPack((was) => (was.state === 'kept' ? was : { ...was, state: 'waiting' })))
  }, [online, fetchAll])
  return pack
}

export interface KeyCall extends CallState<WholeKeyPlace> {
  /** The place as it is known: asked for just now, or brought along. */
  readonly place: KeyPlace | undefined
}

/** One key place; without network as the list brought it, where that is newer than what was opened before. */
export function useKeyPlace(id: string): KeyCall {
  const { cache } = useClient()
  const userId = useUser()
  const [kept, setKept] = useState<KeyPlace>()
  const call = useCall(hazardEndpoints.keyPlace, id === '' ? null : { params: { id } }, { keep: true, on: ['hazard.'] })
  useEffect(() => {
    if (userId === undefined) return
    let here = true
    void cache.get<Kept>(nameOf(userId)).then((pack) => here && setKept(pack?.value.find((one) => one.id === id)))
    return () => {
      here = false
    }
  }, [cache, userId, id])
  const isOlder = call.data === undefined || (call.error !== undefined && call.data.version < (kept?.version ?? 0))
  return { ...call, place: isOlder && call.error !== undefined ? (kept ?? call.data) : call.data }
}
