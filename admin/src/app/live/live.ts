import { useEffect, useSyncExternalStore } from 'react'
import { refresh } from '../api/cache.ts'

export interface LiveEvent {
  readonly seq: number
  readonly name: string
  readonly subject: string
  readonly subjectId: string
  readonly at: string | number
}

/** `lagging`: for more than half a minute nothing has been heard, so what is shown may be old. */
export type LiveState = 'quiet' | 'live' | 'lagging'

const lagsAfter = 30_000
const waits = [1000, 2000, 5000, 10_000, 20_000]

let state: LiveState = 'quiet'
const stateListeners = new Set<() => void>()
const eventListeners = new Set<(event: LiveEvent) => void>()

function become(next: LiveState): void {
  if (state === next) return
  state = next
  for (const listener of stateListeners) listener()
}

/** Several events of one breath ask for the same list once. */
const touched = new Set<string>()
function touch(subject: string): void {
  if (touched.size === 0) setTimeout(tell, 300)
  touched.add(subject)
}

function tell(): void {
  refresh(...touched)
  touched.clear()
}

/** Keeps one channel open and resumes after the last event heard. Returns how to close it. */
export function openLive(connect: (address: string) => WebSocket = (address) => new WebSocket(address)): () => void {
  let last: number | undefined
  let attempt = 0
  let socket: WebSocket | undefined
  let retry: ReturnType<typeof setTimeout> | undefined
  let lag: ReturnType<typeof setTimeout> | undefined
  let closed = false

  const dial = () => {
    const base = location.origin.replace(/^http/, 'ws')
    socket = connect(`${base}/api/live${last === undefined ? '' : `?after=${last}`}`)
    socket.onopen = () => {
      attempt = 0
      clearTimeout(lag)
      lag = undefined
      become('live')
    }
    socket.onmessage = ({ data }) => hear(String(data))
    socket.onclose = () => {
      if (closed) return
      lag ??= setTimeout(() => become('lagging'), lagsAfter)
      retry = setTimeout(dial, waits[Math.min(attempt, waits.length - 1)])
      attempt += 1
    }
  }
  const hear = (text: string) => {
    let event: Partial<LiveEvent>
    try {
      event = JSON.parse(text) as Partial<LiveEvent>
    } catch {
      return
    }
    if (typeof event.seq !== 'number' || typeof event.subject !== 'string') return
    last = event.seq
    touch(event.subject)
    for (const listener of eventListeners) listener(event as LiveEvent)
  }
  dial()
  return () => {
    closed = true
    clearTimeout(retry)
    clearTimeout(lag)
    socket?.close()
    become('quiet')
  }
}

/** Open while the shell is on screen. */
export function useLive(): void {
  useEffect(() => openLive(), [])
}

/** Called for every event that is heard, for screens that do more than show fresh rows. */
export function useLiveEvents(listener: (event: LiveEvent) => void): void {
  useEffect(() => {
    eventListeners.add(listener)
    return () => {
      eventListeners.delete(listener)
    }
  }, [listener])
}

const subscribe = (listener: () => void): (() => void) => {
  stateListeners.add(listener)
  return () => stateListeners.delete(listener)
}
export const useLiveState = (): LiveState => useSyncExternalStore(subscribe, () => state)
