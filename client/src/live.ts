import { type LiveEvent, liveControl } from '@liren/contract/capabilities/live'
import { type Cancel, Cancelled, createCancel } from './kernel/cancel.ts'
import type { Clock } from './kernel/clock.ts'
import { createObservable, type Observable } from './kernel/observable.ts'

export type { LiveEvent }

export interface Socket {
  send(text: string): void
  close(): void
}
export interface SocketListener {
  onOpen(): void
  onMessage(text: string): void
  /** Closed or never opened. */
  onClose(): void
}
export type OpenSocket = (url: string, protocols: readonly string[], listener: SocketListener) => Socket

/** `live` over a socket, `polling` when sockets do not get through, `away` when nothing does. */
export type LiveStatus = 'off' | 'live' | 'polling' | 'away'

export interface Live {
  readonly status: Observable<LiveStatus>
  /** Hear events until the returned function is called. */
  listen(listener: (event: LiveEvent) => void): () => void
  /** What this device did itself, told to its own screens: the event of the server may pass before the channel stands. */
  tell(name: string): void
  /** Connect as whoever is signed in now, or fall silent. Again after every sign-in. */
  restart(): void
  stop(): void
}

interface Parts {
  readonly clock: Clock
  open(after: number, listener: SocketListener): Socket
  /** Events after a sequence number, oldest first. */
  poll(after: number): Promise<readonly LiveEvent[]>
  /** False while nobody is signed in or nobody looks. */
  wanted(): boolean
}

const silenceMs = 45_000
const pollMs = 10_000
const firstPauseMs = 1_000
const longestPauseMs = 30_000
/** Sockets that fail this often in a row are probably not let through on the way. */
const failuresBeforePolling = 2

/** Listen for what happens: a socket that resumes where it broke, and asking now and then where sockets do not pass. */
export function createLive({ clock, open, poll, wanted }: Parts): Live {
  const status = createObservable<LiveStatus>('off')
  const listeners = new Set<(event: LiveEvent) => void>()
  let seq = 0
  let life: Cancel | null = null

  function take(event: LiveEvent): void {
    // after a reset nothing that was heard before counts, the number neither
    const reset = event.name === liveControl.reset
    if (event.seq <= seq && !reset) return
    seq = event.seq
    if (event.name === liveControl.ready || event.name === liveControl.at) return
    for (const listener of [...listeners]) listener(event)
  }

  /** One socket from opening to closing; resolves with whether it ever worked. */
  function socketLife(own: Cancel): Promise<boolean> {
    return new Promise((resolve) => {
      let worked = false
      let quiet = createCancel()
      const watch = () => {
        quiet.cancel()
        quiet = createCancel()
        clock.sleep(silenceMs, quiet.signal).then(end, () => undefined)
      }
      const end = () => {
        quiet.cancel()
        own.signal.removeEventListener('abort', end)
        socket?.close()
        resolve(worked)
      }
      // a socket may close before it is handed over
      let socket: Socket | null = null
      socket = open(seq, {
        onOpen() {
          worked = true
          status.set('live')
          watch()
        },
        onMessage(text) {
          watch()
          const event = readEvent(text)
          if (event !== null) take(event)
        },
        onClose: end,
      })
      own.signal.addEventListener('abort', end)
      watch()
    })
  }

  async function pollOnce(): Promise<void> {
    try {
      for (const event of await poll(seq)) take(event)
      status.set('polling')
    } catch {
      status.set('away')
    }
  }

  async function run(own: Cancel): Promise<void> {
    let failures = 0
    let pause = firstPauseMs
    while (!own.signal.aborted) {
      const worked = await socketLife(own)
      if (own.signal.aborted) return
      failures = worked ? 0 : failures + 1
      pause = worked ? firstPauseMs : Math.min(longestPauseMs, pause * 2)
      if (failures < failuresBeforePolling) {
        status.set('away')
        await clock.sleep(pause, own.signal)
        continue
      }
      // three polls between two tries of the socket
      for (let i = 0; i < 3 && !own.signal.aborted; i++) {
        await pollOnce()
        await clock.sleep(pollMs, own.signal)
      }
    }
  }

  const stop = () => {
    life?.cancel()
    life = null
    status.set('off')
  }

  return {
    status,
    stop,
    listen(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    tell(name) {
      const event = { seq, name, subject: '', subjectId: '', at: new Date(clock.now()).toISOString() }
      for (const listener of [...listeners]) listener(event)
    },
    restart() {
      stop()
      if (!wanted()) return
      const own = createCancel()
      life = own
      run(own).catch((error: unknown) => {
        if (!(error instanceof Cancelled)) throw error
      })
    },
  }
}

function readEvent(text: string): LiveEvent | null {
  try {
    const value = JSON.parse(text) as Partial<LiveEvent>
    return typeof value.seq === 'number' && typeof value.name === 'string' ? (value as LiveEvent) : null
  } catch {
    return null
  }
}
