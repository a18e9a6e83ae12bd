import { useEffect, useRef } from 'react'
import type { LiveEvent, LiveStatus } from '../live.ts'
import { useClient, useObservable } from './context.ts'

/** Hear of events whose name begins with one of these. */
export function useLive(names: readonly string[], hear: (event: LiveEvent) => void): void {
  const { live } = useClient()
  const latest = useRef({ names, hear })
  latest.current = { names, hear }
  useEffect(
    () =>
      live.listen((event) => {
        if (latest.current.names.some((name) => event.name.startsWith(name))) latest.current.hear(event)
      }),
    [live],
  )
}

export const useLiveStatus = (): LiveStatus => useObservable(useClient().live.status)
