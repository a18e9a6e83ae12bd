import { answerName, useClient, useObservable, useSession } from '@liren/client'
import { visitEndpoints } from '@liren/contract/capabilities/visit'
import { useCallback, useEffect, useState } from 'react'

export interface Pack {
  readonly state: 'waiting' | 'fetching' | 'kept'
  readonly count: number
  readonly at: number
}

/** Fetches every visit of the day ahead and keeps it where its page will look, so that a day without network is whole. */
export function usePack(): Pack {
  const { api, cache, platform } = useClient()
  const session = useSession()
  const online = useObservable(platform.online)
  const [pack, setPack] = useState<Pack>({ state: 'waiting', count: 0, at: 0 })
  const userId = session.status === 'signed-in' ? session.who.userId : undefined

  const fetchAll = useCallback(async () => {
    if (userId === undefined) return
    setPack((was) => (was.state === 'kept' ? was : { ...was, state: 'fetching' }))
    let [cursor, count]: [string | undefined, number] = [undefined, 0]
    do {
      const page: { items: readonly { id: string }[]; next?: string | undefined } = await api.call(visitEndpoints.pack, {
        query: { limit: 30, ...(cursor === undefined ? {} : { cursor }) },
      })
      for (const visit of page.items) await cache.set(answerName(userId, visitEndpoints.read, { params: { id: visit.id } }), visit)
      count += page.items.length
      cursor = page.next
    } while (cursor !== undefined && count < 300)
    setPack({ state: 'kept', count, at: platform.clock.now() })
  }, [api, cache, platform, userId])

  useEffect(() => {
    if (online) void fetchAll().catch(() => setPack((was) => (was.state === 'kept' ? was : { ...was, state: 'waiting' })))
  }, [online, fetchAll])
  return pack
}
