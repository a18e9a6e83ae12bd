import { createLive, type LiveEvent } from '@liren/client/live'
import { live as contract, liveControl, livePath, liveProtocol } from '@liren/contract/capabilities/live'
import { useEffect, useState, useSyncExternalStore } from 'react'
import { refresh, retryFailed, startOver } from '../api/cache.ts'
import { call, clock } from '../api/call.ts'
import { sessionStore } from '../session/store.ts'

export type { LiveEvent } from '@liren/client/live'

/** Several events of one breath ask for the same list once. */
const gatherFor = 300
const lagsAfter = 30_000

const channel = createLive({
  clock,
  open: (after, listener) => {
    const socket = new WebSocket(`${location.origin.replace(/^http/, 'ws')}${livePath}?after=${after}`, [liveProtocol])
    socket.onopen = () => listener.onOpen()
    socket.onmessage = (message) => listener.onMessage(String(message.data))
    socket.onclose = () => listener.onClose()
    return socket
  },
  poll: async (after) => (await call(contract.endpoints.events, { query: { after }, retry: false })).items,
  wanted: () => sessionStore.now().phase === 'here',
})

const touched = new Set<string>()
function touch(subject: string): void {
  if (touched.size === 0) setTimeout(showFresh, gatherFor)
  touched.add(subject)
}

function showFresh(): void {
  // Cards of the desk and of the bell speak of every kind of record.
  refresh(...touched, 'home')
  touched.clear()
}

channel.listen((event) => {
  if (event.name === liveControl.reset) startOver()
  else if (event.subject !== 'live') touch(event.subject)
})

// what was heard of while the house could not be asked would stay as old as it was
channel.status.subscribe(() => {
  if (['live', 'polling'].includes(channel.status.get())) retryFailed()
})

/** Open while the shell is on screen. */
export function useLive(): void {
  useEffect(() => {
    channel.restart()
    return channel.stop
  }, [])
}

/** Called for every event that is heard, for screens that do more than show fresh rows. */
export function useLiveEvents(hear: (event: LiveEvent) => void): void {
  useEffect(() => channel.listen(hear), [hear])
}

/** True when nothing has been heard for so long that what is shown may be old. */
export function useLagging(): boolean {
  const status = useSyncExternalStore(channel.status.subscribe, channel.status.get)
  const [lagging, setLagging] = useState(false)
  useEffect(() => {
    if (status !== 'away') {
      setLagging(false)
      return
    }
    const timer = setTimeout(() => setLagging(true), lagsAfter)
    return () => clearTimeout(timer)
  }, [status])
  return lagging
}
