import { useCall, useClient, useObservable } from '@liren/client'
import { place as contract } from '@liren/contract/capabilities/place'
import { useMe } from '../me'

export interface Estate {
  readonly id: string
  readonly name: string
}

/**
 * The estate that a worker's report begins at: where they work, or of several in their community the one they chose
 * last. Undefined while nobody can tell; then it is asked.
 */
export function useWorkEstate(wanted: boolean): Estate | undefined {
  const { community } = useClient()
  const { me } = useMe()
  const chosen = useObservable(community)
  const own = me?.place ?? me?.places[0]
  const wide = wanted && own !== undefined && own.kind !== 'estate'
  const estates = useCall(contract.endpoints.estates, wide ? { query: {} } : null, { keep: true })
  if (!wanted || own === undefined) return undefined
  if (own.kind === 'estate') return own
  const mine = estates.data?.items.filter((estate) => estate.community === own.name) ?? []
  return mine.find(({ id }) => id === chosen?.id) ?? mine[0]
}
