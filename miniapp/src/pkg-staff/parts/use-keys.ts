import { answerName, type CallState, useCall, useClient, useObservable, useSession } from '@liren/client'
import { hazardEndpoints, type KeyPlace, type KeyView, keyViewNames, type WholeKeyPlace } from '@liren/contract/capabilities/hazard'
import { useCallback, useEffect, useState } from 'react'

export interface KeyPack {
  readonly state: 'waiting' | 'fetching' | 'kept'
  readonly count: number
  readonly at: number
}
type Kept = readonly KeyPlace[]

const nameOf = (userId: string): string => `${userId} key-pack`
/** As the list asks, so that what was fetched ahead lies where the list looks for it; more than one round takes. */
export const viewQuery = (view: KeyView | 'all') => ({ limit: 50, ...(view === 'all' ? {} : { view }) })

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
      const input = { query: viewQuery(view) }
      const page = await api.call(hazardEndpoints.keyPlaces, input)
      await cache.set(answerName(userId, hazardEndpoints.keyPlaces, input), page)
      for (const place of page.items) found.set(place.id, place)
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
  const { data, error } = call
  const isNewer = kept !== undefined && (data === undefined || (error !== undefined && kept.version > data.version))
  return { ...call, place: isNewer ? kept : data }
}
