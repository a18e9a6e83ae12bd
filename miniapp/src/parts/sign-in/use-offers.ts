import { type Answer, useCall, useClient } from '@liren/client'
import { session as contract } from '@liren/contract/capabilities/session'
import { useEffect, useState } from 'react'

const { governmentDoor, personas } = contract.endpoints
const patience = 3_000

export interface Offers {
  readonly government: Answer<typeof governmentDoor> | undefined
  readonly personas: Answer<typeof personas>['items']
}

/**
 * What this server offers besides a code by text message. Undefined until all of it is known, so that nothing moves
 * under a finger; a server that cannot say keeps nobody waiting for long.
 */
export function useOffers(): Offers | undefined {
  const { platform } = useClient()
  const door = useCall(governmentDoor, platform.elsewhere === null ? null : {})
  const demo = useCall(personas, {})
  const [tired, setTired] = useState(false)
  useEffect(() => {
    let here = true
    platform.clock.sleep(patience).then(
      () => here && setTired(true),
      () => undefined,
    )
    return () => {
      here = false
    }
  }, [platform])
  const waits = [door, demo].some(({ data, error, loading }) => data === undefined && error === undefined && loading)
  if (waits && !tired) return undefined
  return { government: door.data ?? undefined, personas: (demo.data?.items ?? []).filter(({ end }) => end !== 'admin') }
}
