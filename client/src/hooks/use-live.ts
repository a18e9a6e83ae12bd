import { type LiveEvent, liveControl } from '@liren/contract/capabilities/live'
import { useEffect, useRef } from 'react'
import type { LiveStatus } from '../live.ts'
import { useClient, useObservable } from './context.ts'

/** Hear of events whose name begins with one of these, and of the channel having lost what came before. */
export function useLive(names: readonly string[], hear: (event: LiveEvent) => void): void {
  const { live } = useClient()
  const latest = useRef({ names, hear })
  latest.current = { names, hear }
  useEffect(
    () =>
      live.listen((event) => {
        const { names, hear } = latest.current
        if (names.length === 0) return
        if (event.name === liveControl.reset || names.some((name) => event.name.startsWith(name))) hear(event)
      }),
    [live],
  )
}

export const useLiveStatus = (): LiveStatus => useObservable(useClient().live.status)
